"""Languages that Lex V2 speaks."""

from collections.abc import Iterator

from bot.documents import did_you_mean
from bot.errors import Problem
from bot.platforms import lex_platform
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    known = lex_platform().locales
    for number, locale in enumerate(subject.bot.locales):
        if locale.id not in known:
            place = subject.places.bot("locales", number)
            yield place.problem(f"Lex has no locale {locale.id!r}", did_you_mean(locale.id, known))


RULE = DefinitionRule(
    id="lex-locale",
    reason="The API tells only by failing which languages it has.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/how-languages.html",
    check=check,
)
