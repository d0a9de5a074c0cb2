"""Which moments are read for a time range."""

from datetime import UTC, datetime, timedelta

import pytest

from fulfillment.ops.metrics.spans import MOST_POINTS, days_between, span_of

NOW = datetime(2026, 11, 26, 14, 7, 33, tzinfo=UTC)


@pytest.mark.parametrize(
    ("length", "period"),
    [
        (timedelta(seconds=20), 60),
        (timedelta(minutes=5), 60),
        (timedelta(hours=1), 60),
        (timedelta(hours=3), 300),
        (timedelta(hours=24), 900),
        (timedelta(days=7), 7200),
        (timedelta(days=31), 28800),
    ],
)
def test_a_range_has_at_most_so_many_steps_and_at_least_one(length: timedelta, period: int) -> None:
    span = span_of(NOW - length, NOW, NOW)

    assert span.period == period
    assert 1 <= len(span.moments()) <= MOST_POINTS + 1
    assert all(moment % period == 0 for moment in span.moments())


def test_the_minute_that_is_still_being_counted_is_left_out() -> None:
    span = span_of(NOW - timedelta(hours=1), NOW, NOW)

    assert span.end == datetime(2026, 11, 26, 14, 6, tzinfo=UTC)


def test_a_range_of_the_past_is_whole() -> None:
    day = datetime(2026, 11, 25, tzinfo=UTC)
    span = span_of(day, day + timedelta(days=1), NOW)

    assert (span.start, span.end) == (day, day + timedelta(days=1))


@pytest.mark.parametrize(("days_ago", "period"), [(3, 60), (20, 300), (70, 3600)])
def test_old_points_are_kept_in_longer_steps(days_ago: int, period: int) -> None:
    start = NOW - timedelta(days=days_ago)

    assert span_of(start, start + timedelta(hours=1), NOW).period == period


@pytest.mark.parametrize(
    ("length", "days"),
    [
        (timedelta(hours=1), 1),
        (timedelta(days=1), 1),
        (timedelta(days=3), 7),
        (timedelta(days=7), 7),
        (timedelta(days=31), 35),
    ],
)
def test_the_earlier_time_is_a_day_or_whole_weeks_away(length: timedelta, days: int) -> None:
    assert days_between(NOW - length, NOW) == days
