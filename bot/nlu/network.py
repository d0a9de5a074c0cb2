"""Scores of intents by a small neural network over the embedding: one hidden layer.

Where examples are many it finds what no weight of a single dimension tells. Learned by Adam with
decoupled weight decay (Loshchilov and Hutter 2019), dropout, and targets that leave a little to
every intent (Szegedy et al. 2016): a text that means none is one that leaves as much to each.
"""

from dataclasses import dataclass

import numpy as np

from bot.nlu.vectors import Floats, Integers

_HIDDEN = 256
_EPOCHS = 10
_BATCH = 128
_PACE = 2e-3
"""The first steps' length; it falls to nothing in the end."""
_DECAY = 1e-2
_DROPPED = 0.3
"""The share of hidden values that a step does without; of what comes in, a third of it."""
_LEFT = 0.1
"""What a target leaves to all intents together."""
_SCALE = np.float32(20)
"""Of a vector of length 1, so that its dimensions are about 1."""
_MOMENTA = (0.9, 0.999)


@dataclass(frozen=True)
class NetworkScores:
    first: Floats
    """Dimension, and one more for the constant, by hidden value."""
    second: Floats
    """Hidden value, and one more for the constant, by intent."""

    def scores(self, dense: Floats) -> Floats:
        """The logarithm of each intent's probability; zeros where nothing was learned. `dense`: of
        length 1; of several texts, one a row."""
        if not self.first.size:
            return np.zeros((*dense.shape[:-1], self.second.shape[1]), np.float32)
        hidden = np.maximum(_with_constant(dense * _SCALE) @ self.first, np.float32(0))
        return _logarithms(_with_constant(hidden) @ self.second)


def no_network(intents: int) -> NetworkScores:
    return NetworkScores(np.zeros((0, 0), np.float32), np.zeros((0, intents), np.float32))


def train_network(dense: Floats, labels: Integers, intents: int, seed: int) -> NetworkScores:
    """`labels`: the intent's number by row; a negative one is an example of no intent."""
    learner = _Learner(dense.shape[1], intents, np.random.default_rng(seed))
    inputs, targets = _with_constant(dense * _SCALE), _targets(labels, intents)
    steps = _EPOCHS * -(-len(dense) // _BATCH)
    for _ in range(_EPOCHS):
        order = learner.random.permutation(len(dense))
        for begin in range(0, len(order), _BATCH):
            batch = order[begin : begin + _BATCH]
            learner.step(inputs[batch], targets[batch], steps)
    return NetworkScores(*learner.weights)


class _Learner:
    def __init__(self, dimensions: int, intents: int, random: np.random.Generator) -> None:
        self.random = random
        self.weights = (
            self._start(dimensions, _HIDDEN, 2 / max(dimensions, 1)),
            self._start(_HIDDEN, intents, 1 / _HIDDEN),
        )
        self._means = [np.zeros_like(matrix) for matrix in self.weights]
        self._squares = [np.zeros_like(matrix) for matrix in self.weights]
        self._taken = 0

    def step(self, inputs: Floats, targets: Floats, steps: int) -> None:
        """`steps`: how many there will be."""
        first, second = self.weights
        seen = inputs * self._kept(inputs.shape, _DROPPED / 3)
        values = seen @ first
        kept = np.where(values > 0, self._kept(values.shape, _DROPPED), np.float32(0))
        hidden = _with_constant(np.asarray(values * kept, np.float32))
        chances = np.exp(_logarithms(hidden @ second))
        error = (chances - targets) / np.float32(len(inputs))
        slopes = (seen.T @ ((error @ second[:-1].T) * kept), hidden.T @ error)
        self._taken += 1
        pace = _PACE * (1 - self._taken / steps)
        for number, slope in enumerate(slopes):
            self._move(number, slope, np.float32(pace))

    def _move(self, number: int, slope: Floats, pace: np.float32) -> None:
        fast, slow = _MOMENTA
        mean, square, matrix = self._means[number], self._squares[number], self.weights[number]
        mean += np.float32(1 - fast) * (slope - mean)
        square += np.float32(1 - slow) * (slope * slope - square)
        rise = mean / np.float32(1 - fast**self._taken)
        spread = np.sqrt(square / np.float32(1 - slow**self._taken)) + np.float32(1e-8)
        matrix[:-1] -= pace * np.float32(_DECAY) * matrix[:-1]
        matrix -= pace * rise / spread

    def _start(self, inputs: int, outputs: int, variance: float) -> Floats:
        drawn = self.random.normal(0, variance**0.5, (inputs, outputs)).astype(np.float32)
        return np.concatenate([drawn, np.zeros((1, outputs), np.float32)])

    def _kept(self, shape: tuple[int, ...], dropped: float) -> Floats:
        """By what values are multiplied: zero, or what makes up for those that are missing."""
        drawn = self.random.random(shape, np.float32) >= np.float32(dropped)
        return drawn.astype(np.float32) / np.float32(1 - dropped)


def _targets(labels: Integers, intents: int) -> Floats:
    left = np.where(labels < 0, 1, _LEFT)[:, None] / max(intents, 1)
    meant = (labels[:, None] == np.arange(intents)) * np.float32(1 - _LEFT)
    return np.asarray(meant + left, np.float32)


def _with_constant(rows: Floats) -> Floats:
    ones = np.ones((*rows.shape[:-1], 1), np.float32)
    return np.concatenate([rows, ones], axis=-1)


def _logarithms(scores: Floats) -> Floats:
    moved = scores - scores.max(-1, keepdims=True)
    return np.asarray(moved - np.log(np.exp(moved).sum(-1, keepdims=True)), np.float32)
