"""Some slot has every slot type."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    used = {slot.type for intent in subject.bot.intents for slot in intent.slots}
    used |= {kind for slot_type in subject.bot.slot_types for kind in slot_type.parts.values()}
    for slot_type in subject.bot.slot_types:
        if slot_type.name not in used:
            place = subject.places.slot_type(slot_type.name, "type")
            message = f"no slot has the type {slot_type.name!r}"
            yield place.problem(message, "Remove it, or use it")


RULE = DefinitionRule(
    id="unused-slot-type",
    reason="It is built and heard for nothing, and makes values of other types less likely.",
    source=OURS,
    severity="warning",
    needs_whole=True,
    check=check,
)
