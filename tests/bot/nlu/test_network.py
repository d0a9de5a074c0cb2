"""What the network learns that neither weights nor likeness tell, and what it never does."""

import numpy as np
import pytest

from bot.nlu.network import NetworkScores, no_network, train_network
from bot.nlu.vectors import Floats, Integers

Points = tuple[Floats, Integers]


def crossed(count: int, seed: int) -> Points:
    """Points on a circle; what they mean changes at each quarter: no line parts the two."""
    angles = np.random.default_rng(seed).uniform(0, 2 * np.pi, count)
    points = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    return points, (points[:, 0] * points[:, 1] > 0).astype(np.int32)


@pytest.fixture(scope="module")
def learned() -> NetworkScores:
    return train_network(*crossed(4000, seed=1), intents=2, seed=7)


def test_what_no_line_parts_is_told_apart(learned: NetworkScores) -> None:
    points, labels = crossed(500, seed=2)

    assert (learned.scores(points).argmax(1) == labels).mean() > 0.95


def test_scores_are_logarithms_of_probabilities(learned: NetworkScores) -> None:
    points, _ = crossed(20, seed=3)
    together = learned.scores(points)

    assert np.exp(together).sum(1) == pytest.approx(1, abs=1e-5)
    for point, scores in zip(points, together, strict=True):
        assert learned.scores(point) == pytest.approx(scores, abs=1e-5)


def test_the_same_examples_make_the_same_network(learned: NetworkScores) -> None:
    again = train_network(*crossed(4000, seed=1), intents=2, seed=7)

    assert np.array_equal(again.first, learned.first)
    assert np.array_equal(again.second, learned.second)


def test_what_means_no_intent_is_left_to_each() -> None:
    points, _ = crossed(2000, seed=4)
    labels = np.where(points[:, 0] > 0, points[:, 1] > 0, -1).astype(np.int32)
    best = np.exp(train_network(points, labels, intents=2, seed=7).scores(points)).max(1)

    assert best[labels < 0].mean() + 0.15 < best[labels >= 0].mean()


def test_without_a_network_nothing_is_said() -> None:
    assert not no_network(3).scores(np.ones((2, 5), np.float32)).any()
    assert no_network(3).scores(np.ones((2, 5), np.float32)).shape == (2, 3)
    assert no_network(3).scores(np.ones(5, np.float32)).shape == (3,)
