"""Names that stand in other names, word by word: "orders" in "orders-production-5xx". Pure."""

import re
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[A-Za-z0-9]+")


@lru_cache(maxsize=4_096)
def words_of(text: str) -> tuple[str, ...]:
    """Kept: the same services are looked for in the names of thousands of alarms."""
    return tuple(word.casefold() for word in _WORD.findall(text))


def holds(words: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    """Whether `wanted` stand side by side in `words`; nothing stands nowhere."""
    length = len(wanted)
    return bool(wanted) and any(
        words[at : at + length] == wanted for at in range(len(words) - length + 1)
    )


def named(text: str, names: Iterable[str]) -> str:
    """The one of `names` that `text` has in it, the longest of several ("orders-api" before
    "orders"); "" for none."""
    words, wanted = words_of(text), {words_of(one): one for one in names}
    # A text may be a whole document, and names are many: each length that occurs is looked for.
    for length in sorted({len(one) for one in wanted if one}, reverse=True):
        for at in range(len(words) - length + 1):
            if (found := wanted.get(words[at : at + length])) is not None:
                return found
    return ""
