"""Values and synonyms within Lex's length."""

from collections.abc import Iterator, Mapping, Sequence

from bot.errors import Problem
from bot.model import SlotValue
from bot.places import Place
from bot.platforms import lex_platform
from bot.platforms.lex import utf16_length
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import short, too_long


def check(subject: Subject) -> Iterator[Problem]:
    limit = lex_platform().limits["value_length"]
    for text, place in _texts(subject):
        length = utf16_length(text)
        if length > limit:
            yield too_long(place, f"the value {short(text)}", length, limit)


def _texts(subject: Subject) -> Iterator[tuple[str, Place]]:
    for slot_type in subject.bot.slot_types:
        groups: Mapping[tuple[str, ...], Sequence[SlotValue]] = {
            ("values",): slot_type.values,
            **{("locales", one): values for one, values in slot_type.locale_values.items()},
        }
        for path, values in groups.items():
            for value in values:
                place = subject.places.slot_type(slot_type.name, *path, value.value)
                yield value.value, place
                for synonym in value.synonyms:
                    yield synonym, place


RULE = DefinitionRule(
    id="lex-value-length",
    reason="The API takes 140 characters a value or synonym; the guide's 500 are not for it.",
    source="botocore lexv2-models, shape Value",
    check=check,
)
