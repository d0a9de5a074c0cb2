"""Numbers of a flow within Lex's range."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import DefinitionRule
from bot.rules.shaping import problems_of
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    yield from problems_of(subject, "range")


RULE = DefinitionRule(
    id="lex-flow-number",
    reason="Retries are 0 to 5, delays and time-outs 1 to 900 seconds.",
    source="botocore lexv2-models",
    check=check,
)
