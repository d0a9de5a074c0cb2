"""A text as words, and the known slot values among them."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType

from bot.runtime.recognizer.lexicon import Lexicon, Spot
from bot.words import Word

_CLAUSE_ENDS = frozenset(".!?;,:\n")


@dataclass(frozen=True)
class Reading:
    """The words of an utterance and every slot value that might be in them."""

    text: str
    words: tuple[Word, ...]
    spots: tuple[tuple[Spot, ...], ...]
    """Known values by the word that they begin at, longest first."""

    @cached_property
    def said(self) -> tuple[str, ...]:
        """The words alone."""
        return tuple(word.text for word in self.words)

    @cached_property
    def types(self) -> frozenset[str]:
        """The slot types of the values."""
        return frozenset(spot.slot_type for spots in self.spots for spot in spots)

    @cached_property
    def covering(self) -> tuple[frozenset[str], ...]:
        """By word, the slot types of the values that it is a part of."""
        found: list[set[str]] = [set() for _ in self.words]
        for spot in (spot for spots in self.spots for spot in spots):
            for place in range(spot.start, spot.end):
                found[place].add(spot.slot_type)
        return tuple(map(frozenset, found))

    @cached_property
    def longest(self) -> tuple[Spot, ...]:
        """Of the values that begin at the same word the longest, from left to right."""
        ends = [max((spot.end for spot in spots), default=0) for spots in self.spots]
        return tuple(
            spot
            for spots, end in zip(self.spots, ends, strict=True)
            for spot in spots
            if spot.end == end
        )


def read(
    text: str,
    words: tuple[Word, ...],
    lexicon: Lexicon,
    typed: Mapping[int, Sequence[Spot]] = MappingProxyType({}),
) -> Reading:
    """`typed`: values that no lexicon holds, by the word that they begin at."""
    spots = tuple(
        (*lexicon.spots_at(words, start, text), *typed.get(start, ()))
        for start in range(len(words))
    )
    return Reading(text, words, spots)


def part(reading: Reading, start: int, end: int) -> Reading:
    """Words `start` to `end` (exclusive) as a reading of their own."""
    if end - start == len(reading.words):
        return reading
    spots = tuple(
        tuple(
            Spot(spot.slot_type, spot.start - start, spot.end - start, spot.fill)
            for spot in reading.spots[place]
            if spot.end <= end
        )
        for place in range(start, end)
    )
    return Reading(reading.text, reading.words[start:end], spots)


def clauses(reading: Reading) -> tuple[Reading, ...]:
    """The parts between punctuation; () if there is only one."""
    gaps = pairwise(reading.words)
    cuts = [
        place
        for place, (left, right) in enumerate(gaps, start=1)
        if any(mark in _CLAUSE_ENDS for mark in reading.text[left.end : right.start])
    ]
    bounds = [0, *cuts, len(reading.words)]
    if not cuts:
        return ()
    return tuple(part(reading, *pair) for pair in pairwise(bounds))


def is_unknown(reading: Reading, place: int, vocabulary: AbstractSet[str]) -> bool:
    """Whether the word is of no template, given in `vocabulary`, and begins no value."""
    return not reading.spots[place] and reading.words[place].text not in vocabulary
