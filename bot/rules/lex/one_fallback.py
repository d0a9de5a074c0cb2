"""Exactly one fallback intent."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject

FALLBACK = "AMAZON.FallbackIntent"


def check(subject: Subject) -> Iterator[Problem]:
    for locale in subject.bot.locales:
        found = [
            intent.name
            for intent in subject.bot.intents
            if intent.builtin == FALLBACK and locale.id in intent.words
        ]
        if not found:
            message = f"there is no fallback intent in {locale.id}"
            cure = f"Add an intent with 'builtin: {FALLBACK}'"
            yield subject.places.bot("locales").problem(message, cure)
        for name in found[1:]:
            message = f"a second fallback intent: {found[0]} is one too"
            yield subject.places.intent(name, "builtin").problem(message, "Keep one of them")


RULE = DefinitionRule(
    id="lex-one-fallback",
    reason="A Lex locale has exactly one fallback intent; CloudFormation refuses a bot without.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/built-in-intent-fallback.html",
    needs_whole=True,
    check=check,
)
