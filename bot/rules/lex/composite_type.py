"""A composite type has few parts, each of a type that there is and none composite itself."""

from collections.abc import Iterator

from bot.documents import did_you_mean
from bot.errors import Problem
from bot.platforms import lex_platform
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import too_many


def check(subject: Subject) -> Iterator[Problem]:
    limit = lex_platform().limits["sub_slots"]
    known = {one.name for one in subject.bot.slot_types}
    for one in subject.bot.slot_types:
        if len(one.parts) > limit:
            place = subject.places.slot_type(one.name, "parts")
            yield too_many(place, len(one.parts), "parts", limit, "Make some of them slots")
        for part, kind in one.parts.items():
            place = subject.places.slot_type(one.name, "parts", part)
            other = subject.bot.slot_type(kind)
            if other is None and not kind.startswith("AMAZON."):
                message = f"the part {part!r} has the unknown slot type {kind!r}"
                yield place.problem(message, did_you_mean(kind, known))
            elif other is not None and other.parts:
                message = f"the part {part!r} is composite itself"
                yield place.problem(message, "Give its parts to this type")


RULE = DefinitionRule(
    id="lex-composite-type",
    reason="Lex takes six parts, each a built-in or a plain custom type.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/composite-slots.html",
    needs_whole=True,
    check=check,
)
