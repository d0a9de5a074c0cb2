"""What the local recognizer makes of utterances: a cheap stand-in for Lex's model."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.lex.compiling.utterances import shares
from bot.model import Bot, Intent, IntentWords
from bot.rules.subject import Subject
from bot.runtime.recognizer import Recognizer, build_recognizer
from bot.templates import count, expand

TEMPLATES = 2_000
"""Templates of a locale that the recognizer is built of at most: more take seconds."""
SAID = 60
"""Utterances of a locale that it is asked about at most, and at least one an intent."""


@dataclass(frozen=True)
class Said:
    """An utterance of an intent, its slots filled; `template` as in the words."""

    intent: str
    template: int
    text: str


def recognizer(subject: Subject) -> Recognizer:
    """For `Subject.once`."""
    return build_recognizer(_thinned(subject.bot))


def sampled(subject: Subject, locale: str) -> Iterator[Said]:
    """Utterances of every intent, evenly over its templates, always the same ones."""
    intents = [one for one in subject.bot.intents if locale in one.words]
    share = max(1, SAID // max(1, len(intents)))
    values = spoken_values(subject.bot, locale)
    for intent in intents:
        templates = intent.words[locale].utterances
        numbers = _spread(len(templates), share)
        parts = shares([count(templates[number]) for number in numbers], share)
        for number, part in zip(numbers, parts, strict=True):
            for utterance in expand(templates[number], part) if part else ():
                yield Said(intent.name, number, filled(utterance, intent, values))


def spoken_values(bot: Bot, locale: str) -> Mapping[str, str]:
    """Slot type -> a value of it."""
    found = {one.name: one.in_locale(locale) for one in bot.slot_types}
    return {name: values[0].value for name, values in found.items() if values}


def filled(utterance: str, intent: Intent, values: Mapping[str, str]) -> str:
    """`utterance` with a value for each of its slots; one that has none keeps its name."""
    for slot in intent.slots:
        said = values.get(slot.type, slot.name.replace("_", " "))
        utterance = utterance.replace("{" + slot.name + "}", said)
    return utterance


def _spread(count: int, most: int) -> list[int]:
    """At most `most` of `count` places, evenly."""
    return [number * count // most for number in range(most)] if count > most else [*range(count)]


def _thinned(bot: Bot) -> Bot:
    """`bot`, or where it has very many templates, as many of each intent as are affordable."""
    most = max(1, TEMPLATES // max(1, len(bot.intents)))
    return replace(bot, intents=tuple(_thinner(intent, most) for intent in bot.intents))


def _thinner(intent: Intent, most: int) -> Intent:
    words = {locale: _fewer(one, most) for locale, one in intent.words.items()}
    return replace(intent, words=words)


def _fewer(words: IntentWords, most: int) -> IntentWords:
    if len(words.utterances) <= most:
        return words
    kept: Sequence[str] = [words.utterances[n] for n in _spread(len(words.utterances), most)]
    return replace(words, utterances=tuple(kept))
