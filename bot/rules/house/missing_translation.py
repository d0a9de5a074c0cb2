"""What one language has, every language has."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from bot.errors import Problem
from bot.model import Intent, Locale
from bot.places import Place
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject
from bot.templates import slot_names

_LISTS = ("fillers", "function_words", "guards", "not_offered")
"""Words of a locale that every language has some of."""


@dataclass(frozen=True)
class _Part:
    """Something in one language: what it is called, and where it stands."""

    name: str
    place: Place


_Having = Mapping[str, Sequence[_Part]]
"""Locale id -> what it has."""


def check(subject: Subject) -> Iterator[Problem]:
    yield from _compared(_of_locales(subject), {})
    for intent in subject.bot.intents:
        lacking = {one: subject.places.words(intent.name, one) for one in intent.words}
        yield from _compared(_of_intent(subject, intent), lacking)
    yield from _values(subject)


def _compared(having: _Having, lacking: Mapping[str, Place]) -> Iterator[Problem]:
    first = {part.name: part.place for parts in reversed(list(having.values())) for part in parts}
    for locale, parts in having.items():
        names = {part.name for part in parts}
        for name, place in first.items():
            if name not in names:
                here = lacking.get(locale) or Place(f"{locale}.yaml", 1)
                message = f"{locale} lacks the {name}, which is at {place}"
                yield here.problem(message, "Translate it")


def _of_locales(subject: Subject) -> _Having:
    return {one.id: list(_of_locale(subject, one)) for one in subject.bot.locales}


def _of_locale(subject: Subject, locale: Locale) -> Iterator[_Part]:
    for id_ in locale.messages:
        place = subject.places.locale(locale.id, "messages", id_)
        yield _Part(f"message {id_!r}", place)
    given = {field.name for field in fields(locale) if getattr(locale, field.name)}
    for name in _LISTS:
        if name in given:
            yield _Part(f"list {name!r}", subject.places.locale(locale.id, name))


def _of_intent(subject: Subject, intent: Intent) -> _Having:
    return {locale: list(_of_words(subject, intent, locale)) for locale in intent.words}


def _of_words(subject: Subject, intent: Intent, locale: str) -> Iterator[_Part]:
    words = intent.words[locale]

    def place(*path: str | int) -> Place:
        return subject.places.words(intent.name, locale, *path)

    if words.help:
        yield _Part("line of help", place("help"))
    for slot in words.prompts:
        yield _Part(f"prompt for {slot!r}", place("prompts", slot))
    for slot in words.slot_utterances:
        yield _Part(f"way to answer {slot!r}", place("slot_utterances", slot))
    named: dict[str, int] = {}
    for number, template in enumerate(words.utterances):
        for slot in slot_names(template):
            named.setdefault(slot, number)
    for slot, number in named.items():
        yield _Part(f"utterance with {{{slot}}}", place("utterances", number))


def _values(subject: Subject) -> Iterator[Problem]:
    """Fixed values are words of some language: each other one says them in its own."""
    languages = {locale.id.partition("_")[0] for locale in subject.bot.locales}
    for slot_type in subject.bot.slot_types:
        if len(languages) == 1 or slot_type.source or not slot_type.values:
            continue
        for locale in subject.bot.locales[1:]:
            if locale.id not in slot_type.locale_values:
                place = subject.places.slot_type(slot_type.name, "values")
                message = f"the values of {slot_type.name} have no words in {locale.id}"
                yield place.problem(message, f"Add them under locales.{locale.id}")


RULE = DefinitionRule(
    id="missing-translation",
    reason="A language is complete: who speaks it can do the same, and is told the same.",
    source=OURS,
    severity="warning",
    needs_whole=True,
    check=check,
)
