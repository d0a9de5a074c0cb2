"""A chat that was held, as a file of conversations: each turn with what came as its expectation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from bot.dialog.state import Card, DialogState, Message, SlotFill
from bot.testing.comparing import filled
from bot.testing.endpoint import Heard
from bot.testing.nlu import canonical
from bot.testing.script import PATTERN

_HEADER = """\
# Recorded by `ground lex record`. Take out what need not be so; docs/testing.md tells what
# else can be expected. Hold it with: {command}
"""


@dataclass(frozen=True)
class Recorded:
    say: str
    heard: Heard


def recorded_file(turns: Sequence[Recorded], name: str, locale: str, command: str) -> str:
    """The text of a file that holds the conversation `turns`, as `bot.testing.reading` reads it."""
    conversation = {"name": escaped(name), "turns": [_turn(turn) for turn in turns]}
    document = {"runs": [{"name": "recorded", "locale": locale}], "conversations": [conversation]}
    text: str = yaml.safe_dump(
        document, sort_keys=False, allow_unicode=True, width=100, default_flow_style=None
    )
    return _HEADER.format(command=command) + text


def escaped(text: str) -> str:
    """A text in which `${…}` is no variable."""
    return text.replace("${", "$${")


def _turn(turn: Recorded) -> dict[str, Any]:
    if turn.heard.error:
        return {"say": escaped(turn.say), "fails": turn.heard.error}
    answer = turn.heard.answer
    return {
        "say": escaped(turn.say),
        **_state(answer.state),
        "messages": [_message(message) for message in answer.messages],
    }


def _state(state: DialogState) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if state.intent is not None:
        found["intent"] = state.intent.name
        found["state"] = state.intent.phase
        if state.intent.confirmation != "None":
            found["confirmation"] = state.intent.confirmation
        found["slots"] = {name: _slot(fill) for name, fill in filled(state.intent).items()}
    if state.action is not None and state.action.type == "ElicitSlot":
        parts = (state.action.slot_to_elicit, state.action.sub_slot_to_elicit)
        found["elicits"] = ".".join(part for part in parts if part)
    elif state.action is not None:
        found["action"] = state.action.type
    if state.contexts:
        found["active_contexts"] = [context.name for context in state.contexts]
    return found


def _slot(fill: SlotFill) -> Any:
    if fill.shape == "List":
        return [_literal(canonical(one)) for one in fill.values]
    if fill.shape == "Composite":
        return {name: _literal(canonical(one)) for name, one in fill.sub_slots.items() if one}
    return _literal(canonical(fill))


def _literal(text: str) -> str:
    """A text that stands for itself: one that looks like a pattern becomes a pattern for it."""
    return f"/^{re.escape(escaped(text))}$/" if PATTERN.fullmatch(text) else escaped(text)


def _message(message: Message) -> Any:
    if message.card is not None:
        return {"card": _card(message.card)}
    text = message.content
    if message.content_type == "PlainText" and text.strip() and not PATTERN.fullmatch(text):
        return escaped(text)
    is_text = {"is": escaped(text)} if text.strip() else {}
    return {**is_text, "type": message.content_type}


def _card(card: Card) -> dict[str, Any]:
    texts = {"title": card.title, "subtitle": card.subtitle, "image_url": card.image_url}
    found: dict[str, Any] = {name: _literal(text) for name, text in texts.items() if text}
    found["buttons"] = [
        {"text": _literal(button.text), "value": _literal(button.value)} for button in card.buttons
    ]
    return found
