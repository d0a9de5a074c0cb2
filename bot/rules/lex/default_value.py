"""Where a slot's default comes from is there."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.documents import did_you_mean
from bot.errors import Problem
from bot.platforms import lex_platform
from bot.platforms.lex import utf16_length
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import too_long, too_many

_CONTEXT = re.compile(r"#([^.]*)\.(.*)")


def check(subject: Subject) -> Iterator[Problem]:
    limits = lex_platform().limits
    for intent in subject.bot.intents:
        for slot in intent.slots:
            path = ("slots", slot.name, "defaults")
            count = len(slot.defaults)
            if count > limits["default_values"]:
                place = subject.places.intent(intent.name, *path)
                yield too_many(place, count, "defaults", limits["default_values"], "Remove some")
            for number, default in enumerate(slot.defaults):
                place = subject.places.intent(intent.name, *path, number)
                length = utf16_length(default)
                if length > limits["default_value_length"]:
                    yield too_long(place, "the default", length, limits["default_value_length"])
                if found := _misspelt(default):
                    yield place.problem(*found)
                elif found := _unknown(subject, default):
                    # A function may open a context, and put more into it.
                    yield replace(place.problem(*found), severity="warning")


def _misspelt(default: str) -> tuple[str, str] | None:
    """Message and cure."""
    for opening, closing in ("[]", "<>"):
        if default.startswith(opening) and not default.endswith(closing):
            return f"{default!r} is never closed", f"Write {opening}attribute{closing}"
    if default.startswith("#") and not _CONTEXT.fullmatch(default):
        return f"{default!r} names no slot", "Write #context.slot"
    return None


def _unknown(subject: Subject, default: str) -> tuple[str, str] | None:
    """Message and cure."""
    match = _CONTEXT.fullmatch(default)
    if match is None:
        return None
    opened: dict[str, list[str]] = {}
    for intent in subject.bot.intents:
        for context in intent.output_contexts:
            opened.setdefault(context.name, []).extend(slot.name for slot in intent.slots)
    if match[1] not in opened:
        return f"no intent opens the context {match[1]!r}", did_you_mean(match[1], opened)
    if match[2] not in opened[match[1]]:
        message = f"the context {match[1]!r} has no {match[2]!r}"
        return message, did_you_mean(match[2], opened[match[1]])
    return None


RULE = DefinitionRule(
    id="lex-default-value",
    reason="A default that comes from nowhere is never there; Lex takes 10 of 202 characters.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/context-mgmt-default.html",
    needs_whole=True,
    check=check,
)
