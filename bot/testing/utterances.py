"""A definition's own utterances: with their slots filled, in folds, and near to a sentence."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

from bot.model import Bot, Intent
from bot.packaged import read_packaged
from bot.runtime.recognizer import Recognizer
from bot.templates import expand, slot_names
from bot.testing.nlu import Case, Heard, Meaning, heard

PER_TEMPLATE = 5
"""Utterances that a held-out template is tried with."""
_SEARCHED = 400
"""Utterances of an intent that a sentence is compared with."""
_SLOT = re.compile(r"\{([^{}]+)\}")
_SAMPLES = Path(__file__).with_name("samples.yaml")


@dataclass(frozen=True)
class Value:
    """How a value is said, and what it means; "" where that is not judged."""

    said: str
    means: str


def folds(bot: Bot, locale: str, count: int) -> Iterator[tuple[Bot, tuple[Case, ...]]]:
    """`bot` without every `count`th template of each intent, and what those templates can say.

    An intent with fewer templates than folds misses from those in which none of its own is held
    out, and one with a single template from all: nothing would be left to learn it from.
    """
    for number in range(count):
        held = {
            intent.name: _held_out(intent, locale, number, count)
            for intent in bot.intents
            if not intent.builtin
        }
        intents = tuple(_without(intent, locale, held) for intent in bot.intents)
        cases = tuple(
            case
            for intent in bot.intents
            for template in held.get(intent.name, ())
            for case in cases_of(bot, intent, locale, template)
        )
        yield replace(bot, intents=intents), cases


def cross_validate(
    bot: Bot, locale: str, count: int, build: Callable[[Bot], Recognizer]
) -> list[Heard]:
    """Every held-out sentence, and what a recognizer that never saw its template makes of it."""
    found: list[Heard] = []
    for part, cases in folds(bot, locale, count):
        recognizer = build(part)
        found += [(case, heard(recognizer, case.say, locale)) for case in cases]
    return found


def _templates(intent: Intent, locale: str) -> tuple[str, ...]:
    words = intent.words.get(locale)
    return words.utterances if words else ()


def _held_out(intent: Intent, locale: str, number: int, count: int) -> tuple[str, ...]:
    templates = _templates(intent, locale)
    return templates[number::count] if len(templates) > 1 else ()


def _without(intent: Intent, locale: str, held: Mapping[str, Sequence[str]]) -> Intent:
    out = set(held.get(intent.name, ()))
    if not out:
        return intent
    words = intent.words[locale]
    kept = tuple(template for template in words.utterances if template not in out)
    return replace(intent, words={**intent.words, locale: replace(words, utterances=kept)})


def cases_of(
    bot: Bot, intent: Intent, locale: str, template: str, limit: int = PER_TEMPLATE
) -> tuple[Case, ...]:
    """What a template can say, spread evenly, its slots filled with one value after the other."""
    values = {name: _values(bot, intent, locale, name) for name in slot_names(template)}
    if not all(values.values()):
        return ()
    return tuple(
        _case(intent, text, values, number) for number, text in enumerate(expand(template, limit))
    )


def _case(intent: Intent, text: str, values: Mapping[str, Sequence[Value]], number: int) -> Case:
    chosen = {name: values[name][number % len(values[name])] for name in _SLOT.findall(text)}
    say = _SLOT.sub(lambda found: chosen[found[1]].said, text)
    means = {name: value.means for name, value in chosen.items() if value.means}
    spans = {name: value.said for name, value in chosen.items()}
    return Case(say, Meaning(intent.name, means), spans, frozenset(set(chosen) - set(means)))


def _values(bot: Bot, intent: Intent, locale: str, slot: str) -> tuple[Value, ...]:
    found = intent.slot(slot)
    kind = bot.slot_type(found.type) if found else None
    if kind is not None and (listed := kind.in_locale(locale)):
        # First every canonical value, then the synonyms: a small limit meets many values.
        canonical = [Value(one.value, one.value) for one in listed]
        return (*canonical, *(Value(word, one.value) for one in listed for word in one.synonyms))
    name = (kind.parent or kind.name) if kind else found.type if found else ""
    return tuple(Value(text, "") for text in _samples().get(name, ()))


@cache
def _samples() -> Mapping[str, Sequence[str]]:
    data: Any = read_packaged(_SAMPLES)
    return {name: tuple(map(str, texts)) for name, texts in data.items()}


class Neighbours:
    """Finds an intent's utterance that is most like a sentence."""

    def __init__(self, bot: Bot, locale: str) -> None:
        self._bot = bot
        self._locale = locale
        self._found: dict[str, tuple[str, ...]] = {}

    def nearest(self, sentence: str, intent: str) -> str:
        """ "" where the intent has no utterances."""
        words = sentence.casefold().split()

        def likeness(utterance: str) -> float:
            matcher = SequenceMatcher(None, words, utterance.casefold().split(), autojunk=False)
            return matcher.ratio()

        return max(self._utterances(intent), key=likeness, default="")

    def _utterances(self, name: str) -> tuple[str, ...]:
        if name not in self._found:
            intent = self._bot.intent(name)
            templates = _templates(intent, self._locale) if intent else ()
            each = max(1, _SEARCHED // max(1, len(templates)))
            self._found[name] = tuple(
                text for template in templates for text in expand(template, each)
            )
        return self._found[name]
