"""Which moments are read: pure.

CloudWatch keeps points of a minute for 15 days, of 5 minutes for 63, of an hour for 455 (its guide,
"Metrics retention"); a period must be a multiple of what is kept.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MOST_POINTS = 120
_PERIODS = (60, 300, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 28_800, 86_400)
_KEPT = ((timedelta(days=15), 60), (timedelta(days=63), 300))
_LONGEST_KEPT = 3_600
_SETTLING = timedelta(seconds=60)
"""The newest minute is still being counted: it would look like a fall."""
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Span:
    """From `start` (included) to `end` (not included), in whole steps of `period` seconds."""

    start: datetime
    end: datetime
    period: int

    def earlier(self, days: int) -> "Span":
        return Span(self.start - timedelta(days=days), self.end - timedelta(days=days), self.period)

    def moments(self) -> tuple[float, ...]:
        count = int((self.end - self.start).total_seconds()) // self.period
        return tuple(self.start.timestamp() + step * self.period for step in range(count))


def span_of(start: datetime, end: datetime, now: datetime) -> Span:
    """The time range in steps that there is data for, at most 120 of them and at least one."""
    settled = max(min(end, now - _SETTLING), start)
    kept = _kept_period(now - start + timedelta(days=days_between(start, settled)))
    length = (settled - start).total_seconds()
    period = next(
        (one for one in _PERIODS if one >= kept and length / one <= MOST_POINTS), _PERIODS[-1]
    )
    last = _floor(settled, period)
    first = min(_floor(start, period), last - timedelta(seconds=period))
    return Span(first, last, period)


def days_between(start: datetime, end: datetime) -> int:
    """How many days earlier to look for the same time: a day, or whole weeks for longer ranges, so
    that weekdays meet weekdays and no time is held against itself."""
    length = end - start
    return 1 if length <= _DAY else 7 * math.ceil(length / _WEEK)


def _kept_period(age: timedelta) -> int:
    return next((period for kept_for, period in _KEPT if age < kept_for), _LONGEST_KEPT)


def _floor(moment: datetime, period: int) -> datetime:
    return datetime.fromtimestamp(moment.timestamp() // period * period, UTC)
