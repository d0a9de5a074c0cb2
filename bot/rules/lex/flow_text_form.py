"""Texts of a flow in Lex's form."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import DefinitionRule
from bot.rules.shaping import problems_of
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    yield from problems_of(subject, "form")


RULE = DefinitionRule(
    id="lex-flow-text-form",
    reason="Names, attempts of prompts and keys of a telephone have a form of their own.",
    source="botocore lexv2-models",
    check=check,
)
