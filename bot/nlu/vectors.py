"""Texts to sparse vectors: words, pairs of neighbours and parts of words, weighed by rarity."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from bot.nlu.gazetteer import Gazetteer
from bot.nlu.tokens import norms

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int32]

WORD, _PAIR, _PART, _TYPE = "w", "p", "c", "t"
ORDER = (WORD, _PAIR, _PART, _TYPE)
"""The first letters of features: what kind they are."""
SHARES = np.array([0.7, 0.5, 1.0, 0.5])
"""What words, pairs, parts and slot types count against one another."""
_REMEMBERED = 20_000
_EDGE = "\x02"


@dataclass(frozen=True)
class SparseRow:
    indices: Integers
    values: Floats


@dataclass(frozen=True)
class Vectorizer:
    """Which features exist, and how rare each was."""

    index: Mapping[str, int]
    rarity: Floats
    gazetteer: Gazetteer
    """Values in a text count as their slot type too: what is said of one is said of all."""
    _kinds: Integers = field(init=False, repr=False, compare=False)
    _positions: dict[str, list[int]] = field(init=False, repr=False, compare=False)
    _rarest: float = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        kinds = np.array([ORDER.index(name[0]) for name in self.index], dtype=np.int32)
        object.__setattr__(self, "_kinds", kinds)
        object.__setattr__(self, "_positions", {})
        object.__setattr__(self, "_rarest", float(self.rarity.max(initial=1.0)))

    def vector(self, text: str) -> SparseRow:
        """Of length 1, or empty where nothing in the text is known."""
        words = norms(text)
        found = [position for word in words for position in self._of(word)]
        found += self._known(around(words, self.gazetteer))
        indices, counts = np.unique(np.array(found, np.int32), return_counts=True)
        weights = (1 + np.log(counts)) * self.rarity[indices]
        kinds = self._kinds[indices]
        lengths = np.sqrt(np.bincount(kinds, weights * weights, len(ORDER)))
        values = weights * (SHARES / np.maximum(lengths, 1e-9))[kinds]
        length = np.sqrt(values @ values)
        return SparseRow(indices, (values / max(float(length), 1e-9)).astype(np.float32))

    def _of(self, word: str) -> list[int]:
        """The word itself and its parts, those that are known."""
        known = self._positions.get(word)
        if known is None:
            known = self._known(inside(word))
            if len(self._positions) < _REMEMBERED:
                self._positions[word] = known
        return known

    def _known(self, names: Iterable[str]) -> list[int]:
        return [position for name in names if (position := self.index.get(name)) is not None]

    def known(self, text: str) -> float:
        """The share of the text's words, weighed by rarity, that were seen while training."""
        total = seen = 0.0
        for word in norms(text):
            if word.isalnum():
                position = self.index.get(WORD + word)
                weight = self._rarest if position is None else float(self.rarity[position])
                total += weight
                seen += weight if position is not None else 0.0
        return seen / total if total else 0.0


def inside(word: str) -> tuple[str, ...]:
    """Features of a word: itself, and its parts."""
    return (WORD + word, *_parts(word))


def around(words: Sequence[str], gazetteer: Gazetteer) -> Iterator[str]:
    """Features of words in a row: pairs, and the values among them."""
    yield from _pairs(words)
    yield from _types(words, gazetteer)


def _types(words: Sequence[str], gazetteer: Gazetteer) -> Iterator[str]:
    """The slot types of the values in the text, each with what stands before and after it."""
    for match in gazetteer.matches(words):
        before = words[match.start - 1] if match.start else _EDGE
        after = words[match.end] if match.end < len(words) else _EDGE
        for name in match.types:
            yield f"{_TYPE}{name}"
            yield f"{_TYPE}{before} {name}"
            yield f"{_TYPE}{name} {after}"


def _pairs(words: Sequence[str]) -> Iterator[str]:
    return (f"{_PAIR}{first} {second}" for first, second in pairwise((_EDGE, *words, _EDGE)))


@lru_cache(maxsize=20_000)
def _parts(word: str) -> tuple[str, ...]:
    padded = f" {word[:40]} "
    return tuple(
        _PART + padded[start : start + size]
        for size in (3, 4, 5)
        for start in range(len(padded) - size + 1)
    )
