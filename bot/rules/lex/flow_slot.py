"""A flow speaks of slots that its intent has."""

from collections.abc import Iterator

from bot.documents import did_you_mean
from bot.errors import Problem
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for (name, locale), flow in subject.definition.flows.items():
        intent = subject.bot.intent(name)
        known = [slot.name for slot in intent.slots] if intent else []
        for slot in flow.slots or ():
            if slot not in known:
                place = subject.places.flow(name, locale, "slots", slot)
                message = f"the flow has the unknown slot {slot!r}"
                yield place.problem(message, did_you_mean(slot, known))


RULE = DefinitionRule(
    id="lex-flow-slot",
    reason="Only slots of the intent are compiled: what is said of another is lost.",
    source="ours",
    check=check,
)
