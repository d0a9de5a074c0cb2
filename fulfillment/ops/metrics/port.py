"""What handlers see of measurements: plain data, times in seconds since the epoch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from fulfillment.sentences import Phrase
from fulfillment.turn import Point

Metric = Literal["requests", "errors", "latency", "cpu", "memory"]
METRICS: tuple[Metric, ...] = ("requests", "errors", "latency", "cpu", "memory")

Statistic = Literal["sum", "average", "p50", "p95", "p99"]
STATISTICS: Mapping[Metric, tuple[Statistic, ...]] = {
    "requests": ("sum",),
    "errors": ("sum",),
    "latency": ("p99", "p95", "p50"),
    "cpu": ("average",),
    "memory": ("average",),
}
"""The first is what is talked about."""

OF_LOAD_BALANCER: frozenset[Metric] = frozenset(("requests", "errors", "latency"))
"""What only a load balancer counts."""


@dataclass(frozen=True)
class Curve:
    """One statistic of a metric: latency in seconds, cpu and memory in percent, the others counts.

    `points` has every step of the time range; `before` the same range some days earlier, moved to
    it, so that both have the same moments.
    """

    metric: Metric
    statistic: Statistic
    points: tuple[Point, ...]
    before: tuple[Point, ...] = ()

    @property
    def is_empty(self) -> bool:
        return all(value is None for _, value in self.points)


@dataclass(frozen=True)
class Deployed:
    """A deployment of the service that began in the time range; `version` "" is not known."""

    at: float
    version: str


@dataclass(frozen=True)
class History:
    """Measurements of one service from `start` to `end` in steps of `period` seconds.

    `days` is how many days earlier `before` of each curve is.
    """

    start: float
    end: float
    period: int
    days: int
    curves: tuple[Curve, ...] = ()
    deployments: tuple[Deployed, ...] = ()
    """Oldest first."""
    is_balanced: bool = True
    """Behind a load balancer: where it is not, nobody counts its requests."""
    gaps: tuple[Phrase, ...] = field(default=())

    def curve(self, metric: Metric, statistic: Statistic | None = None) -> Curve | None:
        """Of that statistic, else of the one that is talked about."""
        wanted = statistic or STATISTICS[metric][0]
        found = (one for one in self.curves if (one.metric, one.statistic) == (metric, wanted))
        return next(found, None)


class Metrics(Protocol):
    """Measurements of services of the environments that the person of a turn may ask about."""

    def history(
        self,
        environment: str,
        service: str,
        metrics: Sequence[Metric],
        start: datetime,
        end: datetime,
    ) -> History:
        """Raises `OpsError`, of kind "not found" where there is no such service."""
