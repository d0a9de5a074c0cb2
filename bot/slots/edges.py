"""What stands around a value in an answer and is no part of it: "on friday please"."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.slots.phrases import PhraseTable
from bot.slots.text import Text


@dataclass(frozen=True)
class Edges:
    """Where a value may begin (first to last) and end (last to first)."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def windows(self) -> Iterator[tuple[int, int]]:
        """Every window, the widest ones first."""
        for start in self.starts:
            for end in self.ends:
                if start < end:
                    yield start, end

    def stripped(self) -> Iterator[tuple[int, int]]:
        """The narrowest windows first: without all that may be left out."""
        for start in reversed(self.starts):
            for end in reversed(self.ends):
                if start < end:
                    yield start, end


_MOST_CUTS = 12
"""Places to begin or end that are tried at one side, the innermost ones."""


def edges_of(text: Text, lead: tuple[PhraseTable[bool], ...], tail: PhraseTable[bool]) -> Edges:
    """The edges of a text. Marks may be left out at both sides."""
    return Edges(_starts(text, lead), _ends(text, tail))


def _starts(text: Text, lead: tuple[PhraseTable[bool], ...]) -> tuple[int, ...]:
    starts, place = [0], 0
    while (step := _step(text, lead, place)) is not None:
        place = step
        if place < len(text.tokens) and text.can_start(place):
            starts.append(place)
    return (0, *starts[1:][-_MOST_CUTS:])


def _step(text: Text, lead: tuple[PhraseTable[bool], ...], place: int) -> int | None:
    if place >= len(text.tokens):
        return None
    if not text.tokens[place].is_word:
        return None if _is_sign(text, place) else place + 1
    for table in lead:
        found = table.at(text.tokens, place)
        if found is not None:
            return found[0]
    return None


def _is_sign(text: Text, place: int) -> bool:
    """A minus before a number is a part of it: without it "-$5" would be another amount."""
    following = text.tokens[place + 1 : place + 2]
    return text.tokens[place].text in ("-", "\u2212") and any(one.glued for one in following)


def _ends(text: Text, tail: PhraseTable[bool]) -> tuple[int, ...]:
    ends, place = [len(text.tokens)], len(text.tokens)
    while place > 0:
        if not text.tokens[place - 1].is_word:
            place -= 1
        else:
            start = tail.ending_at(text.tokens, place)
            if start is None:
                break
            place = start
        if place > 0 and text.can_end(place):
            ends.append(place)
    return (len(text.tokens), *ends[1:][-_MOST_CUTS:])
