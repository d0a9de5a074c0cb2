"""As many values and synonyms as a slot type and a locale take."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.model import SlotType
from bot.platforms import lex_platform
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import too_many


def check(subject: Subject) -> Iterator[Problem]:
    platform = lex_platform()
    for locale in subject.bot.locales:
        total = 0
        for slot_type in subject.bot.slot_types:
            count = _count(slot_type, locale.id)
            total += count
            limit = platform.limits["values_per_type"]
            if count > limit:
                place = subject.places.slot_type(slot_type.name, "values")
                what = f"values and synonyms in {locale.id}"
                yield too_many(place, count, what, limit, "Remove some, or split the type")
        limit = platform.quota("values", locale.id)
        if total > limit:
            place = subject.places.bot("locales")
            what = f"values and synonyms of all types in {locale.id}"
            yield too_many(place, total, what, limit, "Remove some")


def _count(slot_type: SlotType, locale: str) -> int:
    return sum(1 + len(value.synonyms) for value in slot_type.in_locale(locale))


RULE = DefinitionRule(
    id="lex-quota-values",
    reason="Lex takes 10,000 values and synonyms a slot type, and 50,000 a locale.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/quotas.html",
    check=check,
)
