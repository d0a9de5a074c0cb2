"""Linear scores of intents: one support vector machine an intent, trained side by side.

Dual coordinate descent for the squared hinge loss (Hsieh et al. 2008, A Dual Coordinate Descent
Method for Large-scale Linear SVM). All intents take the step of one example together, and examples
come in blocks: what the scores outside a block say of its examples is computed at once, and how
they change one another is known from their products.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.nlu.corpus import Rows, entries_of
from bot.nlu.vectors import Floats, Integers, SparseRow

_NOTHING = 1e-3
"""An example that changes no intent by more is not looked at again."""
_BLOCK = 32
"""Examples: more have too few features in common, fewer cost more calls."""


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
    rows: Rows,
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
    descent = _Descent(rows, dense, labels, shape, np.float32(0.5 / penalty))
    random = np.random.default_rng(seed)
    active = np.arange(len(rows))
    for epoch in range(epochs):
        order = random.permutation(active)
        blocks = [order[begin : begin + _BLOCK] for begin in range(0, len(order), _BLOCK)]
        changed = [descent.look_at(block) for block in blocks]
        active = np.sort(np.concatenate([active[:0], *changed])) if epoch else active
    return LinearScores(descent.sparse.astype(np.float16), descent.dense, descent.bias)


class _Descent:
    def __init__(
        self,
        rows: Rows,
        dense: Floats,
        labels: Integers,
        shape: tuple[int, int],
        slack: np.float32,
    ) -> None:
        features, intents = shape
        self._rows = rows
        self._examples = dense
        self._signs = np.where(labels[:, None] == np.arange(intents), 1, -1).astype(np.float32)
        self._duals = np.zeros((len(rows), intents), np.float32)
        self._slack = slack
        self._places = np.zeros(features, np.int32)
        self.sparse = np.zeros((features, intents), np.float32)
        self.dense = np.zeros((dense.shape[1], intents), np.float32)
        self.bias = np.zeros(intents, np.float32)

    def look_at(self, block: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """A step of each example of the block; those that had anything to teach."""
        sparse, features = self._matrix(block)
        dense = self._examples[block]
        weights = self.sparse[features]
        scores = sparse @ weights + dense @ self.dense + self.bias
        change = self._steps(block, scores, sparse @ sparse.T + dense @ dense.T + np.float32(1))
        self.sparse[features] = weights + sparse.T @ change
        self.dense += dense.T @ change
        self.bias += change.sum(0)
        return block[(np.abs(change) > _NOTHING).any(1)]

    def _matrix(self, block: npt.NDArray[np.int64]) -> tuple[Floats, Integers]:
        """Example by feature, of the features that any of the examples has; and those."""
        entries, owners = entries_of(self._rows.starts, block)
        indices = self._rows.indices[entries]
        self._places[:] = 0
        self._places[indices] = 1
        features = np.flatnonzero(self._places).astype(np.int32)
        self._places[features] = np.arange(len(features), dtype=np.int32)
        matrix = np.zeros((len(block), len(features)), np.float32)
        matrix[owners, self._places[indices]] = self._rows.values[entries]
        return matrix, features

    def _steps(self, block: npt.NDArray[np.int64], scores: Floats, products: Floats) -> Floats:
        """Example by intent: how much of the example is added to the weights of the intent.
        `products`: of each example with each."""
        old, signs = self._duals[block], self._signs[block]
        change = np.zeros_like(old)
        targets = self._slack * old - np.float32(1)
        steepness = -1 / (products.diagonal() + self._slack)
        for place in range(len(block)):
            margins = signs[place] * (scores[place] + products[place] @ change)
            step = np.maximum((margins + targets[place]) * steepness[place], -old[place])
            change[place] = step * signs[place]
        self._duals[block] = old + change * signs
        return change
