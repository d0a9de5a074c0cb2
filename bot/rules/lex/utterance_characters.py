"""All utterances of a locale within its quota of characters."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.platforms import lex_platform
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import templates_of
from bot.templates import shortest_length


def check(subject: Subject) -> Iterator[Problem]:
    platform = lex_platform()
    # Most definitions are far below: their templates as written say so.
    written: dict[str, list[str]] = {locale.id: [] for locale in subject.bot.locales}
    for one in templates_of(subject):
        written.setdefault(one.locale, []).append(one.text)
    for locale, texts in written.items():
        limit = platform.quota("utterance_characters", locale)
        if sum(map(len, texts)) <= limit:
            continue
        least = sum(map(shortest_length, texts))
        if least > limit:
            message = f"the shortest utterance of each template in {locale} is {least} characters"
            cure = f"Shorten, merge or remove templates: Lex takes {limit} of all of them"
            yield subject.places.bot("locales").problem(message, cure)


RULE = DefinitionRule(
    id="lex-utterance-characters",
    reason="Lex takes 2,000,000 characters of utterances in large English locales, else 200,000.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/quotas.html",
    check=check,
)
