"""Lists of a flow within Lex's number."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import DefinitionRule
from bot.rules.shaping import problems_of
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    yield from problems_of(subject, "count")


RULE = DefinitionRule(
    id="lex-flow-item-count",
    reason="A response has 1 to 5 groups of at most 3 messages, a conditional 1 to 4 branches.",
    source="botocore lexv2-models",
    check=check,
)
