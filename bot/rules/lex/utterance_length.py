"""Utterances within Lex's length."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.platforms import lex_platform
from bot.platforms.lex import utf16_length
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import Template, answers_of, short, templates_of
from bot.templates import longest


def check(subject: Subject) -> Iterator[Problem]:
    limit = lex_platform().limits["utterance_length"]
    for one in (*templates_of(subject), *answers_of(subject)):
        # No variant is longer than the template, but for a slot's braces, which are in both.
        if 2 * len(one.text) <= limit:
            continue
        length = utf16_length(longest(one.text))
        if length > limit:
            yield _problem(one, length, limit)


def _problem(template: Template, length: int, limit: int) -> Problem:
    message = f"{short(template.text)} gives an utterance of {length} characters"
    return template.place.problem(message, f"Keep them within {limit}")


RULE = DefinitionRule(
    id="lex-utterance-length",
    reason="Lex refuses an utterance of more than 500 UTF-16 code units.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/quotas.html",
    check=check,
)
