"""Groups of like words, by their embedding: what the tagger knows of a word it has never seen."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from bot.nlu.embeddings import Embedder, unit
from bot.nlu.vectors import Floats

_ROUNDS = 10


class Clusters:
    """Says of any word in which group it is, once for each way of grouping."""

    def __init__(self, centers: tuple[Floats, ...], embedder: Embedder | None) -> None:
        self.centers = centers
        self._embedder = embedder
        self._known: dict[str, tuple[str, ...]] = {}
        self.of = lru_cache(maxsize=20_000)(self._of)

    def learn(self, words: Sequence[str], vectors: Floats) -> None:
        """So that these words need not be embedded again."""
        self._known = {
            word: self._nearest(vector) for word, vector in zip(words, vectors, strict=True)
        }

    def _of(self, word: str) -> tuple[str, ...]:
        if self._embedder is None:
            return ()
        if word in self._known:
            return self._known[word]
        (vector,) = unit(self._embedder.embed([word]))
        return self._nearest(vector)

    def _nearest(self, vector: Floats) -> tuple[str, ...]:
        return tuple(f"k{len(rows)}={int((rows @ vector).argmax())}" for rows in self.centers)


NO_CLUSTERS = Clusters((), None)


def learn_clusters(
    words: Sequence[str], counts: Sequence[int], embedder: Embedder | None, seed: int
) -> Clusters:
    """Spherical k-means over the vocabulary, for each of `counts`."""
    if embedder is None or len(words) < 4:
        return NO_CLUSTERS
    vectors = unit(embedder.embed(words))
    centers = (group(vectors, min(count, len(words) // 2), seed) for count in counts)
    clusters = Clusters(tuple(centers), embedder)
    clusters.learn(words, vectors)
    return clusters


def group(vectors: Floats, count: int, seed: int) -> Floats:
    """Centers of groups, each of length 1. `vectors`: of length 1, as many as `count` or more."""
    random = np.random.default_rng(seed)
    centers = vectors[random.choice(len(vectors), count, replace=False)]
    for _ in range(_ROUNDS):
        nearest = (vectors @ centers.T).argmax(1)
        members = nearest == np.arange(count)[:, None]
        sums = members.astype(np.float32) @ vectors
        empty = ~members.any(1)
        centers = unit(np.where(empty[:, None], centers, sums))
    return centers
