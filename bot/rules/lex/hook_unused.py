"""Some step invokes every active code hook."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from bot.errors import Problem
from bot.lex.definition import DialogCodeHook, DialogState
from bot.rules.flows import flow_parts, records
from bot.rules.rule import DefinitionRule
from bot.rules.steps import STAGES
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for part in subject.once(flow_parts):
        stage = part.value
        if not isinstance(stage, STAGES) or stage.code_hook is None or not stage.code_hook.active:
            continue
        if not any(_invokes(getattr(stage, field.name)) for field in fields(stage)):
            place = part.place("code_hook")
            message = f"{part.at('code_hook')}: no step invokes it"
            yield place.problem(message, "Write InvokeDialogCodeHook as a next step, or remove it")


def _invokes(member: Any) -> bool:
    if member is None or isinstance(member, DialogCodeHook):
        return False
    return any(
        isinstance(record.value, DialogState)
        and record.value.dialog_action is not None
        and record.value.dialog_action.type == "InvokeDialogCodeHook"
        for record in records(member)
    )


RULE = DefinitionRule(
    id="lex-hook-unused",
    reason="A code hook runs only where a step says InvokeDialogCodeHook.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/paths-code-hook.html",
    severity="warning",
    check=check,
)
