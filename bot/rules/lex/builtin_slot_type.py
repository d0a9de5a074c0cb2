"""Built-in slot types that there are, in the languages that have them."""

from collections.abc import Iterator

from bot.documents import did_you_mean
from bot.errors import Problem
from bot.model import SlotType
from bot.places import Place
from bot.platforms import lex_platform
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import worded

_BUILT_IN = "AMAZON."


def check(subject: Subject) -> Iterator[Problem]:
    platform = lex_platform()
    for kind, locale, place in _uses(subject):
        if kind not in platform.built_in_types:
            known = did_you_mean(kind, platform.built_in_types)
            yield place.problem(f"Lex has no slot type {kind!r}", known)
        elif locale in platform.missing_types.get(kind, ()) or (
            locale not in platform.only_types.get(kind, (locale,))
        ):
            cure = "Use another type, or leave the language out of the intent's locales"
            yield place.problem(f"{kind} does not exist in {locale}", cure)


def _uses(subject: Subject) -> Iterator[tuple[str, str, Place]]:
    """Built-in type, locale, place."""
    for one in worded(subject):
        for slot in one.intent.slots:
            place = subject.places.intent(one.intent.name, "slots", slot.name, "type")
            if slot.type.startswith(_BUILT_IN):
                yield slot.type, one.locale, place
            elif custom := subject.bot.slot_type(slot.type):
                yield from ((kind, one.locale, place) for kind, place in _inside(subject, custom))


def _inside(subject: Subject, custom: SlotType) -> Iterator[tuple[str, Place]]:
    """The built-in types that a custom one is made of."""
    for part, kind in custom.parts.items():
        if kind.startswith(_BUILT_IN):
            yield kind, subject.places.slot_type(custom.name, "parts", part)
    if custom.parent:
        yield custom.parent, subject.places.slot_type(custom.name, "parent")


RULE = DefinitionRule(
    id="lex-builtin-slot-type",
    reason="Lex refuses a slot of a built-in type that does not exist, or not in that language.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/howitworks-builtins-slots.html",
    check=check,
)
