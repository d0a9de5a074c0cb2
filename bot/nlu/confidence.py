"""How sure to be: scores become a probability that the best intent is the right one.

Learned from examples that the scores were not: a fold of each intent is held out, and some intents
are left out whole, so that their examples show what a text that means no intent looks like.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.nlu.settings import Settings
from bot.nlu.vectors import Floats, Integers

Doubles = npt.NDArray[np.float64]
_FOLDS = 8
_MANY = 1000
"""With so many examples, half of them tell enough."""
_FEWEST = 4
"""Intents, below which none can be left out: the bot's own scores would say nothing any more."""
_SHARES = (0.4, 0.75, 1.5, 3.0, 6.0, 12.0, 24.0)
_USUAL = 3.0
_NETWORK = np.float32(0.4)
"""What the logarithm of a network's probability counts against a linear score."""
_STEEP = 20.0
"""How fast an answer comes to count as clearly right, with what it is ahead of the next."""
_TRUST = 3.0
"""How many examples the typical weights are worth: a bot of few examples tells little."""


@dataclass(frozen=True)
class Evidence:
    """What there is to say about one text; the first three have one score an intent."""

    linear: Floats
    kernel: Floats
    network: Floats
    nearest: float
    known: float

    def only(self, kept: Sequence[int]) -> "Evidence":
        """The same for some of the intents."""
        return Evidence(
            self.linear[kept], self.kernel[kept], self.network[kept], self.nearest, self.known
        )

    def scores(self, share: float) -> Floats:
        """The kernel's scores count `share` against the linear ones."""
        scores = self.linear + np.float32(share) * self.kernel + _NETWORK * self.network
        return np.asarray(scores, np.float32)

    def signs(self, share: float) -> list[float]:
        """What tells a right answer from a wrong one; each between about -2 and 4."""
        scores = self.scores(share)
        best = int(scores.argmax())
        ordered = np.sort(scores)
        margin = float(ordered[-1] - ordered[-2]) if len(ordered) > 1 else float(ordered[-1]) + 1
        return [
            1.0,
            float(self.linear[best]),
            float(self.kernel[best]),
            margin,
            self.nearest,
            self.known,
            float(self.network[best]),
        ]


_TYPICAL = np.array([-3.6, 1.2, 0.5, 1.5, 1.5, 1.8, 0.3])
"""About what bots of many examples learn."""


@dataclass(frozen=True)
class Confidence:
    weights: Doubles
    """One a sign."""
    share: float
    """What the kernel's scores count against the linear ones."""
    sharpness: float = 2.0
    """How fast the confidence falls with the score of the next intents."""

    def rank(self, evidence: Evidence) -> tuple[list[int], list[float]]:
        """Positions, best first, and the confidence in each. Equal scores keep their order."""
        scores = evidence.scores(self.share)
        order = np.argsort(-scores, kind="stable")
        top = _probability(float(np.array(evidence.signs(self.share)) @ self.weights))
        gaps = (scores[order[0]] - scores[order]).astype(np.float64)
        falling = np.exp(-self.sharpness * gaps)
        return order.tolist(), (top * falling).tolist()


@dataclass(frozen=True)
class _Trial:
    """An example that the scores were not learned from."""

    evidence: Evidence
    answer: int
    """The position of the right intent among those that were known; -1 for none."""


def learn_confidence(
    evidence: Callable[[Integers, Integers], Sequence[Evidence]],
    labels: Integers,
    settings: Settings,
) -> Confidence:
    """`evidence` gets positions of examples to learn from and of others, and gives what there is
    to say about each of the others. `labels`: the intent's number by example, -1 for none."""
    intents = int(labels.max(initial=-1)) + 1
    if intents < _FEWEST or len(labels) < _FOLDS:
        return Confidence(_TYPICAL, _USUAL)
    places = fold_of_each(labels, settings.seed)
    trials = [
        trial
        for fold in range(_trials(len(labels), settings))
        for trial in _try(evidence, labels, places, fold)
    ]
    share = max(_SHARES, key=lambda share: _worth(trials, share))
    signs = np.array([trial.evidence.signs(share) for trial in trials])
    right = np.array([_right(trial, share) for trial in trials], np.float64)
    outside = np.array([trial.answer < 0 for trial in trials])
    return Confidence(_logistic(signs, right, _weigh(outside, settings.outside_share)), share)


