"""Texts to sparse vectors: words, pairs of neighbours and parts of words, weighed by rarity."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from bot.nlu.tokens import norms

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int32]

_WORD, _PAIR, _PART = "w", "p", "c"
_SHARES: Mapping[str, float] = {_WORD: 0.7, _PAIR: 0.5, _PART: 1.0}
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

    def vector(self, text: str) -> SparseRow:
        """Of length 1, or empty where nothing in the text is known."""
        kinds: dict[str, list[tuple[int, float]]] = {kind: [] for kind in _SHARES}
        for feature, count in Counter(features(text)).items():
            position = self.index.get(feature)
            if position is not None:
                weight = (1.0 + math.log(count)) * float(self.rarity[position])
                kinds[feature[0]].append((position, weight))
        pairs = [pair for kind, found in kinds.items() for pair in _scaled(found, _SHARES[kind])]
        return _unit(pairs)

    def known(self, text: str) -> float:
        """The share of the text's words, weighed by rarity, that were seen while training."""
        rarest = float(self.rarity.max(initial=1.0))
        total = seen = 0.0
        for word in norms(text):
            if word.isalnum():
                position = self.index.get(_WORD + word)
                weight = rarest if position is None else float(self.rarity[position])
                total += weight
                seen += weight if position is not None else 0.0
        return seen / total if total else 0.0


def learn_vectorizer(texts: Sequence[str], least: int = 1) -> Vectorizer:
    """`least`: in how many texts a feature must stand to be one; words always are."""
    documents: Counter[str] = Counter()
    for text in texts:
        documents.update(list(dict.fromkeys(features(text))))
    kept = [name for name, n in documents.items() if n >= least or name[0] == _WORD]
    counts = np.array([documents[name] for name in kept], dtype=np.float64)
    rarity = np.log((1 + len(texts)) / (1 + counts)) + 1
    return Vectorizer({name: i for i, name in enumerate(kept)}, rarity.astype(np.float32))


def features(text: str) -> Iterator[str]:
    """Each is told apart by its first letter: what kind it is."""
    words = norms(text)
    for word in words:
        yield _WORD + word
        yield from _parts(word)
    for first, second in pairwise((_EDGE, *words, _EDGE)):
        yield f"{_PAIR}{first} {second}"


@lru_cache(maxsize=20_000)
def _parts(word: str) -> tuple[str, ...]:
    padded = f" {word[:40]} "
    return tuple(
        _PART + padded[start : start + size]
        for size in (3, 4, 5)
        for start in range(len(padded) - size + 1)
    )


def _scaled(pairs: list[tuple[int, float]], share: float) -> Iterable[tuple[int, float]]:
    length = math.sqrt(sum(weight * weight for _, weight in pairs))
    return [(position, share * weight / length) for position, weight in pairs]


def _unit(pairs: list[tuple[int, float]]) -> SparseRow:
    values = np.array([weight for _, weight in pairs], dtype=np.float32)
    length = float(np.sqrt(values @ values))
    indices = np.array([position for position, _ in pairs], dtype=np.int32)
    return SparseRow(indices, values / np.float32(length) if length else values)
