"""Some session takes every branch."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.lex.conditions import branches_never_taken
from bot.rules.conditioning import branches
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for conditional in subject.once(branches):
        readable = [branch for branch in conditional if branch.condition is not None]
        conditions = [one.condition for one in readable if one.condition is not None]
        for never in branches_never_taken(conditions):
            branch = readable[never.branch]
            if never.after is None:
                message = (
                    f"the branch {branch.name!r} is never taken: its condition contradicts itself"
                )
                yield branch.place.problem(message, "Correct the condition, or remove the branch")
            else:
                earlier = readable[never.after]
                message = f"the branch {branch.name!r} is never taken: {earlier.name!r} comes first"
                yield branch.place.problem(message, "Move it up, or remove it")


RULE = DefinitionRule(
    id="lex-unreachable-branch",
    reason="The first branch that is true is taken; what an earlier one always takes says nothing.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/paths-branching.html",
    severity="warning",
    check=check,
)