def _try(
    evidence: Callable[[Integers, Integers], Sequence[Evidence]],
    labels: Integers,
    places: Integers,
    fold: int,
) -> Iterator[_Trial]:
    """Learns without a fold and without some intents; tries that fold, and some of theirs."""
    every = min(_FOLDS, int(labels.max()) + 1)
    left_out = (labels >= 0) & (labels % every == fold)
    chosen = np.flatnonzero((places != fold) & ~left_out).astype(np.int32)
    known = sorted({int(label) for label in labels[chosen] if label >= 0})
    tried = np.flatnonzero((places == fold) | (left_out & (places % 2 == 0))).astype(np.int32)
    for label, found in zip(labels[tried].tolist(), evidence(chosen, tried), strict=True):
        yield _Trial(found.only(known), known.index(label) if label in known else -1)


def _trials(texts: int, settings: Settings) -> int:
    return max(1, settings.trials // 2) if texts > _MANY else settings.trials


def _worth(trials: Sequence[_Trial], share: float) -> float:
    """Of a share: how many answers it makes right, and how many of them clearly, for where examples
    are few the number alone tells shares not apart."""
    margins = np.array([_margin(trial, share) for trial in trials if trial.answer >= 0])
    ahead = np.clip(_STEEP / (1 + share) * margins, -30, 30)
    return float((margins > 0).sum() + (1 / (1 + np.exp(-ahead))).sum())


def _margin(trial: _Trial, share: float) -> float:
    """How far the right answer is ahead of all others; below zero where another is ahead."""
    scores = trial.evidence.scores(share)
    others = np.delete(scores, trial.answer)
    return float(scores[trial.answer] - others.max(initial=-np.inf))


def _right(trial: _Trial, share: float) -> bool:
    return int(trial.evidence.scores(share).argmax()) == trial.answer


def fold_of_each(labels: Integers, seed: int) -> Integers:
    """A fold for each example, every intent spread over all folds."""
    random = np.random.default_rng(seed)
    places = np.zeros(len(labels), np.int32)
    for label in np.unique(labels):
        positions = random.permutation(np.flatnonzero(labels == label))
        places[positions] = np.arange(len(positions)) % _FOLDS
    return places


def _weigh(outside: npt.NDArray[np.bool_], share: float) -> Doubles:
    """Weights that make the examples from outside the given share of all."""
    count = max(int(outside.sum()), 1)
    inside = max(len(outside) - count, 1)
    return np.where(outside, share * inside / (1 - share) / count, 1.0)


def _logistic(signs: Doubles, right: Doubles, weights: Doubles) -> Doubles:
    """Logistic regression held near the typical weights; Newton's method, a step being halved
    until it helps, for a full one may lead away."""

    def cost(point: Doubles) -> float:
        values = signs @ point
        losses = weights * (np.logaddexp(0, values) - right * values)
        return float(losses.sum() + _TRUST / 2 * ((point - _TYPICAL) ** 2).sum())

    result, reached = _TYPICAL, cost(_TYPICAL)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(signs @ result, -30, 30)))
        slope = signs.T @ (weights * (chance - right)) + _TRUST * (result - _TYPICAL)
        curve = (signs * (weights * chance * (1 - chance))[:, None]).T @ signs
        step = np.linalg.solve(curve + _TRUST * np.eye(signs.shape[1]), slope)
        while cost(result - step) > reached and float(np.abs(step).max()) > 1e-9:
            step = step / 2
        result, before, reached = result - step, reached, cost(result - step)
        if before - reached < 1e-9:
            break
    return result


def _probability(value: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))
