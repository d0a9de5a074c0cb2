"""Names in one style."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.errors import Problem
from bot.places import Place
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject

_PASCAL = re.compile(r"[A-Z][a-z0-9]*([A-Z][a-z0-9]*)*")
_SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def check(subject: Subject) -> Iterator[Problem]:
    for what, name, is_legal, style, place in _names(subject):
        if not is_legal:
            found = place.problem(f"the {what} {name!r} is not {style}", f"Write it in {style}")
            # An imported bot has the names that it has.
            is_ours = subject.bot.dialog == "managed"
            yield found if is_ours else replace(found, severity="note")


def _names(subject: Subject) -> Iterator[tuple[str, str, bool, str, Place]]:
    bot, places = subject.bot, subject.places
    for slot_type in bot.slot_types:
        is_pascal = _PASCAL.fullmatch(slot_type.name) is not None
        place = places.slot_type(slot_type.name, "type")
        yield "slot type", slot_type.name, is_pascal, "PascalCase", place
    for intent in bot.intents:
        is_pascal = _PASCAL.fullmatch(intent.name) is not None
        yield "intent", intent.name, is_pascal, "PascalCase", places.intent(intent.name, "intent")
        for slot in intent.slots:
            is_snake = _SNAKE.fullmatch(slot.name) is not None
            place = places.intent(intent.name, "slots", slot.name)
            yield "slot", slot.name, is_snake, "snake_case", place


RULE = DefinitionRule(
    id="naming-style",
    reason="Both are legal in Lex and Alexa, and a slot is the name of a handler's parameter.",
    source=OURS,
    check=check,
)
