"""The words of a definition one by one, each with its place."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.errors import Problem
from bot.model import Intent, IntentWords
from bot.places import Place
from bot.rules.subject import Subject


@dataclass(frozen=True)
class Worded:
    """An intent in one of its locales."""

    intent: Intent
    locale: str
    words: IntentWords


@dataclass(frozen=True)
class Template:
    """An utterance template, phrases put in. `slot`: what it answers; "" for an intent's own."""

    intent: Intent
    locale: str
    text: str
    place: Place
    slot: str = ""


def worded(subject: Subject) -> Iterator[Worded]:
    """Every intent with each of its locales and the words there."""
    for intent in subject.bot.intents:
        for locale, words in intent.words.items():
            yield Worded(intent, locale, words)


def templates_of(subject: Subject) -> Iterator[Template]:
    """Every utterance template."""
    for one in worded(subject):
        for number, text in enumerate(one.words.utterances):
            place = subject.places.words(one.intent.name, one.locale, "utterances", number)
            yield Template(one.intent, one.locale, text, place)


def answers_of(subject: Subject) -> Iterator[Template]:
    """Every template of how a slot is answered."""
    for one in worded(subject):
        for slot, texts in one.words.slot_utterances.items():
            for number, text in enumerate(texts):
                path = ("slot_utterances", slot, number)
                place = subject.places.words(one.intent.name, one.locale, *path)
                yield Template(one.intent, one.locale, text, place, slot)


def short(text: str) -> str:
    """`text` in quotes, its end left out where it is long."""
    return repr(text if len(text) <= 60 else f"{text[:57]}...")


def too_long(place: Place, what: str, length: int, limit: int) -> Problem:
    """`what` of `length` characters is longer than `limit`."""
    return place.problem(f"{what} has {length} characters", f"Keep it within {limit}")


def too_many(place: Place, count: int, what: str, limit: int, cure: str) -> Problem:
    """There are `count` of `what` ("slots in this intent"), and Lex or we take `limit`."""
    return place.problem(f"{count} {what}, of at most {limit}", cure)
