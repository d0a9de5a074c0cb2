"""Names that stand in other names, word by word: "orders" in "orders-production-5xx". Pure."""

import re
from collections.abc import Iterable, Sequence

_WORD = re.compile(r"[A-Za-z0-9]+")


def words_of(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def holds(words: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether `wanted` stand side by side in `words`; nothing stands nowhere."""
    length = len(wanted)
    return bool(wanted) and any(
        list(words[at : at + length]) == list(wanted) for at in range(len(words))
    )


def named(text: str, names: Iterable[str]) -> str:
    """The one of `names` that `text` has in it, the longest of several ("orders-api" before
    "orders"); "" for none."""
    words = words_of(text)
    found = [one for one in names if holds(words, words_of(one))]
    return max(found, key=lambda one: len(words_of(one)), default="")
