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


@dataclass(frozen=True)
class LinearScores:
    sparse: npt.NDArray[np.float16]
    """Feature × intent, of sixteen bits: it is most of a model's size."""
    dense: Floats
    """Dimension of the embedding × intent."""
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


@dataclass
class _Descent:
    sparse: Floats
    dense: Floats
    bias: Floats
    duals: Floats
    slack: np.float32

    def step(self, example: int, row: SparseRow, dense: Floats, signs: Floats) -> bool:
        """Whether the example had anything to teach."""
        weights = self.sparse.take(row.indices, axis=0)
        margins = signs * (row.values @ weights + dense @ self.dense + self.bias)
        old = self.duals[example]
        curvature = row.values @ row.values + dense @ dense + 1 + self.slack
        new = np.maximum(old - (margins - 1 + self.slack * old) / curvature, 0)
        change = (new - old) * signs
        changed = np.flatnonzero(np.abs(change) > _NOTHING)
        if not len(changed):
            return False
        self.duals[example, changed] = new[changed]
        change = change[changed]
        self.sparse[row.indices[:, None], changed] += np.outer(row.values, change)
        self.dense[:, changed] += np.outer(dense, change)
        self.bias[changed] += change
        return True
