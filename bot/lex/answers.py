"""Answers of the runtime API, Amazon's or ours, as plain data; and what a caller sends.

Lenient, unlike `bot.lex.wire`: what a service leaves out is empty, what it adds is ignored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.dialog.state import (
    ActiveContext,
    Card,
    CardButton,
    DialogAction,
    DialogState,
    IntentState,
    Interpretation,
    Message,
    Shape,
    SlotFill,
)
from bot.lex.header import decode_header

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Answer:
    """What came of one call. `state.attempts` is not told by the API."""

    state: DialogState = field(default_factory=DialogState)
    messages: tuple[Message, ...] = ()
    interpretations: tuple[Interpretation, ...] = ()
    request_attributes: Mapping[str, str] = field(default_factory=dict)


def answer_of(response: Json) -> Answer:
    """Of RecognizeText."""
    return Answer(
        _state(response.get("sessionState") or {}),
        tuple(map(_message, response.get("messages") or ())),
        tuple(map(_interpretation, response.get("interpretations") or ())),
        dict(response.get("requestAttributes") or {}),
    )


def answer_of_headers(response: Json) -> Answer:
    """Of PutSession, whose members are compressed. Raises LexDocumentError."""
    members = ("messages", "sessionState", "requestAttributes")
    decoded = {name: decode_header(response[name], name) for name in members if response.get(name)}
    return answer_of(decoded)


def request_state(
    state: DialogState,
    attributes: Mapping[str, str] | None,
    contexts: Sequence[ActiveContext] | None,
    hints: Mapping[str, Mapping[str, Sequence[str]]] | None,
) -> dict[str, Any]:
    """The sessionState of a request; what is None or not set is left as the session has it."""
    document: dict[str, Any] = {}
    if state.intent is not None:
        document["intent"] = _intent_json(state.intent)
    if state.action is not None:
        document["dialogAction"] = _action_json(state.action)
    if attributes is not None:
        document["sessionAttributes"] = dict(attributes)
    if contexts is not None:
        document["activeContexts"] = [_context_json(context) for context in contexts]
    if hints is not None:
        document["runtimeHints"] = {"slotHints": _hints_json(hints)}
    return document


def _state(data: Json) -> DialogState:
    intent, action = data.get("intent"), data.get("dialogAction")
    return DialogState(
        _intent(intent) if intent else None,
        _action(action) if action else None,
        dict(data.get("sessionAttributes") or {}),
        contexts=tuple(map(_context, data.get("activeContexts") or ())),
    )


def _intent(data: Json) -> IntentState:
    slots = {name: _slot(slot) for name, slot in (data.get("slots") or {}).items()}
    phase, confirmation = data.get("state"), data.get("confirmationState")
    return IntentState(data["name"], slots, phase or "InProgress", confirmation or "None")


def _slot(data: Json | None) -> SlotFill | None:
    if not data:
        return None
    value = data.get("value") or {}
    original, interpreted = value.get("originalValue"), value.get("interpretedValue")
    parts = {name: _slot(one) for name, one in (data.get("subSlots") or {}).items()}
    shape: Shape = data.get("shape") or "Scalar"
    if shape == "Scalar" and not value:
        return None
    return SlotFill(
        original or interpreted or "",
        interpreted,
        tuple(value.get("resolvedValues") or ()),
        shape,
        tuple(one for one in map(_slot, data.get("values") or ()) if one),
        parts,
    )


def _action(data: Json) -> DialogAction:
    part = data.get("subSlotToElicit") or {}
    style = data.get("slotElicitationStyle") or ""
    return DialogAction(
        data["type"],
        data.get("slotToElicit") or "",
        part.get("name", ""),
        "" if style == "Default" else style,
    )


def _context(data: Json) -> ActiveContext:
    live = data.get("timeToLive") or {}
    return ActiveContext(
        data["name"],
        live.get("timeToLiveInSeconds", 0),
        live.get("turnsToLive", 0),
        dict(data.get("contextAttributes") or {}),
    )


def _message(data: Json) -> Message:
    card = data.get("imageResponseCard")
    return Message(
        data.get("content") or "",
        data.get("contentType") or "PlainText",
        _card(card) if card else None,
    )


def _card(data: Json) -> Card:
    buttons = tuple(
        CardButton(one.get("text", ""), one.get("value", "")) for one in data.get("buttons") or ()
    )
    return Card(data.get("title", ""), data.get("subtitle", ""), data.get("imageUrl", ""), buttons)


def _interpretation(data: Json) -> Interpretation:
    intent = _intent(data["intent"]) if data.get("intent") else IntentState("")
    slots = {name: fill for name, fill in intent.slots.items() if fill}
    return Interpretation(intent.name, slots, (data.get("nluConfidence") or {}).get("score"))


def _intent_json(intent: IntentState) -> dict[str, Any]:
    return {
        "name": intent.name,
        "slots": {name: _slot_json(fill) for name, fill in intent.slots.items()},
        "state": intent.phase,
        "confirmationState": intent.confirmation,
    }


def _slot_json(fill: SlotFill | None) -> dict[str, Any] | None:
    if fill is None:
        return None
    value = {
        "originalValue": fill.original,
        "interpretedValue": fill.interpreted or fill.original,
        "resolvedValues": list(fill.resolved),
    }
    return {"shape": "Scalar", "value": value}


def _action_json(action: DialogAction) -> dict[str, Any]:
    document: dict[str, Any] = {"type": action.type}
    if action.slot_to_elicit:
        document["slotToElicit"] = action.slot_to_elicit
    if action.sub_slot_to_elicit:
        document["subSlotToElicit"] = {"name": action.sub_slot_to_elicit}
    return document


def _context_json(context: ActiveContext) -> dict[str, Any]:
    live = {"timeToLiveInSeconds": context.seconds, "turnsToLive": context.turns}
    return {
        "name": context.name,
        "timeToLive": live,
        "contextAttributes": dict(context.attributes),
    }


def _hints_json(hints: Mapping[str, Mapping[str, Sequence[str]]]) -> dict[str, Any]:
    return {
        intent: {
            slot: {"runtimeHintValues": [{"phrase": phrase} for phrase in phrases]}
            for slot, phrases in slots.items()
        }
        for intent, slots in hints.items()
    }
