"""A step that starts an intent says which."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import DefinitionRule
from bot.rules.steps import steps
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for step in subject.once(steps):
        override = step.state.intent
        if step.action == "StartIntent" and not (override and override.name):
            cure = "Write {go: StartIntent, intent: {name: Other}}"
            yield step.place.problem(f"{step.at}: StartIntent names no intent", cure)


RULE = DefinitionRule(
    id="lex-step-to-no-intent",
    reason="The API takes it, and the dialog has nowhere to go.",
    source="botocore lexv2-models, shape DialogAction",
    severity="warning",
    check=check,
)
