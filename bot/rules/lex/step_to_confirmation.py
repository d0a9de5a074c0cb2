"""A step that asks for a yes has a question."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.model import Intent
from bot.rules.rule import DefinitionRule
from bot.rules.steps import steps
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for step in subject.once(steps):
        target = step.target(subject)
        if step.action != "ConfirmIntent" or target is None:
            continue
        if not _confirms(subject, target, step.part.locale):
            message = f"{step.at}: {target.name} has no active confirmation"
            yield step.place.problem(message, "Add one to its flow, or write FulfillIntent")


def _confirms(subject: Subject, intent: Intent, locale: str) -> bool:
    confirmation = subject.definition.flow(intent.name, locale).confirmation
    if confirmation is None:
        return subject.bot.dialog == "managed" and intent.effect != "read"
    # Active unless it says otherwise.
    return confirmation.active is not False


RULE = DefinitionRule(
    id="lex-step-to-confirmation",
    reason="Without an active confirmation, ConfirmIntent goes on as if the person had said yes.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/intent-confirm.html",
    severity="warning",
    check=check,
)
