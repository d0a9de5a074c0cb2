"""Several values at once are for custom types."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for intent in subject.bot.intents:
        for slot in intent.slots:
            if not slot.multiple:
                continue
            place = subject.places.intent(intent.name, "slots", slot.name)
            kind = subject.bot.slot_type(slot.type)
            if kind is None:
                message = f"several values of {slot.type} cannot be taken"
                yield place.problem(message, "Use a custom type, or remove multiple")
            elif kind.parts:
                message = "a composite slot cannot have several values"
                yield place.problem(message, "Remove multiple")
            if len(slot.defaults) > 1:
                message = f"a slot of several values has {len(slot.defaults)} defaults"
                yield place.problem(message, "Keep one of them")


RULE = DefinitionRule(
    id="lex-multiple-values",
    reason="Lex takes several values of custom types alone, with one default.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/multi-valued-slots.html",
    needs_whole=True,
    check=check,
)
