"""`alexa.yaml`, typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.packaged import read_packaged


@dataclass(frozen=True)
class SlotTypePair:
    """What stands in Alexa for a built-in slot type of Lex."""

    type: str = ""
    """"" where Alexa has none."""
    examples: tuple[str, ...] = ()
    """Values of the custom type that stands in."""
    lost: str = ""
    """What a person notices of it."""


@dataclass(frozen=True)
class Spoken:
    """How a language says what a sample may not hold."""

    point: str = ""
    percent: str = ""
    and_: str = ""
    plus: str = ""
    at: str = ""
    ordinals: tuple[str, ...] = ()
    """What digits end with to count: "st" of "1st"."""


@dataclass(frozen=True)
class AlexaPlatform:
    """See `alexa.yaml` for what each means and where it is written down."""

    limits: Mapping[str, int]
    invocation_name_length: tuple[int, int]
    samples_per_intent: int
    model_share: float
    locales: Mapping[str, str]
    required_intents: tuple[str, ...]
    built_in_intents: frozenset[str]
    free_text: str
    slot_types: Mapping[str, SlotTypePair]
    extendable: frozenset[str]
    spoken: Mapping[str, Spoken]
    invocation_words: Mapping[str, frozenset[str]]
    invocation_articles: Mapping[str, frozenset[str]]


@cache
def alexa_platform() -> AlexaPlatform:
    """The one there is, read once."""
    data: dict[str, Any] = read_packaged(Path(__file__).with_name("alexa.yaml"))
    least, most = data["limits"].pop("invocation_name")
    return AlexaPlatform(
        limits=data["limits"],
        invocation_name_length=(least, most),
        samples_per_intent=data["samples_per_intent"],
        model_share=data["model_share"],
        locales=data["locales"],
        required_intents=tuple(data["required_intents"]),
        built_in_intents=frozenset(data["built_in_intents"]),
        free_text=data["free_text"],
        slot_types={name: _pair(pair) for name, pair in data["slot_types"].items()},
        extendable=frozenset(data["extendable"]),
        spoken={language: _spoken(words) for language, words in data["spoken"].items()},
        invocation_words=_sets(data["invocation_words"]),
        invocation_articles=_sets(data["invocation_articles"]),
    )


def _pair(data: Mapping[str, Any]) -> SlotTypePair:
    return SlotTypePair(data.get("type", ""), tuple(data.get("examples", ())), data.get("lost", ""))


def _spoken(data: Mapping[str, Any]) -> Spoken:
    words = {("and_" if name == "and" else name): word for name, word in data.items()}
    return Spoken(**{**words, "ordinals": tuple(words["ordinals"])})


def _sets(lists: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(items) for name, items in lists.items()}
