"""An API Gateway HTTP API event (payload 2.0) in, what the person asks out.

Who speaks comes from the JWT authorizer's claims alone. The browser chooses nothing about
identity: only which of its own conversations this is, its time zone and its language.
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from channels.client.conversation import MAX_TEXT, Speaker
from channels.errors import RequestRefused
from channels.languages import accepted
from fulfillment.errors import WireError
from fulfillment.reply_json import invocation_from_json
from fulfillment.sentences import Say
from fulfillment.turn import Invocation
from fulfillment.wording import number

CONVERSATION_HEADER = "x-ground-conversation"
TIME_ZONE_HEADER = "x-ground-time-zone"
LOCALE_HEADER = "x-ground-locale"
GROUPS_CLAIM = "cognito:groups"

ROUTES: Mapping[str, str] = {
    "/api/session": "GET",
    "/api/turns": "POST",
    "/api/invocations": "POST",
}

_CONVERSATION = re.compile(r"[A-Za-z0-9-]{8,40}")
_GROUP = re.compile(r"\S{1,128}")
_PLAIN_SUBJECT = re.compile(r"[A-Za-z0-9_-]{1,50}")

Event = Mapping[str, Any]


@dataclass(frozen=True)
class Greeting:
    """The page has opened: who am I, and what can I say?"""


@dataclass(frozen=True)
class Words:
    text: str


Ask = Greeting | Words | Invocation


@dataclass(frozen=True)
class WebTurn:
    """One request of the page, checked."""

    speaker: Speaker
    subject: str
    """The `sub` claim as it came."""
    session_id: str
    event_id: str
    """API Gateway's request id."""
    ask: Ask


def to_turn(event: Event, say: Say) -> WebTurn:
    """Raises `RequestRefused` where the event is not a request of ours by somebody signed in."""
    _check_form(event)
    path = _route(event)
    subject, name, groups = _person(say, event)
    headers: Mapping[str, str] = event.get("headers") or {}
    speaker = Speaker(
        identity=f"web:{subject}",
        display_name=name,
        channel="web",
        time_zone=_time_zone(headers.get(TIME_ZONE_HEADER, "UTC")),
        locale=say.locale,
        groups=groups,
    )
    return WebTurn(
        speaker=speaker,
        subject=subject,
        session_id=session_id(subject, headers.get(CONVERSATION_HEADER, "")),
        event_id=str(event["requestContext"]["requestId"]),
        ask=_ask(say, path, event),
    )


def languages(event: Event) -> tuple[str, ...]:
    """What the page speaks, then what the browser would rather have; of any event."""
    headers = event.get("headers") if isinstance(event, Mapping) else None
    found = headers if isinstance(headers, Mapping) else {}
    chosen = str(found.get(LOCALE_HEADER) or "")
    return (*([chosen] if chosen else []), *accepted(str(found.get("accept-language") or "")))


def session_id(subject: str, conversation: str) -> str:
    """`web.<subject>.<conversation>`: legal for Lex (`[0-9a-zA-Z._:-]{2,100}`), and one person's.

    A subject that would not fit (`auth0|…`, an address) is replaced by its hash. The colon keeps
    hashes apart from plain subjects; a conversation has no dot, so two people never share an id.
    """
    if not _CONVERSATION.fullmatch(conversation):
        raise RequestRefused(
            400,
            "conversation_invalid",
            f"The header {CONVERSATION_HEADER} must be 8 to 40 letters, digits or hyphens.",
        )
    if not _PLAIN_SUBJECT.fullmatch(subject):
        subject = "sha256:" + hashlib.sha256(subject.encode()).hexdigest()[:40]
    return f"web.{subject}.{conversation}"


def _check_form(event: Event) -> None:
    """The parts that every event of an HTTP API has; what is read later is optional there."""
    context = event.get("requestContext") if isinstance(event, Mapping) else None
    http = context.get("http") if isinstance(context, Mapping) else None
    if not isinstance(http, Mapping) or "method" not in http or "requestId" not in (context or {}):
        raise RequestRefused(400, "event_malformed", "This is no request of an HTTP API.")


def _route(event: Event) -> str:
    path = str(event.get("rawPath", ""))
    allowed = ROUTES.get(path)
    if allowed is None:
        raise RequestRefused(404, "not_found", "There is nothing at this address.")
    if event["requestContext"]["http"]["method"] != allowed:
        raise RequestRefused(405, "method_not_allowed", f"{path} answers {allowed} only.")
    return path


def _person(say: Say, event: Event) -> tuple[str, str, tuple[str, ...]]:
    """Subject, name and groups."""
    authorizer = event["requestContext"].get("authorizer") or {}
    claims = (authorizer.get("jwt") or {}).get("claims") or {}
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject:
        raise RequestRefused(401, "signed_out", say("web_signed_out"))
    return subject, str(claims.get("name") or subject), _groups(claims.get(GROUPS_CLAIM))


def _groups(claim: object) -> tuple[str, ...]:
    """The authorizer gives a list as the text "[operators approvers]"; Cognito's names have no
    spaces."""
    if isinstance(claim, str) and claim.startswith("[") and claim.endswith("]"):
        claim = claim[1:-1].split()
    found = claim if isinstance(claim, list) else []
    return tuple(f"web:{one}" for one in found if isinstance(one, str) and _GROUP.fullmatch(one))


def _time_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):  # unknown, no name of a zone, or a folder of zones
        return "UTC"


def _ask(say: Say, path: str, event: Event) -> Ask:
    if path == "/api/session":
        return Greeting()
    body = _json_body(event)
    if path == "/api/turns":
        return Words(_text(say, body))
    try:
        return invocation_from_json(body)
    except WireError as error:
        raise RequestRefused(400, "invocation_invalid", f"{error}.") from error


def _json_body(event: Event) -> Mapping[str, Any]:
    content_type = str((event.get("headers") or {}).get("content-type", ""))
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise RequestRefused(400, "content_type", "Send the request as application/json.")
    body = event.get("body") or ""
    try:
        raw = base64.b64decode(body, validate=True) if event.get("isBase64Encoded") else body
        document = json.loads(raw)
    except (ValueError, RecursionError):
        raise RequestRefused(400, "json_invalid", "The request is not valid JSON.") from None
    if not isinstance(document, Mapping):
        raise RequestRefused(400, "json_invalid", "The request must be a JSON object.")
    return document


def _text(say: Say, body: Mapping[str, Any]) -> str:
    text = body.get("text")
    if not isinstance(text, str) or not text.strip():
        raise RequestRefused(400, "text_empty", say("web_text_empty"))
    if len(text) > MAX_TEXT:
        raise RequestRefused(
            400,
            "text_too_long",
            say("web_text_too_long", length=number(say, len(text)), most=number(say, MAX_TEXT)),
        )
    if any("\ud800" <= character <= "\udfff" for character in text):
        # JSON can spell half of a surrogate pair; it is no character and UTF-8 cannot carry it.
        raise RequestRefused(400, "text_invalid", say("web_text_invalid"))
    return text
