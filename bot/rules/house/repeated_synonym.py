"""Every synonym of a value is written once."""

from collections.abc import Iterator, Mapping, Sequence

from bot.errors import Problem
from bot.model import SlotValue
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for slot_type in subject.bot.slot_types:
        groups: Mapping[tuple[str, ...], Sequence[SlotValue]] = {
            ("values",): slot_type.values,
            **{("locales", one): values for one, values in slot_type.locale_values.items()},
        }
        for path, values in groups.items():
            for value in values:
                for number in _repeated(value):
                    more = (*path, value.value)
                    place = subject.places.slot_type(slot_type.name, *more, number)
                    message = f"{value.synonyms[number]!r} stands for {value.value!r} already"
                    yield place.problem(message, "Remove it")


def _repeated(value: SlotValue) -> Iterator[int]:
    """Places of synonyms that say the value, or an earlier synonym, again."""
    seen = {value.value.casefold()}
    for number, synonym in enumerate(value.synonyms):
        if synonym.casefold() in seen:
            yield number
        seen.add(synonym.casefold())


RULE = DefinitionRule(
    id="repeated-synonym",
    reason="It says nothing new, and counts towards Lex's quota of values.",
    source=OURS,
    severity="warning",
    check=check,
)
