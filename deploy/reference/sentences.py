"""Example sentences of an intent: a few of the many that its templates stand for."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml

from bot.model import Bot, Intent, Locale
from bot.templates import expand, plainest
from deploy.reference.markdown import escape

SHOWN = 8
"""Sentences for an intent in one locale."""
_SLOT = re.compile(r"\{([^{}]*)\}")


def sentences(bot: Bot, intent: Intent, locale: Locale) -> tuple[str, ...]:
    """At most `SHOWN` sentences as Markdown, spread evenly over the templates and their variants,
    with values in italics."""
    words = intent.words.get(locale.id)
    values = {slot.name: _values(bot, slot.type, locale.id) for slot in intent.slots}
    chosen = dict.fromkeys(_spread(words.utterances if words else (), locale.function_words))
    return tuple(filled(utterance, values, number) for number, utterance in enumerate(chosen))


def _spread(templates: Sequence[str], function_words: Sequence[str]) -> Iterator[str]:
    """The plainest variant of templates spread over all; further ones where there are few.

    Some end in "in" or "the", where a value is left out: understood, and no example.
    """
    places = [number * len(templates) // SHOWN for number in range(SHOWN if templates else 0)]
    for number, place in enumerate(places):
        variants = (plainest(templates[place]), *expand(templates[place], SHOWN))
        start = min(number - places.index(place), len(variants) - 1)
        texts = [" ".join(text.split()) for text in variants[start:]]
        good = (text for text in texts if text.split()[-1] not in function_words)
        yield next(good, texts[0])


def _values(bot: Bot, type_name: str, locale: str) -> tuple[str, ...]:
    slot_type = bot.slot_type(type_name)
    listed = tuple(value.value for value in slot_type.in_locale(locale)) if slot_type else ()
    shown = _examples().get(locale.partition("_")[0], {}).get(type_name, ())
    return listed or tuple(shown)


@cache
def _examples() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Language -> slot type that lists no values -> what people say for it."""
    document: Mapping[str, Mapping[str, Sequence[str]]] = yaml.safe_load(
        Path(__file__).with_name("values.yaml").read_text(encoding="utf-8")
    )
    return document


def filled(text: str, values: Mapping[str, Sequence[str]], number: int = 0) -> str:
    """`text` as Markdown with each `{slot}` in italics: value `number` of its type, or its name
    where there is none."""
    parts = []
    for place, part in enumerate(_SLOT.split(text)):
        known = values.get(part, ())
        value = known[number % len(known)] if known else part.replace("_", " ")
        parts.append(f"*{escape(value)}*" if place % 2 else escape(part))
    return "".join(parts)
