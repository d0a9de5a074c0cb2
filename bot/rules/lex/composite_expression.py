"""The expression of a composite slot names its parts."""

import re
from collections.abc import Iterator

from bot.documents import did_you_mean
from bot.errors import Problem
from bot.model import Slot
from bot.platforms import lex_platform
from bot.platforms.lex import utf16_length
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import too_long

_TOKEN = re.compile(r"\s*([()]|[0-9A-Za-z_-]+)\s*")


def check(subject: Subject) -> Iterator[Problem]:
    limit = lex_platform().limits["sub_slot_expression_length"]
    for intent in subject.bot.intents:
        for slot in intent.slots:
            if not slot.expression:
                continue
            place = subject.places.intent(intent.name, "slots", slot.name, "expression")
            length = utf16_length(slot.expression)
            if length > limit:
                yield too_long(place, "the expression", length, limit)
            elif found := _mistake(subject, slot):
                yield place.problem(*found)


def _mistake(subject: Subject, slot: Slot) -> tuple[str, str] | None:
    """Message and cure."""
    kind = subject.bot.slot_type(slot.type)
    if kind is None or not kind.parts:
        return f"{slot.type} has no parts", "Remove the expression"
    words = _words(slot.expression)
    names = [word for word in words if word not in ("AND", "OR", "(", ")")]
    unknown = [name for name in names if name not in kind.parts]
    if unknown:
        return f"{unknown[0]!r} is no part of {slot.type}", did_you_mean(unknown[0], kind.parts)
    if not _is_expression(words):
        return "the expression cannot be read", "Write it as: (street AND city) OR post_code"
    return None


def _words(expression: str) -> list[str]:
    """Names, AND, OR and parentheses; what is none of them stands for itself."""
    found, position = [], 0
    while position < len(expression):
        match = _TOKEN.match(expression, position)
        found.append(match[1] if match else expression[position])
        position = match.end() if match else position + 1
    return found


def _is_expression(words: list[str]) -> bool:
    """Names and operators in turn, parentheses around whole parts."""
    depth, wants_name = 0, True
    for word in words:
        if word == "(":
            depth += 1
        elif word == ")":
            depth -= 1
        if word in "()":
            ordered = wants_name is (word == "(")
        else:
            ordered = wants_name is (word not in ("AND", "OR"))
            wants_name = not wants_name
        if not ordered or depth < 0:
            return False
    return depth == 0 and not wants_name


RULE = DefinitionRule(
    id="lex-composite-expression",
    reason="Lex asks for parts until the expression of their names holds.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/composite-slots.html",
    needs_whole=True,
    check=check,
)
