"""What only some languages of Lex have."""

from collections.abc import Iterator
from dataclasses import replace

from bot.errors import Problem
from bot.model import Slot
from bot.places import Place
from bot.platforms import lex_platform
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import worded

_NAMES = {
    "contexts": "contexts",
    "multiple_values": "slots of several values",
    "composite_slots": "composite slots",
    "kendra": "AMAZON.KendraSearchIntent",
    "custom_vocabulary": "a custom vocabulary",
    "grammar": "grammar slot types",
}


def check(subject: Subject) -> Iterator[Problem]:
    platform = lex_platform()
    for feature, locale, place in (*_of_intents(subject), *_of_locales(subject)):
        if not platform.has(feature, locale):
            has = ", ".join(sorted(platform.features[feature]))
            message = f"{_NAMES[feature]} do not exist in {locale}"
            cure = f"Leave it out there: Lex has it in {has}"
            found = place.problem(message, cure)
            # The guide says so of contexts, but imports do not fail on them.
            yield replace(found, severity="warning") if feature == "contexts" else found


def _of_intents(subject: Subject) -> Iterator[tuple[str, str, Place]]:
    for one in worded(subject):
        name, places = one.intent.name, subject.places
        for key in ("input_contexts", "output_contexts"):
            if getattr(one.intent, key):
                yield "contexts", one.locale, places.intent(name, key)
        if one.intent.builtin == "AMAZON.KendraSearchIntent":
            yield "kendra", one.locale, places.intent(name, "builtin")
        for slot in one.intent.slots:
            for feature in _of_slot(subject, slot):
                yield feature, one.locale, places.intent(name, "slots", slot.name)


def _of_slot(subject: Subject, slot: Slot) -> Iterator[str]:
    kind = subject.bot.slot_type(slot.type)
    if slot.multiple:
        yield "multiple_values"
    if kind is not None and kind.parts:
        yield "composite_slots"
    if kind is not None and kind.grammar is not None:
        yield "grammar"


def _of_locales(subject: Subject) -> Iterator[tuple[str, str, Place]]:
    for locale, extras in subject.definition.extras.items():
        if extras.vocabulary is not None:
            yield "custom_vocabulary", locale, subject.places.locale(locale, "vocabulary")


RULE = DefinitionRule(
    id="lex-locale-feature",
    reason="Some features of Lex exist in some languages alone; elsewhere a build fails.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/how-languages.html",
    check=check,
)
