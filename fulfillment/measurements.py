"""What measurements say of a service: each metric beside its earlier self. Pure, no language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from fulfillment.ops.metrics.port import METRICS, Curve, Deployed, History, Metric, Statistic
from fulfillment.trends import Step, filled, level, measured, step, total
from fulfillment.turn import Point, Unit

UNITS: Mapping[Metric, Unit] = {
    "requests": "per minute",
    "errors": "per minute",
    "latency": "seconds",
    "cpu": "percent",
    "memory": "percent",
}
_COUNTED = frozenset(("requests", "errors"))
_LEAST: Mapping[Metric, float] = {
    "requests": 5.0,
    "errors": 1.0,
    "latency": 0.05,
    "cpu": 10.0,
    "memory": 10.0,
}
"""A smaller change is none that anybody acts on, however many times it is the level."""
LARGE = 1.5
"""So many times higher or lower is worth a sentence."""
_CAUSE_SECONDS = 1_800.0
_FEW_ERRORS = 10


@dataclass(frozen=True)
class Finding:
    """One metric of a time range. Counts are so many a minute, latency is its p99."""

    metric: Metric
    points: tuple[Point, ...]
    before: tuple[Point, ...]
    value: float | None
    """The level: since the step, where there is one and it lasts until now."""
    usual: float | None
    """The level at the same moments earlier."""
    step: Step | None = None
    is_since_step: bool = False
    count: float | None = None
    """Of errors: how many were reported in all; None where CloudWatch has none."""
    count_before: float | None = None

    @property
    def unit(self) -> Unit:
        return UNITS[self.metric]

    @property
    def ratio(self) -> float | None:
        """How many times the earlier level; None where they cannot be held against each other."""
        is_error = self.metric == "errors"
        now, then = (self.count, self.count_before) if is_error else (self.value, self.usual)
        return now / then if now is not None and then else None

    @property
    def is_notable(self) -> bool:
        return self.step is not None or self._is_far()

    @property
    def urgency(self) -> float:
        """Higher is worse: what grew matters more than what fell, requests least of all."""
        ratio = self.ratio or 1.0
        if self.metric == "requests":
            return max(ratio, 1 / ratio if ratio else 1.0) / 4
        return ratio

    def _is_far(self) -> bool:
        ratio = self.ratio
        if ratio is None or 1 / LARGE < ratio < LARGE:
            return False
        if self.metric == "errors":
            return abs((self.count or 0) - (self.count_before or 0)) >= _FEW_ERRORS
        return abs((self.value or 0) - (self.usual or 0)) >= _LEAST[self.metric]


def findings(history: History, *, is_live: bool) -> tuple[Finding, ...]:
    """Every metric that was read, in the order of `METRICS`. `is_live`: until now."""
    curves = (history.curve(metric) for metric in METRICS)
    return tuple(_finding(curve, history, is_live) for curve in curves if curve is not None)


def scaled(curve: Curve, points: Sequence[Point], period: int) -> tuple[Point, ...]:
    """Counts as so many a minute; all values with the digits that matter."""
    factor = 60 / period if curve.metric in _COUNTED else 1.0
    return tuple(
        (at, None if value is None else float(f"{value * factor:.4g}")) for at, value in points
    )


def cause(found: Step, deployments: Sequence[Deployed], period: int) -> Deployed | None:
    """The last deployment that began shortly before a step. That is an order in time, no more."""
    latest = max(_CAUSE_SECONDS, 2.0 * period)
    # A step is only known to a period: it may have begun during the one before.
    near = [one for one in deployments if -period < found.at - one.at <= latest]
    return near[-1] if near else None


def percentiles(history: History) -> tuple[tuple[Statistic, Curve], ...]:
    """The percentiles of latency beside the one that is talked about."""
    wanted: tuple[Statistic, ...] = ("p95", "p50")
    found = ((one, history.curve("latency", one)) for one in wanted)
    return tuple((one, curve) for one, curve in found if curve is not None)


def _finding(curve: Curve, history: History, is_live: bool) -> Finding:
    points = scaled(curve, curve.points, history.period)
    before = scaled(curve, curve.before, history.period)
    if curve.metric == "errors":
        return _errors(curve, points, before, history)
    found = step(points, before, _LEAST[curve.metric])
    since = found.at if found and is_live else history.start
    return Finding(
        curve.metric,
        points,
        before,
        value=found.after if found and is_live else level(points),
        usual=level([one for one in before if one[0] >= since]),
        step=found,
        is_since_step=found is not None and is_live,
    )


def _errors(
    curve: Curve, points: tuple[Point, ...], before: tuple[Point, ...], history: History
) -> Finding:
    """Errors are rare and reported only where there are some (the guide of Elastic Load Balancing,
    "CloudWatch metrics for your Application Load Balancer"), so they are counted, not levelled."""
    minutes = (history.end - history.start) / 60
    count, count_before = total(curve.points), total(curve.before)
    has_any = bool(measured(points))
    usual = filled(before) if measured(before) else ()
    return Finding(
        curve.metric,
        points,
        before,
        value=count / minutes if count is not None else None,
        usual=count_before / minutes if count_before is not None else None,
        step=_rate_step(filled(points), usual) if has_any else None,
        count=count,
        count_before=count_before,
    )


def _rate_step(points: tuple[Point, ...], usual: tuple[Point, ...]) -> Step | None:
    """With means on both sides: of what is mostly not there, the median says nothing."""
    found = step(points, usual, _LEAST["errors"])
    if found is None:
        return None
    before = fmean(value or 0.0 for at, value in points if at < found.at)
    after = fmean(value or 0.0 for at, value in points if at >= found.at)
    return Step(found.at, before, after)
