"""What a curve does: its level, its peak, when it rose or fell. Pure, no language.

Points that were not measured (None) count for nothing. Medians, so that one outlier is no level.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import median
from typing import Literal

from fulfillment.turn import Point

Drift = Literal["steady", "rising", "falling"]

_EDGE = 5
"""Points on either side of a step: fewer are a spike."""
_LEAST_POINTS = 2 * _EDGE
_EXPLAINED = 0.5
"""Share of all variation that a step must explain: else there is no one moment."""
STEP_FACTOR = 1.4
"""How many times higher, or lower, the level must be."""
_DRIFT_FACTOR = 1.25


@dataclass(frozen=True)
class Step:
    """At `at` (seconds since the epoch) the level went from `before` to `after`."""

    at: float
    before: float
    after: float

    @property
    def is_rise(self) -> bool:
        return self.after > self.before


def measured(points: Sequence[Point]) -> list[float]:
    return [value for _, value in points if value is not None]


def level(points: Sequence[Point]) -> float | None:
    """What is usual; None where nothing was measured."""
    values = measured(points)
    return median(values) if values else None


def total(points: Sequence[Point]) -> float | None:
    values = measured(points)
    return sum(values) if values else None


def peak(points: Sequence[Point]) -> tuple[float, float] | None:
    """The moment of the highest value, and that value."""
    found = [(value, at) for at, value in points if value is not None]
    if not found:
        return None
    value, at = max(found)
    return at, value


def filled(points: Sequence[Point]) -> tuple[Point, ...]:
    """With 0 where nothing was counted: only of what is reported where it is not 0."""
    return tuple((at, value or 0.0) for at, value in points)


def step(points: Sequence[Point], before: Sequence[Point], least: float) -> Step | None:
    """When the level changed for good: up or down by `STEP_FACTOR` times and by `least`.

    `before` is an earlier time at the same moments: what it did too, a day's rhythm, is no step.
    """
    found = [(at, value) for at, value in points if value is not None]
    if len(found) < _LEAST_POINTS:
        return None
    usual = {at: value for at, value in before if value is not None}
    is_comparable = all(at in usual for at, _ in found)
    unusual = [value - usual[at] if is_comparable else value for at, value in found]
    split = _split(unusual)
    if split is None:
        return None
    left, right = (median(value for _, value in side) for side in (found[:split], found[split:]))
    low, high = sorted((left, right))
    is_large = high >= STEP_FACTOR * max(low, 0.0) and high - low >= least
    return Step(found[split][0], left, right) if is_large else None


def drift(points: Sequence[Point]) -> Drift:
    """Whether the last third is higher or lower than the first one."""
    values = measured(points)
    third = len(values) // 3
    if third < 2:
        return "steady"
    first, last = median(values[:third]), median(values[-third:])
    if last > _DRIFT_FACTOR * first:
        return "rising"
    return "falling" if first > _DRIFT_FACTOR * last else "steady"


def _split(values: Sequence[float]) -> int | None:
    """Where two levels explain the values best; None where they explain little."""
    count = len(values)
    sums = [0.0, *accumulate(values)]
    squares = [0.0, *accumulate(value * value for value in values)]

    def spread(start: int, end: int) -> float:
        part = sums[end] - sums[start]
        return squares[end] - squares[start] - part * part / (end - start)

    whole = spread(0, count)
    costs = [(spread(0, at) + spread(at, count), at) for at in range(_EDGE, count - _EDGE + 1)]
    cost, at = min(costs)
    return at if whole > 0 and cost <= (1 - _EXPLAINED) * whole else None
