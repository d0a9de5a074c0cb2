"""The next steps of flows, each with what it may lead to."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from bot.lex.definition import (
    Conditional,
    Confirmation,
    DialogCodeHook,
    DialogState,
    InitialResponse,
    SlotCapture,
)
from bot.model import Intent
from bot.places import Place
from bot.rules.flows import FlowPart, flow_parts, yaml_key
from bot.rules.subject import Subject

STAGES = (InitialResponse, SlotCapture, Confirmation)
"""What has a code hook that its steps, and those of its branches, may invoke."""


@dataclass(frozen=True)
class Step:
    """A next step, in the record `part` under the YAML key `key`."""

    part: FlowPart
    key: str
    prefix: str
    """Of the names of what belongs to it: `success_` of `success_next_step`."""
    state: DialogState

    @property
    def action(self) -> str:
        return (self.state.dialog_action.type if self.state.dialog_action else None) or ""

    @property
    def place(self) -> Place:
        return self.part.place(self.key)

    @property
    def at(self) -> str:
        return self.part.at(self.key)

    @property
    def conditional(self) -> Conditional | None:
        """What EvaluateConditional evaluates."""
        found: Conditional | None = getattr(self.part.value, f"{self.prefix}conditional", None)
        return found

    @property
    def code_hook(self) -> DialogCodeHook | None:
        """What InvokeDialogCodeHook invokes: that of the stage around it."""
        stages = [one for one in (*self._around, self.part.value) if isinstance(one, STAGES)]
        return stages[-1].code_hook if stages else None

    def target(self, subject: Subject) -> Intent | None:
        """The intent that it acts on; None for one that there is not."""
        name = self.state.intent.name if self.state.intent else None
        return subject.bot.intent(name) if name else self.part.intent

    @property
    def _around(self) -> list[Any]:
        return [one.value for one in self.part.record.around]


def steps(subject: Subject) -> tuple[Step, ...]:
    """Every next step of every flow. For `Subject.once`."""
    return tuple(_steps(subject))


def _steps(subject: Subject) -> Iterator[Step]:
    for part in subject.once(flow_parts):
        for field in fields(part.value):
            state = getattr(part.value, field.name)
            if isinstance(state, DialogState):
                prefix = field.name.removesuffix("next_step")
                yield Step(part, yaml_key(part.value, field.name), prefix, state)
