"""A step that invokes the code hook has one that is active."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import DefinitionRule
from bot.rules.steps import steps
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for step in subject.once(steps):
        if step.action != "InvokeDialogCodeHook":
            continue
        hook = step.code_hook
        if hook is None:
            message = f"{step.at}: there is no code_hook to invoke"
            yield step.place.problem(message, "Add 'code_hook:' to the stage, or another step")


RULE = DefinitionRule(
    id="lex-step-without-hook",
    reason="InvokeDialogCodeHook runs the code hook of its stage; without one there is no way on.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/paths-code-hook.html",
    check=check,
)
