"""The light Lambda function that Slack calls: verify, enqueue, acknowledge.

Slack waits three seconds, so nothing heavy is imported here: neither boto3 nor Bolt. It
acknowledges only what is in the queue, so nothing is lost: where the queue cannot be reached Slack
gets 503 and sends an event again, and a person who typed a command is told. No request body and
no token is logged.
"""

import base64
import binascii
import json
import logging
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from channels.errors import QueueError, SettingError
from channels.slack.envelope import Envelope, to_json
from channels.slack.intake import Challenge, Ignored, Malformed, Refused, read_body, take
from channels.slack.signature import is_genuine
from channels.slack.sqs import Message, queue_from_environment

if TYPE_CHECKING:
    from fulfillment.sentences import Say

Json = dict[str, Any]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ingress:
    """`enqueue` returns once the queue has the envelope, or raises `QueueError`.

    `language` is what a person is told in, where something has to be told.
    """

    signing_secret: str
    team_ids: frozenset[str]
    enqueue: Callable[[Envelope], None]
    language: Callable[[], "Say"]
    now: Callable[[], float] = time.time

    def answer(self, event: Mapping[str, Any]) -> Json:
        """The response to one HTTP API v2 or function URL event."""
        method = _mapping(_mapping(event.get("requestContext")).get("http")).get("method", "POST")
        headers = {str(k).lower(): str(v) for k, v in _mapping(event.get("headers")).items()}
        body = _body(event)
        if method != "POST" or body is None:
            return _response(405 if body is not None else 400)
        if _is_certificate_check(body):
            return _response(200)
        if not is_genuine(self.signing_secret, headers, body, self.now()):
            _log.warning("slack request refused: signature or timestamp")
            return _response(401, {"error": "invalid request"})
        payload = read_body(body, headers.get("content-type", ""))
        return _response(400) if payload is None else self._answer_genuine(payload)

    def _answer_genuine(self, payload: Mapping[str, Any]) -> Json:
        match take(payload, self.team_ids):
            case Challenge(text):
                return _response(200, {"challenge": text})
            case Malformed(reason):
                _log.warning("slack request malformed: %s", reason)
                return _response(400)
            case Ignored(reason):
                _log.info("slack request ignored: %s", reason)
                return _response(200)
            case Refused(team_ids):
                _log.warning("slack workspace not in GROUND_SLACK_TEAM_IDS: %s", sorted(team_ids))
                return self._not_allowed() if "command" in payload else _response(200)
            case Envelope() as envelope:
                return self._enqueue(envelope)

    def _enqueue(self, envelope: Envelope) -> Json:
        try:
            self.enqueue(envelope)
        except QueueError as error:
            _log.error("slack %s not enqueued: %s", envelope.kind, error)
            return self._not_taken() if envelope.kind == "command" else _response(503)
        return _response(200)

    def _not_allowed(self) -> Json:
        say = self.language()
        return _ephemeral(say("slack_not_allowed"))

    def _not_taken(self) -> Json:
        say = self.language()
        return _ephemeral(say("slack_not_taken"))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def handle(event: Mapping[str, Any], context: object) -> Json:  # noqa: ARG001 - Lambda's signature
    """Lambda entry point."""
    return _ingress().answer(event)


@cache
def _ingress() -> Ingress:
    return ingress_from_environment(os.environ)


def ingress_from_environment(environ: Mapping[str, str]) -> Ingress:
    """Reads GROUND_SLACK_SIGNING_SECRET, GROUND_SLACK_QUEUE_URL, GROUND_SLACK_TEAM_IDS (comma
    separated), GROUND_DEFINITION and GROUND_LOCALE, and what `queue_from_environment` reads.
    Raises `SettingError`."""
    secret = environ.get("GROUND_SLACK_SIGNING_SECRET", "")
    if not secret:
        raise SettingError("GROUND_SLACK_SIGNING_SECRET is not set: no request can be verified")
    team_ids, enqueue = team_ids_from_environment(environ), enqueuer(environ)
    return Ingress(secret, team_ids, enqueue, language_from_environment(environ))


def language_from_environment(environ: Mapping[str, str]) -> "Callable[[], Say]":
    """The sentences of the definition, read when somebody must be told something: that is rare,
    and a cold start short. Raises `SettingError`."""
    if not environ.get("GROUND_DEFINITION"):
        raise SettingError("GROUND_DEFINITION is not set: nobody could be told anything")
    return partial(_sentences, environ["GROUND_DEFINITION"], environ.get("GROUND_LOCALE", ""))


@cache
def _sentences(definition: str, locale: str) -> "Say":
    from channels.definition import read_definition  # noqa: PLC0415 - cold start
    from fulfillment.sentences import sentences  # noqa: PLC0415 - as above

    return sentences(read_definition({"GROUND_DEFINITION": definition}), locale)


def team_ids_from_environment(environ: Mapping[str, str]) -> frozenset[str]:
    """The workspaces that may talk to us; none where nothing is set."""
    named = environ.get("GROUND_SLACK_TEAM_IDS", "").split(",")
    return frozenset(team.strip() for team in named if team.strip())


def enqueuer(environ: Mapping[str, str]) -> Callable[[Envelope], None]:
    """A function that puts an envelope into the FIFO queue GROUND_SLACK_QUEUE_URL.

    One message group a session keeps the order of what one person said in one place.
    """
    url = environ.get("GROUND_SLACK_QUEUE_URL", "")
    if not url:
        raise SettingError("GROUND_SLACK_QUEUE_URL is not set: nothing can be enqueued")
    queue = queue_from_environment(url, environ)

    def enqueue(envelope: Envelope) -> None:
        queue.send(Message(to_json(envelope), envelope.session_id, envelope.id))

    return enqueue


def _body(event: Mapping[str, Any]) -> bytes | None:
    """The exact bytes that Slack signed; None where the event's base64 is broken."""
    body = event.get("body") or ""
    if not event.get("isBase64Encoded"):
        return str(body).encode(errors="replace")
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        return None


def _is_certificate_check(body: bytes) -> bool:
    """Slack checks a command's certificate now and then, unsigned; nothing is done for it."""
    return body.startswith(b"ssl_check=1&") or body == b"ssl_check=1"


def _ephemeral(text: str) -> Json:
    return _response(200, {"response_type": "ephemeral", "text": text})


def _response(status: int, body: Json | None = None) -> Json:
    if body is None:
        return {"statusCode": status, "body": ""}
    headers = {"content-type": "application/json"}
    return {"statusCode": status, "headers": headers, "body": json.dumps(body)}
