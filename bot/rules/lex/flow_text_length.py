"""Texts of a flow within Lex's length."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import DefinitionRule
from bot.rules.shaping import problems_of
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    yield from problems_of(subject, "length")


RULE = DefinitionRule(
    id="lex-flow-text-length",
    reason="Messages have 1 to 1,000 characters, conditions 1 to 1,024, cards and buttons fewer.",
    source="botocore lexv2-models",
    check=check,
)
