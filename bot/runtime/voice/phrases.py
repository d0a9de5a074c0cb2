"""How the values of slot types are said: the listed ones, the hinted ones, the built-in types."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any, Final

import yaml

from bot.model import Bot, SlotType
from bot.templates import expand
from bot.words import plain

MAX_PHRASES: Final = 3000
"""Of one type; the first ones."""
_VARIANTS: Final = 100
_SLOT: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class English:
    """What `english.yaml` holds."""

    types: Mapping[str, tuple[str, ...]]
    """Built-in type -> phrases."""
    spelled: frozenset[str]
    """Built-in types that are said character by character."""
    characters: tuple[str, ...]
    answers: tuple[str, ...]
    confirm: tuple[str, ...]
    """What every bot hears that asks for a yes or no."""
    contractions: Mapping[tuple[str, str], str]
    """Two words -> how they are said as one."""


@dataclass(frozen=True)
class Phrase:
    """One way to say a value."""

    written: str
    """How a transcript has it."""
    words: tuple[str, ...]
    """How it is said, in lower case."""


@cache
def english() -> English:
    """Read once."""
    text = (files("bot.runtime.voice") / "english.yaml").read_text(encoding="utf-8")
    data: Mapping[str, Any] = yaml.safe_load(text)
    classes: dict[str, tuple[str, ...]] = {}
    for name, templates in data["classes"].items():
        classes[name] = tuple(_filled(templates, classes))
    return English(
        {name: tuple(_filled(found, classes)) for name, found in data["types"].items()},
        frozenset(data["spelled"]),
        tuple(_filled(data["characters"], classes)),
        tuple(data["answers"]),
        tuple(data["confirm"]),
        {(first, second): short for short, (first, second) in data["contractions"].items()},
    )


def phrases_of(bot: Bot, locale: str, hints: Mapping[str, Sequence[str]]) -> "Phrases":
    """Slot type -> how its values are said. `hints`: more of them, by slot type."""
    types = {slot.type for intent in bot.intents for slot in intent.slots}
    return {
        name: tuple(_unique((*_listed(bot.slot_type(name), locale), *hints.get(name, ())), name))
        for name in sorted(types)
    }


Phrases = Mapping[str, tuple[Phrase, ...]]


def base_of(bot: Bot, slot_type: str) -> str:
    """The built-in type that `slot_type` is or extends; "" for none."""
    own = bot.slot_type(slot_type)
    return own.parent if own is not None else slot_type


def _listed(slot_type: SlotType | None, locale: str) -> Iterator[str]:
    for value in slot_type.in_locale(locale) if slot_type is not None else ():
        yield from (value.value, *value.synonyms)
    if slot_type is not None and slot_type.parent:
        yield from english().types.get(slot_type.parent, ())


def _unique(texts: Sequence[str], slot_type: str) -> Iterator[Phrase]:
    """Each way to say something once: "Pre-Prod" and "pre prod" sound the same."""
    found: dict[tuple[str, ...], str] = {}
    for text in (*texts, *english().types.get(slot_type, ())):
        # A name's parts are words of their own: "checkout-api", "v1.8.2".
        said = tuple(part for word in plain(text) for part in re.split(r"[.']", word) if part)
        if said and len(found) < MAX_PHRASES:
            found.setdefault(said, text)
    return (Phrase(written.replace("_", " "), said) for said, written in found.items())


def _filled(templates: Sequence[str], classes: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for template in templates:
        for text in expand(template, _VARIANTS):
            names = _SLOT.findall(text)
            for chosen in product(*(classes[name] for name in names)):
                rest = iter(chosen)
                yield _SLOT.sub(lambda _: next(rest), text)  # noqa: B023 - used at once
