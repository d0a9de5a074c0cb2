"""Measurements that nobody took: a value for every minute, made up of a daily rhythm, a little
noise and what went wrong; the same whenever it is asked for."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Literal

Key = tuple[str, str, frozenset[tuple[str, str]]]
"""Namespace, metric name, dimensions."""
Kind = Literal["count", "rare", "duration", "percent"]
"""count: so many a minute; rare: a count that is reported only where it is not 0; duration:
seconds, whose percentiles differ; percent: a level."""

_MINUTE, _DAY = 60, 86_400
_MOST_MINUTES = 12
"""Of a period that are looked at; the others are like them."""
_PEAK = 15 * 3_600
"""Seconds after midnight UTC."""
_SWING: Mapping[Kind, float] = {"count": 0.45, "rare": 0.3, "duration": 0.08, "percent": 0.2}
_NOISE: Mapping[Kind, float] = {"count": 0.06, "rare": 0.1, "duration": 0.09, "percent": 0.04}
_OF_P99 = {"p50": 0.22, "p90": 0.5, "p95": 0.64, "p99": 1.0, "Average": 0.28, "Maximum": 1.3}
_RISE_SECONDS = 240
"""How long a trouble takes until it is at its worst."""


@dataclass(frozen=True)
class Trouble:
    """From `began` on a value is `factor` times what it would be."""

    began: datetime
    factor: float

    def at(self, moment: float) -> float:
        share = min(max((moment - self.began.timestamp()) / _RISE_SECONDS, 0.0), 1.0)
        return 1 + (self.factor - 1) * share


@dataclass(frozen=True)
class Curve:
    """One metric; `level` is its mean: a minute's count, a p99 in seconds, percent."""

    name: str
    """What its noise is drawn from."""
    kind: Kind
    level: float
    troubles: tuple[Trouble, ...] = ()

    def value(self, start: float, period: int, statistic: str) -> float | None:
        """Of the period that begins at `start`; None where nothing was reported."""
        minutes = [self._minute(at) for at in _sampled(start, period)]
        reported = [one for one in minutes if one or self.kind != "rare"]
        if not reported:
            return None
        if statistic == "Sum":
            return float(round(sum(minutes) * (period / _MINUTE) / len(minutes)))
        if statistic in ("Maximum", "Minimum") and self.kind != "duration":
            return max(reported) if statistic == "Maximum" else min(reported)
        share = _OF_P99.get(statistic, 1.0) if self.kind == "duration" else 1.0
        return round(share * sum(reported) / len(reported), 4)

    def _minute(self, at: float) -> float:
        rhythm = 1 + _SWING[self.kind] * math.cos(2 * math.pi * (at - _PEAK) / _DAY)
        noise = 1 + _NOISE[self.kind] * (2 * self._drawn(at, "noise") - 1)
        trouble = math.prod(one.at(at) for one in self.troubles)
        value = self.level * rhythm * noise * trouble
        if self.kind == "rare":
            return math.floor(value + self._drawn(at, "rare"))
        if self.kind == "count":
            return round(value)
        return min(value, 100.0) if self.kind == "percent" else value

    def _drawn(self, at: float, what: str) -> float:
        """From 0 to 1, the same for a minute whenever it is asked for."""
        text = f"{self.name} {what} {int(at) // _MINUTE}"
        return int.from_bytes(blake2b(text.encode(), digest_size=4).digest()) / 2**32


@dataclass(frozen=True)
class Curves:
    """All that is measured, by what CloudWatch tells it by."""

    known: Mapping[Key, Curve] = field(default_factory=dict)

    def find(
        self, namespace: str, name: str, dimensions: Sequence[Mapping[str, str]]
    ) -> Curve | None:
        pairs = frozenset((one["Name"], one["Value"]) for one in dimensions)
        return self.known.get((namespace, name, pairs))


def _sampled(start: float, period: int) -> Iterator[float]:
    minutes = max(period // _MINUTE, 1)
    count = min(minutes, _MOST_MINUTES)
    return (start + _MINUTE * (minutes * step // count) for step in range(count))
