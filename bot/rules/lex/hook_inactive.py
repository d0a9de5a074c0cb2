"""A code hook that a step invokes is active, and the intent's switch is on."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import DefinitionRule
from bot.rules.steps import Step, steps
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for step in subject.once(steps):
        if step.action == "InvokeDialogCodeHook" and (found := _mistake(subject, step)):
            yield step.place.problem(f"{step.at}: {found[0]}", found[1])


def _mistake(subject: Subject, step: Step) -> tuple[str, str] | None:
    """Message and cure."""
    hook = step.code_hook
    if hook is None:
        return None
    if not hook.active:
        return "the code hook that it invokes is not active", "Write 'active: true' in it"
    flow = subject.definition.flow(step.part.intent.name, step.part.locale)
    is_on = flow.dialog_code_hook
    if is_on is None:
        is_on = subject.bot.dialog == "managed"
    if hook.enable_code_hook_invocation and not is_on:
        message = "the intent's switch is off, so the function is never asked"
        return message, "Write 'dialog_code_hook: true' in the flow"
    return None


RULE = DefinitionRule(
    id="lex-hook-inactive",
    reason="The function is asked only where intent, hook and step all say so.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/paths-code-hook.html",
    severity="warning",
    check=check,
)
