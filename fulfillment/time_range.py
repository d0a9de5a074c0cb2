"""Time ranges as people say them: "the last 30 minutes", "yesterday".

A slot `period` (AMAZON.Duration, ISO 8601: "PT30M") counts back from now; a slot `day` (the type
Day) is a piece of the calendar in the person's time zone.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fulfillment.sentences import Phrase, Say, phrase
from fulfillment.turn import Turn
from fulfillment.wording import spoken_age

_ISO = re.compile(
    r"P(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,5})D)?"
    r"(?:T(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,7})M)?(?:(?P<seconds>\d{1,9})S)?)?",
    re.ASCII | re.IGNORECASE,
)
_SHORT = re.compile(r"(?P<count>\d{1,6}) ?(?P<unit>[smhdw])", re.ASCII | re.IGNORECASE)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_MORNING, _NOON, _EVENING = 5, 12, 18
_NIGHT_ENDS = 8


_WHOLE: Mapping[timedelta, Phrase] = {
    timedelta(minutes=1): phrase("in_the_last_minute"),
    timedelta(hours=1): phrase("in_the_last_hour"),
    timedelta(days=1): phrase("in_the_last_day"),
    timedelta(weeks=1): phrase("in_the_last_week"),
}


@dataclass(frozen=True)
class TimeRange:
    """From `start` (included) to `end` (not included), aware, UTC."""

    start: datetime
    end: datetime
    period: timedelta | None = None
    """Where it counts back from now."""
    day: str = ""
    """Else the value of the slot type Day that it is."""

    @property
    def seconds(self) -> float:
        return (self.end - self.start).total_seconds()

    def said(self, say: Say) -> str:
        """As part of a sentence: "in the last 30 minutes", "yesterday"."""
        if self.period is not None:
            if (whole := _WHOLE.get(self.period)) is not None:
                return say.phrase(whole)
            return say("in_the_last", span=spoken_age(say, self.period.total_seconds()))
        return say.phrase(_DAYS[self.day].phrase)

    def holds(self, moment: datetime) -> bool:
        return self.start <= moment < self.end


def time_range(
    turn: Turn,
    period: str | None,
    day: str | None,
    *,
    default: timedelta,
    longest: timedelta = timedelta(days=31),
) -> TimeRange:
    """What `period` or `day` of a turn means, else the last `default`; at most `longest` long, its
    end kept. Values are as `fulfillment.resolution` gives them."""
    if day is not None and day in _DAYS and not period:
        start, end = _DAYS[day].bounds(local_time(turn, turn.now))
        end = min(end.astimezone(UTC), turn.now)
        return TimeRange(max(start.astimezone(UTC), end - longest), end, day=day)
    span = min(parsed_duration(period) if period else default, longest)
    return TimeRange(turn.now - span, turn.now, period=span)


def parsed_duration(text: str) -> timedelta:
    """ "PT30M" or "30m" as a time span above zero. Raises `ValueError`."""
    stripped = text.strip()
    if short := _SHORT.fullmatch(stripped):
        span = timedelta(**{_UNITS[short["unit"].lower()]: int(short["count"])})
    elif found := _ISO.fullmatch(stripped):
        span = timedelta(**{unit: int(count) for unit, count in found.groupdict("0").items()})
    else:
        raise ValueError(f"{text!r} is no duration: write PT30M or 30m")
    if not timedelta(0) < span <= timedelta(days=3660):
        raise ValueError(f"{text!r} is no duration between a second and ten years")
    return span


def iso_duration(span: timedelta) -> str:
    """The shortest ISO 8601 text that `parsed_duration` reads as `span`: "PT30M", "P1D"."""
    seconds = int(span.total_seconds())
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, left = divmod(rest, 60)
    date = f"{days}D" if days else ""
    time = "".join(f"{n}{u}" for n, u in ((hours, "H"), (minutes, "M"), (left, "S")) if n)
    return f"P{date}{'T' if time else ''}{time}"


Bounds = Callable[[datetime], tuple[datetime, datetime]]
"""The local moment of asking -> start and end, local."""


@dataclass(frozen=True)
class _Day:
    phrase: Phrase
    bounds: Bounds


def _midnight(moment: datetime, days: int = 0) -> datetime:
    return (moment + timedelta(days=days)).replace(hour=0, minute=0, second=0, microsecond=0)


def _today(now: datetime) -> tuple[datetime, datetime]:
    return _midnight(now), now


def _yesterday(now: datetime) -> tuple[datetime, datetime]:
    return _midnight(now, -1), _midnight(now)


def _this_morning(now: datetime) -> tuple[datetime, datetime]:
    """Before it has begun, whoever is up means the time since midnight."""
    midnight = _midnight(now)
    begin = midnight.replace(hour=_MORNING)
    return begin if begin < now else midnight, min(midnight.replace(hour=_NOON), now)


def _last_night(now: datetime) -> tuple[datetime, datetime]:
    return _midnight(now, -1).replace(hour=_EVENING), _midnight(now).replace(hour=_NIGHT_ENDS)


def _since(day: Bounds) -> Bounds:
    """From the beginning of `day` up to now."""
    return lambda now: (day(now)[0], now)


def _this_week(now: datetime) -> tuple[datetime, datetime]:
    return _midnight(now, -now.weekday()), now


def _last_week(now: datetime) -> tuple[datetime, datetime]:
    monday = _midnight(now, -now.weekday())
    return _midnight(monday, -7), monday


def _this_month(now: datetime) -> tuple[datetime, datetime]:
    return _midnight(now).replace(day=1), now


_DAYS: Mapping[str, _Day] = {
    "today": _Day(phrase("day_today"), _today),
    "yesterday": _Day(phrase("day_yesterday"), _yesterday),
    "this_morning": _Day(phrase("day_this_morning"), _this_morning),
    "last_night": _Day(phrase("day_last_night"), _last_night),
    "since_yesterday": _Day(phrase("day_since_yesterday"), _since(_yesterday)),
    "since_this_morning": _Day(phrase("day_since_this_morning"), _since(_this_morning)),
    "since_last_night": _Day(phrase("day_since_last_night"), _since(_last_night)),
    "since_last_week": _Day(phrase("day_since_last_week"), _since(_last_week)),
    "this_week": _Day(phrase("day_this_week"), _this_week),
    "last_week": _Day(phrase("day_last_week"), _last_week),
    "this_month": _Day(phrase("day_this_month"), _this_month),
}


def clock_time(turn: Turn, moment: datetime) -> str:
    """When it was for the person: "14:05" today, else "2026-11-26 14:05"."""
    local, today = local_time(turn, moment), local_time(turn, turn.now)
    return f"{local:%H:%M}" if local.date() == today.date() else f"{local:%Y-%m-%d %H:%M}"


def local_time(turn: Turn, moment: datetime) -> datetime:
    """In the person's time zone; in UTC where that is unknown."""
    try:
        return moment.astimezone(ZoneInfo(turn.time_zone))
    except (ZoneInfoNotFoundError, ValueError):
        return moment.astimezone(UTC)
