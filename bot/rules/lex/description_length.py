"""Descriptions within Lex's length."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.places import Place
from bot.platforms import lex_platform
from bot.platforms.lex import utf16_length
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import too_long


def check(subject: Subject) -> Iterator[Problem]:
    limit = lex_platform().limits["description_length"]
    for text, place in _texts(subject):
        length = utf16_length(text)
        if length > limit:
            yield too_long(place, "the description", length, limit)


def _texts(subject: Subject) -> Iterator[tuple[str, Place]]:
    bot, places = subject.bot, subject.places
    yield bot.summary, places.bot("summary")
    for slot_type in bot.slot_types:
        yield slot_type.summary, places.slot_type(slot_type.name, "summary")
    for intent in bot.intents:
        yield intent.summary, places.intent(intent.name, "summary")
        for slot in intent.slots:
            yield slot.summary, places.intent(intent.name, "slots", slot.name, "summary")
    for locale, extras in subject.definition.extras.items():
        yield extras.description, places.locale(locale, "description")


RULE = DefinitionRule(
    id="lex-description-length",
    reason="Lex refuses a description of more than 2,000 characters.",
    source="botocore lexv2-models, shape Description",
    check=check,
)
