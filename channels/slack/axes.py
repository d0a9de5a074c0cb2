"""Where things stand in the picture of a chart: pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from fulfillment.turn import Chart

_MINUTES = (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 7_200, 14_400)
_FACTORS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Frame:
    """The rectangle of the lines, in pixels."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Axes:
    """From times and values to pixels."""

    frame: Frame
    first: float
    last: float
    ticks: tuple[float, ...]
    """From 0 to at least the highest value, in round steps."""

    def x(self, at: float) -> float:
        share = (at - self.first) / max(self.last - self.first, 1.0)
        return self.frame.left + (self.frame.right - self.frame.left) * min(max(share, 0.0), 1.0)

    def y(self, value: float) -> float:
        return self.frame.bottom - (self.frame.bottom - self.frame.top) * value / self.ticks[-1]

    def moments(self, most: int) -> tuple[float, ...]:
        """Round times, at most so many."""
        length = (self.last - self.first) / 60
        minutes = next((one for one in _MINUTES if length / one <= most), _MINUTES[-1])
        step = 60 * minutes
        first = math.ceil(self.first / step)
        return tuple(step * one for one in range(first, math.floor(self.last / step) + 1))


def axes_of(chart: Chart, frame: Frame) -> Axes | None:
    """None where there are not two moments with something between them."""
    moments = [at for one in chart.series for at, _ in one.points]
    values = [value for one in chart.series for _, value in one.points if value is not None]
    if not values or max(moments) <= min(moments):
        return None
    return Axes(frame, min(moments), max(moments), nice_ticks(max(values)))


def nice_ticks(highest: float) -> tuple[float, ...]:
    rough = (highest if highest > 0 else 1.0) / 4
    power = 10 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in _FACTORS if factor * power >= rough * (1 - 1e-9))
    count = max(math.ceil(highest / step - 1e-9), 1)
    return tuple(step * one for one in range(count + 1))


def pieces(points: Sequence[tuple[float, float | None]]) -> list[list[tuple[float, float]]]:
    """What was measured without a gap, as pieces of a line."""
    found: list[list[tuple[float, float]]] = [[]]
    for at, value in points:
        if value is not None:
            found[-1].append((at, value))
        elif found[-1]:
            found.append([])
    return [piece for piece in found if piece]
