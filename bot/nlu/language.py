"""What a language brings along for any bot: `data/<language>.yaml`, or `data/any.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.packaged import read_packaged

_FOLDER = Path(__file__).parent / "data"
_ANY = "any"


@dataclass(frozen=True)
class Language:
    negations: tuple[str, ...]
    guards: tuple[str, ...]
    intents: Mapping[str, tuple[str, ...]]
    """Signature of a built-in intent -> Lex's phrases for it."""
    outside: tuple[str, ...]
    """Everyday sentences that hardly any bot is for."""
    types: Mapping[str, tuple[str, ...]]
    """Built-in slot type -> examples of what people say for it."""


@cache
def language(locale: str) -> Language:
    """Of a locale id such as `de_AT`. A language without a file: what is the same in most."""
    path = _FOLDER / f"{locale.partition('_')[0]}.yaml"
    if not path.is_file():
        path = _FOLDER / f"{_ANY}.yaml"
    document = read_packaged(path)
    return Language(
        tuple(document["negations"]),
        tuple(document["guards"]),
        _lists(document["intents"]),
        tuple(document["outside"]),
        _lists(document["types"]),
    )


def _lists(document: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    return {name: tuple(phrases) for name, phrases in document.items()}
