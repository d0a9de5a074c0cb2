"""A flow has what Lex requires."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import DefinitionRule
from bot.rules.shaping import problems_of
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    yield from problems_of(subject, "missing")


RULE = DefinitionRule(
    id="lex-flow-missing",
    reason="The API refuses a setting without a member that it requires; it has few defaults.",
    source="botocore lexv2-models",
    check=check,
)
