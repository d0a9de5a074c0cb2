"""A custom slot type has a name of its own."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.platforms import lex_platform
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    taken = {name.removeprefix("AMAZON.").casefold() for name in lex_platform().built_in_types}
    for slot_type in subject.bot.slot_types:
        if slot_type.name.casefold() in taken:
            place = subject.places.slot_type(slot_type.name, "type")
            message = f"{slot_type.name!r} is the name of a built-in slot type"
            yield place.problem(message, "Rename it, or use the built-in one")


RULE = DefinitionRule(
    id="lex-slot-type-name",
    reason="A custom slot type may not have the bare name of a built-in one.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/custom-slot-types.html",
    check=check,
)
