"""A next step leads to a slot and an intent that there are."""

from collections.abc import Iterator

from bot.documents import did_you_mean
from bot.errors import Problem
from bot.model import Intent
from bot.rules.rule import DefinitionRule
from bot.rules.steps import Step, steps
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for step in subject.once(steps):
        for message, cure in _mistakes(step, step.target(subject), subject):
            yield step.place.problem(f"{step.at}: {message}", cure)


def _mistakes(step: Step, target: Intent | None, subject: Subject) -> Iterator[tuple[str, str]]:
    """Messages and cures."""
    action, override = step.state.dialog_action, step.state.intent
    if target is None:
        name = (override.name if override else None) or ""
        known = [intent.name for intent in subject.bot.intents]
        yield f"there is no intent {name!r}", did_you_mean(name, known)
        return
    known = [slot.name for slot in target.slots]
    slot = action.slot_to_elicit if action else None
    if step.action == "ElicitSlot" and not slot:
        yield "ElicitSlot names no slot", "Write it as: ElicitSlot slot_name"
    elif slot and step.action != "ElicitSlot":
        yield f"{step.action} takes no slot", "Remove it, or write ElicitSlot"
    elif slot and slot not in known:
        yield f"{target.name} has no slot {slot!r}", did_you_mean(slot, known)
    for name in (override.slots if override else None) or ():
        if name not in known:
            yield f"{target.name} has no slot {name!r}", did_you_mean(name, known)


RULE = DefinitionRule(
    id="lex-step-target",
    reason="Lex refuses a step to a slot or an intent that does not exist.",
    source="botocore lexv2-models, shapes DialogAction and IntentOverride",
    needs_whole=True,
    check=check,
)
