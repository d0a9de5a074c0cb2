"""Some step evaluates every active conditional."""

from collections.abc import Iterator
from dataclasses import fields

from bot.errors import Problem
from bot.lex.definition import Conditional, DialogState
from bot.rules.flows import flow_parts, yaml_key
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for part in subject.once(flow_parts):
        for field in fields(part.value):
            conditional = getattr(part.value, field.name)
            if not isinstance(conditional, Conditional) or not conditional.active:
                continue
            step = getattr(part.value, f"{field.name.removesuffix('conditional')}next_step", None)
            if not _evaluates(step):
                key = yaml_key(part.value, field.name)
                message = f"{part.at(key)}: no step evaluates these branches"
                cure = f"Write '{key.removesuffix('conditions')}next: EvaluateConditional'"
                yield part.place(key).problem(message, cure)


def _evaluates(step: DialogState | None) -> bool:
    action = step.dialog_action if step else None
    return action is not None and action.type == "EvaluateConditional"


RULE = DefinitionRule(
    id="lex-conditional-unused",
    reason="Conditions are looked at only where the step beside them says EvaluateConditional.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/paths-branching.html",
    severity="warning",
    check=check,
)
