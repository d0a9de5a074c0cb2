"""Linear scores of intents: one support vector machine an intent, trained side by side.

Dual coordinate descent for the squared hinge loss (Hsieh et al. 2008, A Dual Coordinate Descent
Method for Large-scale Linear SVM). All intents take the step of one example together, so that one
NumPy operation does what a loop over intents would.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.nlu.vectors import Floats, Integers, SparseRow

_NOTHING = 1e-3
"""A smaller step of an intent is not taken: most intents learn nothing from most examples."""

_SPARSELY = 8
"""If fewer than one in so many intents learn from an example, only their weights are touched."""


@dataclass(frozen=True)
class LinearScores:
    sparse: npt.NDArray[np.float16]
    """Feature by intent, of sixteen bits: it is most of a model's size."""
    dense: Floats
    """Dimension of the embedding by intent."""
    bias: Floats

    def scores(self, row: SparseRow, dense: Floats) -> Floats:
        """One number an intent; above 0 speaks for it, most texts lie within -2 and 2."""
        weights = self.sparse.take(row.indices, axis=0).astype(np.float32)
        result = row.values @ weights + self.bias
        return (result + dense @ self.dense).astype(np.float32)


def train_linear(
    rows: Sequence[SparseRow],
    dense: Floats,
    labels: Integers,
    shape: tuple[int, int],
    *,
    penalty: float,
    epochs: int,
    seed: int,
) -> LinearScores:
    """`shape`: how many features, how many intents. `labels`: the intent's number by row; a
    negative one is an example of no intent."""
    features, intents = shape
    descent = _Descent(
        np.zeros((features, intents), np.float32),
        np.zeros((dense.shape[1], intents), np.float32),
        np.zeros(intents, np.float32),
        np.zeros((len(rows), intents), np.float32),
        _lengths(rows, dense) + np.float32(1 + 0.5 / penalty),
        np.float32(0.5 / penalty),
    )
    signs = np.where(labels[:, None] == np.arange(intents)[None, :], 1, -1).astype(np.float32)
    random = np.random.default_rng(seed)
    active = np.arange(len(rows))
    for epoch in range(epochs):
        changed = [
            example
            for example in random.permutation(active)
            if descent.step(int(example), rows[example], dense[example], signs[example])
        ]
        active = np.array(sorted(changed), np.int64) if epoch else active
    return LinearScores(descent.sparse.astype(np.float16), descent.dense, descent.bias)


def _lengths(rows: Sequence[SparseRow], dense: Floats) -> Floats:
    """Squares of the examples' lengths."""
    sparse = np.array([row.values @ row.values for row in rows], np.float32)
    return np.asarray(sparse + (dense * dense).sum(1), np.float32)


@dataclass
class _Descent:
    sparse: Floats
    dense: Floats
    bias: Floats
    duals: Floats
    curvatures: Floats
    slack: np.float32

    def step(self, example: int, row: SparseRow, dense: Floats, signs: Floats) -> bool:
        """Whether the example had anything to teach."""
        weights = self.sparse.take(row.indices, axis=0)
        margins = signs * (row.values @ weights + dense @ self.dense + self.bias)
        old = self.duals[example]
        if not (margins < 1).any() and not old.any():
            return False
        step = (margins - 1 + self.slack * old) / self.curvatures[example]
        new = np.maximum(old - step, 0)
        change = (new - old) * signs
        changed = np.flatnonzero(np.abs(change) > _NOTHING)
        if not len(changed):
            return False
        if len(changed) * _SPARSELY > len(change):
            self.duals[example] = new
            self.sparse[row.indices] = weights + row.values[:, None] * change
            self.dense += dense[:, None] * change
            self.bias += change
            return True
        self.duals[example, changed] = new[changed]
        change = change[changed]
        self.sparse[row.indices[:, None], changed] += row.values[:, None] * change
        self.dense[:, changed] += dense[:, None] * change
        self.bias[changed] += change
        return True
