"""A Lex V2 code hook event, as much of it as is read. Unknown keys are ignored: Lex may add."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from fulfillment.errors import WireError
from fulfillment.identity.assertion import REQUEST_ATTRIBUTE
from fulfillment.identity.binding import SPEECH, of_text
from fulfillment.request import IntentRequest

EVENT = "ground-event"
REPLY = "ground-reply"
PLAN = "ground-plan"
CONTEXT = "ground-context"

_CONTEXT_KEYS = ("service", "environment", "alarm", "pipeline", "more")
_MAX_CONTEXT_VALUE = 200
_MAX_REQUEST_ID = 500

Source = Literal["DialogCodeHook", "FulfillmentCodeHook"]
Confirmation = Literal["None", "Confirmed", "Denied"]


@dataclass(frozen=True)
class LexEvent:
    source: Source
    session_id: str
    locale: str
    intent: str
    slots: Mapping[str, Any]
    """As Lex sent them, to be sent back."""
    confirmation: Confirmation
    attributes: Mapping[str, str]
    assertion: str
    """The request attribute; "" where there is none."""
    transcript: str
    request_id: str
    originating_id: str = ""
    """Of the turn: the same in all calls that Lex makes for it; "" where Lex gave none."""
    is_text: bool = True
    """False where Lex or Alexa heard the words: then no channel knows them."""
    has_hints: bool = False
    """Whether runtime hints of an earlier turn still hold."""

    @property
    def asked(self) -> str:
        """The input as an assertion is bound to it."""
        return of_text(self.transcript) if self.is_text else SPEECH

    @property
    def turn(self) -> str:
        """What all calls of this turn have in common, and no other turn of the session has."""
        return f"{self.session_id}|{self.originating_id or self.asked}"

    @property
    def confirmed_plan(self) -> str:
        """The plan that this turn asks to use: only a request."""
        return self.request().plan_id if self.confirmation == "Confirmed" else ""

    def request(self) -> IntentRequest:
        return IntentRequest(
            intent=self.intent,
            slots=slot_words(self.slots),
            phase="dialog" if self.source == "DialogCodeHook" else "fulfillment",
            confirmation=self.confirmation,
            plan_id=self.attributes.get(PLAN, "")[:200],
            context=context_of(self.attributes),
            utterance=self.transcript,
        )


def is_lex(event: object) -> bool:
    """Whether an event is meant to be Lex's, well formed or not."""
    return isinstance(event, Mapping) and "kind" not in event and "sessionState" in event


def lex_event(event: Mapping[str, Any], new_id: str) -> LexEvent:
    """The event. `new_id` is its request id where Lex gave none. Raises `WireError`."""
    state = _mapping(event.get("sessionState"), "sessionState")
    intent = _mapping(state.get("intent"), "sessionState.intent")
    bot = _mapping(event.get("bot") or {}, "bot")
    return LexEvent(
        source=_source(event.get("invocationSource")),
        session_id=_text(event.get("sessionId"), "sessionId"),
        locale=str(bot.get("localeId") or "en_US"),
        intent=_text(intent.get("name"), "sessionState.intent.name"),
        slots=_mapping(intent.get("slots") or {}, "sessionState.intent.slots"),
        confirmation=_confirmation(intent.get("confirmationState") or "None"),
        attributes=_texts(state.get("sessionAttributes") or {}, "sessionState.sessionAttributes"),
        assertion=_texts(event.get("requestAttributes") or {}, "requestAttributes").get(
            REQUEST_ATTRIBUTE, ""
        ),
        transcript=str(event.get("inputTranscript") or ""),
        request_id=str(state.get("originatingRequestId") or new_id),
        originating_id=str(state.get("originatingRequestId") or "")[:_MAX_REQUEST_ID],
        is_text=(event.get("inputMode") or "Text") == "Text",
        has_hints=bool(state.get("runtimeHints")),
    )


def slot_words(slots: Mapping[str, Any]) -> dict[str, str]:
    """The word of each filled slot: interpreted, else as said. Ambiguous values have only those."""
    found = {}
    for name, slot in slots.items():
        value = slot.get("value") if isinstance(slot, Mapping) else None
        if not isinstance(value, Mapping):
            continue
        word = value.get("interpretedValue") or value.get("originalValue")
        if isinstance(word, str) and word.strip():
            found[name] = word
    return found


def context_of(attributes: Mapping[str, str]) -> dict[str, str]:
    """What the conversation was about; nothing of it where it is not ours to read."""
    try:
        found = json.loads(attributes.get(CONTEXT) or "{}")
    except (ValueError, RecursionError):
        return {}
    return checked_context(found)


def checked_context(found: object) -> dict[str, str]:
    """The known keys of a context from outside, with values that are short texts."""
    if not isinstance(found, Mapping):
        return {}
    return {
        key: found[key]
        for key in _CONTEXT_KEYS
        if isinstance(found.get(key), str) and len(found[key]) <= _MAX_CONTEXT_VALUE
    }


def _source(value: object) -> Source:
    if value not in ("DialogCodeHook", "FulfillmentCodeHook"):
        raise WireError("invocationSource must be DialogCodeHook or FulfillmentCodeHook")
    return value


def _confirmation(value: object) -> Confirmation:
    if value not in ("None", "Confirmed", "Denied"):
        raise WireError("sessionState.intent.confirmationState must be None, Confirmed or Denied")
    return value


def _mapping(value: object, path: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise WireError(f"{path} must be an object")
    return value


def _text(value: object, path: str) -> str:
    if not isinstance(value, str) or not value:
        raise WireError(f"{path} must be a text")
    return value


def _texts(value: object, path: str) -> dict[str, str]:
    mapping = _mapping(value, path)
    if not all(isinstance(item, str) for item in mapping.values()):
        raise WireError(f"{path} must be an object of texts")
    return dict(mapping)
