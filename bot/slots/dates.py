"""AMAZON.Date: the guide's rules (lexv2 guide: built-in-slot-date), and ours where it has none.

A specific day is the next one on or after today. A future week, month or year without a day is its
last day, the current or a past one its first day.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bot.slots.patterns import Match
from bot.slots.reading import Reading, one
from bot.slots.text import NumericDate, Text

NEXT_WEEK_SHIFT = -1
"""Weeks by which the guide's figure for a future week lags behind: for 2020-11-25 it prints
2020-11-29 for "next week", the last day of the current week (lexv2 guide: built-in-slot-date)."""
_DAYS = {"D": 1, "W": 7, "F": 14}
_MONTHS = {"MO": 1, "Y": 12}
_MONDAY, _SATURDAY, _SUNDAY = 0, 5, 6
_YEARS_AHEAD = 9
"""A 29 February is at most eight years away."""


def read_dates(text: Text, place: int) -> Iterator[Reading]:
    """The dates that begin at token `place`."""
    for match in text.matches("dates", place):
        try:
            day = _day_of(match, text)
        except (ValueError, OverflowError):
            # No such day (30 February), or beyond the calendar (in a million years).
            continue
        if day is not None:
            weak = match.rule.weak and not text.is_led(place, match.rule.meaning)
            yield one(match.end, day.isoformat(), weak=weak)


def _day_of(match: Match, text: Text) -> date | None:
    meaning, caught, today = match.rule.meaning, match.caught, text.context.today
    if "shift" in meaning:
        return today + timedelta(days=meaning["shift"])
    if "sign" in meaning:
        start = today + timedelta(days=meaning.get("plus", 0))
        return _shifted(start, caught["count"] * meaning["sign"], caught["unit"])
    if "weekday" in meaning:
        weekday = caught.get("weekday", caught.get("weekday_short"))
        return _weekday(today, weekday, meaning["weekday"])
    if "fixed" in meaning:
        return _next_day(today, *meaning["fixed"])
    return _span_of_days(match, today) or _specific(match, text)


def _span_of_days(match: Match, today: date) -> date | None:
    meaning = match.rule.meaning
    if "period" in meaning:
        return _period(today, meaning["period"], meaning["offset"], meaning.get("edge", ""))
    return _whole_month(today, match.caught, meaning["month"]) if "month" in meaning else None


def _specific(match: Match, text: Text) -> date | None:
    caught, today = match.caught, text.context.today
    if "numeric" in caught:
        return _numeric(caught["numeric"], text)
    if "month" in caught or "month_ordinal" in caught:
        month = caught.get("month") or caught["month_ordinal"]
        day = caught.get("day") or caught["ordinal"]
        year = caught.get("year")
        return date(year, month, day) if year else _next_day(today, month, day)
    if "ordinal" in caught:
        return _day_of_month(today, caught["ordinal"], match.rule.meaning.get("months"))
    return _year(today, caught["year"])


def _numeric(numeric: NumericDate, text: Text) -> date:
    order = text.language.forms(text.context.locale).order
    month, day = numeric.first, numeric.second
    if order != "mdy":
        month, day = day, month
    if month > 12 >= day:
        # Only the other order is a date: "25/12" said in the United States.
        month, day = day, month
    if numeric.year is not None:
        return date(numeric.year, month, day)
    return _next_day(text.context.today, month, day)


def _shifted(today: date, count: Decimal, unit: str) -> date | None:
    if unit in _DAYS:
        return today + timedelta(days=float(count * _DAYS[unit]) // 1)
    months = count * _MONTHS[unit]
    if months % 1:
        return None
    return _plus_months(today, int(months))


def _plus_months(day: date, months: int) -> date:
    """The same day some months on, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OverflowError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _next_day(today: date, month: int, day: int) -> date:
    """The next such day on or after today (guide: built-in-slot-date)."""
    for year in range(today.year, min(today.year + _YEARS_AHEAD, date.max.year) + 1):
        if day <= monthrange(year, month)[1]:
            found = date(year, month, day)
            if found >= today:
                return found
    raise ValueError


def _day_of_month(today: date, day: int, months: int | None) -> date | None:
    """ "the 27th": this month or the next that has one."""
    if not 1 <= day <= 31:
        return None
    if months is not None:
        return _plus_months(today.replace(day=1), months).replace(day=day)
    first = today.replace(day=1)
    for ahead in range(12):
        month = _plus_months(first, ahead)
        if day <= monthrange(month.year, month.month)[1] and month.replace(day=day) >= today:
            return month.replace(day=day)
    return None


def _weekday(today: date, weekday: int, which: str) -> date:
    """Undocumented but for "a specific day is on or after today"; docs/lex-compatibility.md."""
    monday = today - timedelta(days=today.weekday())
    following = today + timedelta(days=(weekday - today.weekday()) % 7)
    return {
        "next": lambda: following,
        "next_week": lambda: monday + timedelta(days=7 + weekday),
        "last": lambda: today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1),
        "last_week": lambda: monday + timedelta(days=weekday - 7),
        "week_after": lambda: following + timedelta(days=7),
    }[which]()


def _period(today: date, unit: str, offset: int, edge: str) -> date:
    if unit == "W":
        return _week(today, offset, edge)
    if unit == "WE":
        return _weekend(today, offset)
    if unit == "Y":
        year = today.year + offset
        first, last = date(year, 1, 1), date(year, 12, 31)
    else:
        first = _plus_months(today.replace(day=1), offset)
        last = first.replace(day=monthrange(first.year, first.month)[1])
    return last if _is_last(edge, offset > 0) else first


def _is_last(edge: str, future: bool) -> bool:
    return edge == "last" or (future and edge != "first")


def _week(today: date, offset: int, edge: str) -> date:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=offset)
    if edge == "last":
        return monday + timedelta(days=_SUNDAY)
    if offset <= 0:
        return monday
    return monday + timedelta(weeks=NEXT_WEEK_SHIFT, days=_SUNDAY)


def _weekend(today: date, offset: int) -> date:
    saturday = today + timedelta(days=_SATURDAY - today.weekday())
    if offset == 0:
        return max(today, saturday)
    return saturday + timedelta(weeks=offset)


def _whole_month(today: date, caught: Mapping[str, Any], which: str) -> date:
    """A month without a day; without a year it is the next one on or after the current."""
    month = caught["month"]
    years = {"given": caught.get("year", today.year), "last": today.year - (month >= today.month)}
    ahead = month < today.month or (which == "after" and month == today.month)
    year = years.get(which, today.year + ahead)
    first = date(year, month, 1)
    return first.replace(day=monthrange(year, month)[1]) if first > today else first


def _year(today: date, year: int) -> date:
    return date(year, 12, 31) if year > today.year else date(year, 1, 1)
