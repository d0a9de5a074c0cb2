"""What a reader of one type finds: an end and a value."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.slots.text import Text


@dataclass(frozen=True)
class Reading:
    """A value from some token to `end` (exclusive).

    `interpreted` is None where Lex gives null. `weak`: only a value where one is expected.
    """

    end: int
    interpreted: str | None
    resolved: tuple[str, ...]
    weak: bool = False


Reader = Callable[[Text, int], Iterable[Reading]]
"""(text, token place) -> the values that begin there."""


def one(end: int, value: str, *, weak: bool = False) -> Reading:
    """A reading with one meaning."""
    return Reading(end, value, (value,), weak)
