"""Conditions can be read."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.conditioning import branches
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject

_CURE = 'Write it as: {slot} = "text", fn.IS_SET([attribute]), AND, OR, NOT, ( )'


def check(subject: Subject) -> Iterator[Problem]:
    for conditional in subject.once(branches):
        for branch in conditional:
            if branch.error is not None:
                yield branch.place.problem(str(branch.error), _CURE)


RULE = DefinitionRule(
    id="lex-condition-syntax",
    reason="Lex refuses a condition that is not written in its expression language.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/paths-branching.html",
    check=check,
)
