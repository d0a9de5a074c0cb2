"""The conditions of flows, read."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.errors import ConditionError
from bot.lex.conditions import Condition, parse_condition
from bot.lex.definition import Conditional, ConditionalBranch
from bot.places import Place
from bot.rules.flows import FlowPart, flow_parts
from bot.rules.subject import Subject


@dataclass(frozen=True)
class Branch:
    """A branch of the conditional `part`: its place among them, and its condition."""

    part: FlowPart
    number: int
    branch: ConditionalBranch
    condition: Condition | None
    """None where it cannot be read."""
    error: ConditionError | None = None

    @property
    def place(self) -> Place:
        return self.part.place("branches", self.number, "when")

    @property
    def name(self) -> str:
        return self.branch.name or str(self.number + 1)


def branches(subject: Subject) -> tuple[tuple[Branch, ...], ...]:
    """The branches of each conditional of each flow. For `Subject.once`."""
    return tuple(
        tuple(_branches(part))
        for part in subject.once(flow_parts)
        if isinstance(part.value, Conditional)
    )


def _branches(part: FlowPart) -> Iterator[Branch]:
    for number, branch in enumerate(part.value.conditional_branches or ()):
        expression = branch.condition.expression_string if branch.condition else None
        if expression is None:
            yield Branch(part, number, branch, None)
            continue
        try:
            yield Branch(part, number, branch, parse_condition(expression))
        except ConditionError as error:
            yield Branch(part, number, branch, None, error)
