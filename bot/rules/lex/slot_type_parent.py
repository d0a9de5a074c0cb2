"""A slot type extends what can be extended, and a pattern stands where Lex takes one."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject

_EXTENDABLE = "AMAZON.AlphaNumeric"


def check(subject: Subject) -> Iterator[Problem]:
    for one in subject.bot.slot_types:
        if one.parent and one.parent != _EXTENDABLE:
            place = subject.places.slot_type(one.name, "parent")
            message = f"{one.parent} cannot be extended"
            yield place.problem(message, f"Only {_EXTENDABLE} can be, with a pattern")
        if one.pattern and one.parent != _EXTENDABLE:
            place = subject.places.slot_type(one.name, "pattern")
            message = "a pattern needs the built-in type that it narrows"
            yield place.problem(message, f"Add 'parent: {_EXTENDABLE}'")
        if one.parent == _EXTENDABLE and (one.values or one.locale_values):
            place = subject.places.slot_type(one.name, "values")
            message = f"a type that narrows {_EXTENDABLE} has values"
            yield place.problem(message, "Remove them: the pattern says what is taken")


RULE = DefinitionRule(
    id="lex-slot-type-parent",
    reason="Lex lets a custom type narrow AMAZON.AlphaNumeric by a pattern, and nothing else.",
    source="botocore lexv2-models, CreateSlotType.parentSlotTypeSignature",
    check=check,
)
