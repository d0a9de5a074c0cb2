"""Time ranges as people say them, wherever they are."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fulfillment.time_range import TimeRange, iso_duration, parsed_duration, time_range
from fulfillment.turn import Turn
from tests.fulfillment.handlers.scripted import a_turn
from tests.fulfillment.language import english, german

NOW = datetime(2026, 11, 26, 14, 30, tzinfo=UTC)  # a Thursday
HOUR = timedelta(hours=1)


def at(now: datetime = NOW, zone: str = "UTC") -> Turn:
    return replace(a_turn(), now=now, time_zone=zone)


def span(day: str, now: datetime = NOW, zone: str = "UTC") -> tuple[str, str]:
    found = time_range(at(now, zone), None, day, default=HOUR)
    return f"{found.start:%d %H:%M}", f"{found.end:%d %H:%M}"


@pytest.mark.parametrize(
    ("day", "start", "end"),
    [
        ("today", "26 00:00", "26 14:30"),
        ("yesterday", "25 00:00", "26 00:00"),
        ("this_morning", "26 05:00", "26 12:00"),
        ("last_night", "25 18:00", "26 08:00"),
        ("this_week", "23 00:00", "26 14:30"),
        ("last_week", "16 00:00", "23 00:00"),
        ("this_month", "01 00:00", "26 14:30"),
        ("since_yesterday", "25 00:00", "26 14:30"),
        ("since_this_morning", "26 05:00", "26 14:30"),
        ("since_last_night", "25 18:00", "26 14:30"),
        ("since_last_week", "16 00:00", "26 14:30"),
    ],
)
def test_a_day_is_a_piece_of_the_calendar(day: str, start: str, end: str) -> None:
    assert span(day) == (start, end)


def test_the_calendar_is_that_of_who_asks() -> None:
    assert span("yesterday", zone="America/New_York") == ("25 05:00", "26 05:00")
    assert span("yesterday", zone="no/such_zone") == span("yesterday")


def test_a_day_of_25_hours_is_whole() -> None:
    after = datetime(2026, 10, 26, 12, 0, tzinfo=UTC)  # the clocks of Berlin went back on the 25th

    assert span("yesterday", after, "Europe/Berlin") == ("24 22:00", "25 23:00")


def test_nothing_lies_ahead() -> None:
    early = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)

    # Before the morning has begun, whoever is up means the time since midnight.
    assert span("this_morning", early) == ("26 00:00", "26 03:00")
    assert span("since_this_morning", early) == ("26 00:00", "26 03:00")
    assert span("last_night", early) == ("25 18:00", "26 03:00")


def test_a_period_counts_back_and_is_bounded() -> None:
    found = time_range(at(), "PT30M", None, default=HOUR)
    default = time_range(at(), None, None, default=HOUR)
    bounded = time_range(at(), "P400D", None, default=HOUR, longest=timedelta(days=7))

    assert (found.start, found.end) == (NOW - timedelta(minutes=30), NOW)
    assert (default.seconds, bounded.seconds) == (3_600, 7 * 86_400)
    assert found.holds(NOW - timedelta(minutes=30))
    assert not found.holds(NOW)


@pytest.mark.parametrize(
    ("period", "day", "en", "de"),
    [
        ("PT30M", None, "in the last 30 minutes", "seit 30 Minuten"),
        ("PT1H", None, "in the last hour", "in der letzten Stunde"),
        ("P1D", None, "in the last 24 hours", "in den letzten 24 Stunden"),
        (None, "yesterday", "yesterday", "gestern"),
        (None, "since_yesterday", "since yesterday", "seit gestern"),
    ],
)
def test_it_is_said(period: str | None, day: str | None, en: str, de: str) -> None:
    found: TimeRange = time_range(at(), period, day, default=HOUR)

    assert found.said(english("WhatsBroken")) == en
    assert found.said(german("WhatsBroken")) == de


@given(st.integers(1, 3660 * 86_400))
def test_a_duration_comes_back_as_it_was(seconds: int) -> None:
    written = iso_duration(timedelta(seconds=seconds))

    assert parsed_duration(written) == timedelta(seconds=seconds)
    assert parsed_duration(written.lower()) == timedelta(seconds=seconds)


@given(st.text())
def test_any_text_is_a_duration_above_zero_or_refused(text: str) -> None:
    found = HOUR
    with suppress(ValueError):
        found = parsed_duration(text)
    assert timedelta(0) < found <= timedelta(days=3660)


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "0m", "PT0S", "-5m", "٣m", "9" * 30 + "h", "P9999999D"]
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no duration"):
        parsed_duration(text)
