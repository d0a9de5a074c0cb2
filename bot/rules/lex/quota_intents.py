"""As many intents as a locale takes."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.platforms import lex_platform
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import too_many


def check(subject: Subject) -> Iterator[Problem]:
    for locale in subject.bot.locales:
        count = sum(locale.id in intent.words for intent in subject.bot.intents)
        limit = lex_platform().quota("intents", locale.id)
        if count > limit:
            place = subject.places.bot("locales")
            yield too_many(place, count, f"intents in {locale.id}", limit, "Split the bot")


RULE = DefinitionRule(
    id="lex-quota-intents",
    reason="Lex takes 1,000 intents in the large English locales and 250 in the others.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/quotas.html",
    check=check,
)
