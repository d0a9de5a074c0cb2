"""Access by environment names environments that there are."""

from collections.abc import Iterator

from bot.documents import did_you_mean
from bot.errors import Problem
from bot.model import Intent
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject

_SLOT = "environment"


def check(subject: Subject) -> Iterator[Problem]:
    for intent in subject.bot.intents:
        known = _environments(subject, intent)
        for name in intent.access.environment:
            place = subject.places.intent(intent.name, "access", "environment", name)
            if known is None:
                message = f"{intent.name} has access by environment and no slot {_SLOT!r}"
                yield place.problem(message, "Add the slot, or set the role by default")
            elif known and name not in known:
                message = f"access for {name!r}, which is no environment"
                yield place.problem(message, did_you_mean(name, known))


def _environments(subject: Subject, intent: Intent) -> list[str] | None:
    """Their names; None without the slot, [] where its values are not known."""
    slot = intent.slot(_SLOT)
    slot_type = subject.bot.slot_type(slot.type) if slot else None
    if slot is None:
        return None
    return [value.value for value in slot_type.values] if slot_type else []


RULE = DefinitionRule(
    id="access-environment",
    reason="A misspelt environment asks for no more than the default: a hole that nobody sees.",
    source=OURS,
    check=check,
)
