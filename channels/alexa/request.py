"""Reading an Alexa request envelope: is it ours, who speaks, and in which conversation."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ask_sdk_model.intent import Intent as AlexaIntent
from ask_sdk_model.intent_request import IntentRequest
from ask_sdk_model.request import Request
from ask_sdk_model.request_envelope import RequestEnvelope

from channels.errors import EnvelopeMalformed, SkillIdRefused

# Amazon's ids are of these. "/" joins an account and a person in an identity, so it may be in none.
_ID = re.compile(r"[A-Za-z0-9._:=-]{1,512}")


@dataclass(frozen=True)
class Voice:
    """Who speaks, and where, as Alexa has proven it."""

    identity: str
    """`alexa:<account>`, or `alexa:<account>/<person>` where Alexa recognised the voice."""
    session_id: str
    """A Lex session id (at most 100 characters) that holds the person and the conversation."""
    event_id: str
    locale: str
    """Alexa's spelling: "en-US"."""


@dataclass(frozen=True)
class SpokenRequest:
    """A request of a person: an intent, in a session."""

    voice: Voice
    intent: AlexaIntent
    attributes: Mapping[str, Any]


def check_envelope(event: object, skill_id: str) -> None:
    """Raises `EnvelopeMalformed` or `SkillIdRefused` unless `event` is for our skill.

    Before the SDK sees it: the SDK looks at one of the two places that name a skill, and fails with
    an AttributeError where that place is missing.
    """
    system = _path(event, "context", "System", "application")
    session = _path(event, "session", "application")
    named = [place.get("applicationId") for place in (system, session) if place is not None]
    request = _path(event, "request")
    if not named or request is None or not isinstance(request.get("type"), str):
        raise EnvelopeMalformed("the event is no Alexa request: it names no skill or no request")
    if any(name != skill_id for name in named):
        raise SkillIdRefused("the request is for another skill: check GROUND_ALEXA_SKILL_ID")
    if system is None:
        raise EnvelopeMalformed("the event is no Alexa request: it has no context.System")


def is_known(event: Mapping[str, Any]) -> bool:
    """Whether the SDK can read this type of request: it raises on one that it does not know."""
    return event["request"].get("type") in Request.discriminator_value_class_map


def locale_of(envelope: RequestEnvelope) -> str:
    """The request's locale; Alexa's first where it names none."""
    return str(envelope.request.locale or "en-US") if envelope.request else "en-US"


def spoken_request(envelope: RequestEnvelope, request: IntentRequest) -> SpokenRequest:
    """What a person said. Raises `EnvelopeMalformed` where intent or account is missing."""
    if request.intent is None or not request.intent.name:
        raise EnvelopeMalformed("the event is no Alexa request: an IntentRequest without intent")
    attributes = envelope.session.attributes if envelope.session else None
    return SpokenRequest(_voice(envelope, request), request.intent, attributes or {})


def _voice(envelope: RequestEnvelope, request: IntentRequest) -> Voice:
    system = envelope.context.system if envelope.context else None
    account = _id(system.user.user_id if system and system.user else None)
    person = system.person.person_id if system and system.person else None
    identity = f"alexa:{account}/{_id(person)}" if person else f"alexa:{account}"
    conversation = envelope.session.session_id if envelope.session else ""
    return Voice(
        identity=identity,
        session_id=_session_id(identity, conversation or ""),
        event_id=str(request.request_id or ""),
        locale=locale_of(envelope),
    )


def _session_id(identity: str, conversation: str) -> str:
    # Alexa's ids are longer than the 100 characters that Lex allows.
    digest = hashlib.sha256(f"{identity}\n{conversation}".encode()).hexdigest()
    return f"alexa.{digest[:40]}"


def _id(value: str | None) -> str:
    if value is None or not _ID.fullmatch(value):
        raise EnvelopeMalformed("the event is no Alexa request: a user or person id is malformed")
    return value


def _path(event: object, *keys: str) -> Mapping[str, Any] | None:
    """The object at that path; None where there is none. Raises where something else stands."""
    found: object = event
    for key in keys:
        if not isinstance(found, Mapping):
            raise EnvelopeMalformed(f"the event is no Alexa request: nothing holds {key}")
        found = found.get(key)
        if found is None:
            return None
    if not isinstance(found, Mapping):
        raise EnvelopeMalformed(f"the event is no Alexa request: {keys[-1]} is not an object")
    return found
