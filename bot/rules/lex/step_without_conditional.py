"""A step that evaluates conditions has some."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import DefinitionRule
from bot.rules.steps import steps
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for step in subject.once(steps):
        if step.action != "EvaluateConditional":
            continue
        conditional = step.conditional
        if conditional is None:
            message = f"{step.at}: there are no conditions beside it"
            key = f"{step.key.removesuffix('next')}conditions"
            yield step.place.problem(message, f"Add '{key}:', or another step")
        elif not conditional.active:
            message = f"{step.at}: the conditions beside it are not active"
            yield step.place.problem(message, "Write 'active: true' in them")


RULE = DefinitionRule(
    id="lex-step-without-conditional",
    reason="EvaluateConditional runs the conditions beside it; without them there is no way on.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/paths-branching.html",
    check=check,
)
