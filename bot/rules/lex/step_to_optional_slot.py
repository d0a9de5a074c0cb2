"""A next step asks for no optional slot."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import DefinitionRule
from bot.rules.steps import steps
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for step in subject.once(steps):
        action, target = step.state.dialog_action, step.target(subject)
        name = (action.slot_to_elicit if action else None) or ""
        slot = target.slot(name) if target else None
        if step.action == "ElicitSlot" and slot is not None and not slot.required:
            message = f"{step.at}: the slot {name!r} is optional, and would be asked for"
            yield step.place.problem(message, "Make it required, or let the function ask for it")


RULE = DefinitionRule(
    id="lex-step-to-optional-slot",
    reason="Lex never asks for an optional slot by itself, and takes no step that would.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/intent-slots.html",
    check=check,
)
