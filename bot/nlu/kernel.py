"""Scores of intents by likeness to examples: kernel ridge regression over the embedding.

A text that is like no example scores near zero for every intent: what makes the out-of-scope
decision possible. More examples than `landmarks` are represented by some (Nystroem).
"""

from dataclasses import dataclass

import numpy as np

from bot.nlu.vectors import Floats, Integers


@dataclass(frozen=True)
class KernelScores:
    landmarks: Floats
    """Example by dimension, each of length 1."""
    weights: Floats
    """Example by intent."""
    width: float

    def scores(self, dense: Floats) -> tuple[Floats, Floats]:
        """One number an intent, about 1 for what it was taught; and the likeness of the example
        that is most like the text, 0 to 1. `dense`: of length 1; of several texts, one a row."""
        if not self.landmarks.shape[1]:
            shape = dense.shape[:-1]
            nothing = np.zeros((*shape, self.weights.shape[1]), np.float32)
            return nothing, np.zeros(shape, np.float32)
        likeness = _likeness((self.landmarks @ dense.T).T, self.width)
        return likeness @ self.weights, likeness.max(-1, initial=0)


def train_kernel(
    dense: Floats, labels: Integers, intents: int, *, width: float, ridge: float, landmarks: int
) -> KernelScores:
    """`dense`: example by dimension, each of length 1."""
    if not dense.shape[1]:
        return KernelScores(dense[:0], np.zeros((0, intents), np.float32), width)
    chosen = _spread(labels, landmarks)
    points = dense[chosen]
    targets = (labels[:, None] == np.arange(intents)[None, :]).astype(np.float32)
    among = _likeness(points @ points.T, width).astype(np.float64)
    if len(chosen) == len(dense):
        weights = np.linalg.solve(among + ridge * np.eye(len(among)), targets)
    else:
        across = _likeness(dense @ points.T, width)
        normal = (across.T @ across).astype(np.float64) + ridge * among
        weights = np.linalg.solve(normal + 1e-3 * np.eye(len(among)), across.T @ targets)
    return KernelScores(points, weights.astype(np.float32), width)


def _likeness(cosines: Floats, width: float) -> Floats:
    exponents = np.float32(2 * width) * (np.minimum(cosines, 1) - np.float32(1))
    return np.asarray(np.exp(exponents), np.float32)


def _spread(labels: Integers, most: int) -> Integers:
    """Positions of at most `most` examples, taken in turn from every intent."""
    if len(labels) <= most:
        return np.arange(len(labels), dtype=np.int32)
    turn = np.zeros(len(labels), np.int32)
    seen: dict[int, int] = {}
    for position, label in enumerate(labels):
        turn[position] = seen.get(int(label), 0)
        seen[int(label)] = int(turn[position]) + 1
    scattered = (turn.astype(np.int64) * 7919) % 104_729
    order = np.lexsort((np.arange(len(labels)), scattered))
    return np.sort(order[:most]).astype(np.int32)
