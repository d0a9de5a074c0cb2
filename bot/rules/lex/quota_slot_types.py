"""As many custom slot types as a locale takes."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.platforms import lex_platform
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import too_many


def check(subject: Subject) -> Iterator[Problem]:
    count = len(subject.bot.slot_types)
    for locale in subject.bot.locales:
        limit = lex_platform().quota("custom_slot_types", locale.id)
        if count > limit:
            place = subject.places.bot("locales")
            yield too_many(place, count, f"slot types in {locale.id}", limit, "Merge some of them")


RULE = DefinitionRule(
    id="lex-quota-slot-types",
    reason="Lex takes 250 custom slot types in the large English locales and 100 in the others.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/quotas.html",
    check=check,
)
