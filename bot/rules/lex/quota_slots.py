"""As many slots as an intent and a locale take."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.platforms import lex_platform
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import too_many


def check(subject: Subject) -> Iterator[Problem]:
    platform = lex_platform()
    for intent in subject.bot.intents:
        limit = platform.limits["slots_per_intent"]
        if len(intent.slots) > limit:
            place = subject.places.intent(intent.name, "slots")
            yield too_many(place, len(intent.slots), "slots", limit, "Split the intent")
    for locale in subject.bot.locales:
        count = sum(len(one.slots) for one in subject.bot.intents if locale.id in one.words)
        limit = platform.quota("slots", locale.id)
        if count > limit:
            place = subject.places.bot("locales")
            yield too_many(place, count, f"slots in {locale.id}", limit, "Split the bot")


RULE = DefinitionRule(
    id="lex-quota-slots",
    reason="Lex takes 100 slots an intent, and 4,000 or 2,000 a locale.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/quotas.html",
    check=check,
)
