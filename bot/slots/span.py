"""A value and where it stands."""

from dataclasses import dataclass

from bot.dialog.state import SlotFill
from bot.slots.text import Text
from bot.slots.views import Strategy

Values = tuple[str, ...]


@dataclass(frozen=True)
class SlotSpan:
    """Characters `start` to `end` (exclusive) of a text, and the value that they are."""

    start: int
    end: int
    fill: SlotFill


def fill_of(text: Text, start: int, end: int, values: Values, strategy: Strategy) -> SlotFill:
    """The value at tokens `start` to `end`: the person's own text, or the first resolved value."""
    said = text.original(start, end)
    interpreted = values[0] if strategy == "TopResolution" else said
    return SlotFill(said, interpreted, values)


def span_of(text: Text, start: int, end: int, values: Values, strategy: Strategy) -> SlotSpan:
    """The same with its place in the text."""
    first, last = text.tokens[start].start, text.tokens[end - 1].end
    return SlotSpan(first, last, fill_of(text, start, end, values, strategy))
