"""Texts that are read once: their features, for all that is learned from some of the texts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.nlu.gazetteer import NO_VALUES, Gazetteer
from bot.nlu.tokens import norms
from bot.nlu.vectors import (
    ORDER,
    SHARES,
    WORD,
    Floats,
    Integers,
    SparseRow,
    Vectorizer,
    around,
    inside,
)


@dataclass(frozen=True)
class Rows:
    """Texts by features: the entries of row `i` are those from `starts[i]` to `starts[i + 1]`."""

    starts: Integers
    indices: Integers
    values: Floats

    def __len__(self) -> int:
        return len(self.starts) - 1

    def row(self, number: int) -> SparseRow:
        begin, end = self.starts[number : number + 2]
        return SparseRow(self.indices[begin:end], self.values[begin:end])


@dataclass(frozen=True)
class Rarity:
    """Which features of a corpus count, by their numbers there, and how rare each is."""

    kept: Integers
    values: Floats


@dataclass(frozen=True)
class Corpus:
    names: tuple[str, ...]
    kinds: Integers
    """Feature -> its kind's place in `ORDER`."""
    are_words: npt.NDArray[np.bool_]
    """Feature -> whether it is a whole word, and no sign."""
    starts: Integers
    """As those of `Rows`."""
    features: Integers
    counts: Integers
    gazetteer: Gazetteer

    def rarity(self, chosen: Integers, least: int = 1) -> Rarity:
        """Of the features of some texts. `least`: in how many of them a feature must stand to be
        one; words always are."""
        places, _ = entries_of(self.starts, chosen)
        found = np.bincount(self.features[places], minlength=len(self.names))
        is_word = self.kinds == ORDER.index(WORD)
        kept = np.flatnonzero((found >= least) | (is_word & (found > 0))).astype(np.int32)
        values = np.log((1 + len(chosen)) / (1 + found[kept])) + 1
        return Rarity(kept, values.astype(np.float32))

    def vectorizer(self, rarity: Rarity) -> Vectorizer:
        """For texts that are not of the corpus."""
        names = (self.names[number] for number in rarity.kept.tolist())
        index = {name: number for number, name in enumerate(names)}
        return Vectorizer(index, rarity.values, self.gazetteer)

    def rows(self, chosen: Integers, rarity: Rarity) -> Rows:
        """As `Vectorizer.vector` gives them for each text."""
        entries, owners = entries_of(self.starts, chosen)
        positions = self._positions(rarity)[self.features[entries]]
        entries, owners = entries[positions >= 0], owners[positions >= 0]
        indices = positions[positions >= 0]
        weights = (1 + np.log(self.counts[entries])) * rarity.values[indices]
        cells = owners * len(ORDER) + self.kinds[self.features[entries]]
        lengths = np.sqrt(np.bincount(cells, weights * weights, len(chosen) * len(ORDER)))
        values = weights * (np.tile(SHARES, len(chosen)) / np.maximum(lengths, 1e-9))[cells]
        whole = np.sqrt(np.bincount(owners, values * values, len(chosen)))
        values /= np.maximum(whole, 1e-9)[owners]
        starts = np.append(0, np.cumsum(np.bincount(owners, minlength=len(chosen))))
        return Rows(starts.astype(np.int32), indices, values.astype(np.float32))

    def known(self, chosen: Integers, rarity: Rarity) -> npt.NDArray[np.float64]:
        """As `Vectorizer.known` gives it for each text."""
        entries, owners = entries_of(self.starts, chosen)
        is_word = self.are_words[self.features[entries]]
        entries, owners = entries[is_word], owners[is_word]
        positions = self._positions(rarity)[self.features[entries]]
        rarest = rarity.values.max(initial=1.0)
        weights = np.where(positions < 0, rarest, np.append(rarity.values, 0)[positions])
        weights = weights * self.counts[entries]
        total = np.bincount(owners, weights, len(chosen))
        seen = np.bincount(owners, weights * (positions >= 0), len(chosen))
        return np.where(total > 0, seen / np.maximum(total, 1e-9), 0.0)

    def _positions(self, rarity: Rarity) -> Integers:
        """Feature -> its position among those that count, or -1."""
        positions = np.full(len(self.names), -1, np.int32)
        positions[rarity.kept] = np.arange(len(rarity.kept), dtype=np.int32)
        return positions


def read_corpus(texts: Sequence[str], gazetteer: Gazetteer = NO_VALUES) -> Corpus:
    """`gazetteer`: its values in a text are features too."""
    numbers: dict[str, int] = {}
    of_words: dict[str, list[int]] = {}
    found: list[int] = []
    sizes = []
    for text in texts:
        words, before = norms(text), len(found)
        for word in words:
            if word not in of_words:
                of_words[word] = [numbers.setdefault(name, len(numbers)) for name in inside(word)]
            found += of_words[word]
        found += [numbers.setdefault(name, len(numbers)) for name in around(words, gazetteer)]
        sizes.append(len(found) - before)
    owners = np.repeat(np.arange(len(texts)), np.array(sizes, np.int64))
    size = max(len(numbers), 1)
    cells, counts = np.unique(owners * size + np.array(found, np.int64), return_counts=True)
    starts = np.searchsorted(cells, np.arange(len(texts) + 1) * size)
    return Corpus(
        tuple(numbers),
        np.array([ORDER.index(name[0]) for name in numbers], np.int32),
        np.array([name[0] == WORD and name[1:].isalnum() for name in numbers], np.bool_),
        starts.astype(np.int32),
        (cells % size).astype(np.int32),
        counts.astype(np.int32),
        gazetteer,
    )


def entries_of(
    starts: Integers, chosen: npt.NDArray[np.integer]
) -> tuple[npt.NDArray[np.integer], npt.NDArray[np.integer]]:
    """The entries of some texts, one after the other; and for each, which of those texts has it."""
    sizes = starts[chosen + 1] - starts[chosen]
    owners = np.repeat(np.arange(len(chosen), dtype=np.int32), sizes)
    before = np.cumsum(sizes) - sizes
    offsets = np.arange(len(owners), dtype=np.int32) - before[owners].astype(np.int32)
    return starts[chosen][owners] + offsets, owners
