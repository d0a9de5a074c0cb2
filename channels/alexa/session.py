"""The dialog between two turns, kept in Alexa's session attributes.

Alexa gives a session's attributes back as we sent them. Whoever could change them could change what
is asked next, and nothing else: fulfillment decides what may be done, and by whom. What does not
read as ours starts a new dialog.
"""

import json
import logging
from collections.abc import Mapping
from typing import Any, cast, get_args

from bot.dialog.state import (
    ActionType,
    Confirmation,
    DialogAction,
    DialogState,
    IntentPhase,
    IntentState,
    SlotFill,
)
from bot.model import Bot

ATTRIBUTE = "ground-dialog"
VERSION = 1
MAX_BYTES = 8 * 1024
"""Of the attributes as JSON: a response has 24 KB in all."""

_ONE_TURN = frozenset({"ground-reply", "ground-event"})
"""Attributes that belong to the turn that wrote them."""

_KEPT_FIRST = ("ground-plan", "ground-context")

_logger = logging.getLogger(__name__)


def to_attributes(state: DialogState) -> dict[str, Any]:
    """Alexa's sessionAttributes for `state`. What is too large is dropped, least needed first."""
    kept = {name: value for name, value in state.attributes.items() if name not in _ONE_TURN}
    least = {name: kept[name] for name in _KEPT_FIRST if name in kept}
    for attributes in (kept, least, {}):
        document = {ATTRIBUTE: _encode(state, attributes)}
        if len(json.dumps(document)) <= MAX_BYTES:
            return document
    _logger.warning("the dialog is larger than %d bytes and is dropped", MAX_BYTES)
    return {}


def from_attributes(bot: Bot, attributes: Mapping[str, Any] | None) -> DialogState:
    """The state of `to_attributes`; a new one where there is none, or none that we can read."""
    document = (attributes or {}).get(ATTRIBUTE)
    if document is None:
        return DialogState()
    try:
        return _decode(bot, document)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        _logger.warning("the session's dialog cannot be read: %s", type(error).__name__)
        return DialogState()


def _encode(state: DialogState, attributes: Mapping[str, str]) -> dict[str, Any]:
    return {
        "version": VERSION,
        "intent": _encode_intent(state.intent) if state.intent else None,
        "action": [state.action.type, state.action.slot_to_elicit] if state.action else None,
        "attributes": dict(attributes),
        "attempts": state.attempts,
    }


def _encode_intent(intent: IntentState) -> dict[str, Any]:
    slots = {
        name: [fill.original, fill.interpreted, list(fill.resolved)] if fill else None
        for name, fill in intent.slots.items()
    }
    return {
        "name": intent.name,
        "slots": slots,
        "phase": intent.phase,
        "confirmation": intent.confirmation,
    }


def _decode(bot: Bot, document: Mapping[str, Any]) -> DialogState:
    if document["version"] != VERSION:
        raise ValueError("written by another version of the skill")
    intent = _decode_intent(bot, document["intent"]) if document["intent"] else None
    return DialogState(
        intent=intent,
        action=_decode_action(document["action"], intent) if document["action"] else None,
        attributes={_text(name): _text(value) for name, value in document["attributes"].items()},
        attempts=max(0, int(document["attempts"])),
    )


def _decode_intent(bot: Bot, document: Mapping[str, Any]) -> IntentState:
    definition = bot.intent(_text(document["name"]))
    if definition is None:
        raise ValueError("the bot has no such intent any more")
    slots = document["slots"]
    return IntentState(
        name=definition.name,
        slots={slot.name: _decode_fill(slots.get(slot.name)) for slot in definition.slots},
        phase=cast("IntentPhase", _choice(document["phase"], get_args(IntentPhase))),
        confirmation=cast(
            "Confirmation", _choice(document["confirmation"], get_args(Confirmation))
        ),
    )


def _decode_fill(document: Any) -> SlotFill | None:
    if document is None:
        return None
    original, interpreted, resolved = document
    return SlotFill(
        original=_text(original),
        interpreted=None if interpreted is None else _text(interpreted),
        resolved=tuple(_text(value) for value in resolved),
    )


def _decode_action(document: Any, intent: IntentState | None) -> DialogAction:
    kind, slot = document
    action = DialogAction(cast("ActionType", _choice(kind, get_args(ActionType))), _text(slot))
    needs_intent = action.type in ("ElicitSlot", "ConfirmIntent")
    if needs_intent and intent is None:
        raise ValueError("an action without its intent")
    if action.type == "ElicitSlot" and intent and slot not in intent.slots:
        raise ValueError("a slot that the intent does not have")
    return action


def _choice(value: object, choices: tuple[object, ...]) -> str:
    if value not in choices:
        raise ValueError("none of its choices")
    return _text(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    return value
