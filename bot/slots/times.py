"""AMAZON.Time (lexv2 guide: built-in-slot-time) and AMAZON.Duration (built-in-slot-duration).

An hour up to 12 that nothing tells to be before or after noon is ambiguous: no interpreted value,
both times resolved.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from bot.slots.numbers import written
from bot.slots.patterns import Match
from bot.slots.reading import Reading, one
from bot.slots.text import Clock, Text

_HALF_DAY = 12
_DAY_MINUTES = 24 * 60
_NIGHT_BEFORE = 6
"""Hours of "at night" that are after midnight."""
_SPAN_MINUTES = {"MIN": 1, "H": 60}
_UNITS = ("Y", "MO", "W", "D", "H", "MIN", "S")
_DATE_UNITS = 4
_SMALLER = {"Y": ("MO", 12), "W": ("D", 7), "D": ("H", 24), "H": ("MIN", 60), "MIN": ("S", 60)}
_LETTERS = {"MO": "M", "MIN": "M"}
_MOST_PARTS = 7
_MOST_DIGITS = 12


def read_times(text: Text, place: int) -> Iterator[Reading]:
    """The times that begin at token `place`."""
    led = place > 0 and text.tokens[place - 1].text in text.language.leads.get("time", ())
    for match in text.matches("times", place):
        weak = match.rule.weak and not led
        resolved = _resolved(match, text)
        if resolved:
            interpreted = resolved[0] if len(resolved) == 1 else None
            yield Reading(match.end, interpreted, resolved, weak)


def _resolved(match: Match, text: Text) -> tuple[str, ...]:
    meaning, caught = match.rule.meaning, match.caught
    if "at" in meaning:
        hour, minute = meaning["at"]
        return (_written(hour * 60 + minute),)
    if "now" in meaning:
        return _from_now(text, caught)
    if "clock" in caught or "hour" in caught:
        return _clock_time(meaning, caught)
    return (str(caught.get("part") or caught["half"]),)


def _from_now(text: Text, caught: Mapping[str, Any]) -> tuple[str, ...]:
    minutes = caught.get("count", Decimal(0)) * _SPAN_MINUTES[caught.get("clock_span", "MIN")]
    try:
        then = text.context.now.replace(tzinfo=None) + timedelta(minutes=float(minutes))
    except OverflowError:
        return ()
    return (_written(then.hour * 60 + then.minute),)


def _clock_time(meaning: Mapping[str, Any], caught: Mapping[str, Any]) -> tuple[str, ...]:
    clock = caught.get("clock") or Clock(caught["hour"], caught.get("minute", 0))
    past = meaning.get("past", 0) * caught.get("minutes", 1) + meaning.get("base", 0)
    half = caught.get("half") or _half(caught.get("daytime", ""), clock.hour)
    return tuple(_written(hour * 60 + clock.minute + past) for hour in _hours(clock, half))


def _hours(clock: Clock, half: str) -> tuple[int, ...]:
    hour = clock.hour
    if clock.certain or hour == 0 or hour > _HALF_DAY:
        return (hour,)
    if half:
        return (hour % _HALF_DAY + (_HALF_DAY if half == "PM" else 0),)
    return (hour % _HALF_DAY, hour % _HALF_DAY + _HALF_DAY)


def _half(part: str, hour: int) -> str:
    """The half of the day that a part of it makes of an hour."""
    if part == "NI":
        return "AM" if hour == _HALF_DAY or hour < _NIGHT_BEFORE else "PM"
    if part == "EV" and hour == _HALF_DAY:
        return "AM"
    return {"MO": "AM", "AF": "PM", "EV": "PM"}.get(part, "")


def _written(minutes: int) -> str:
    hour, minute = divmod(minutes % _DAY_MINUTES, 60)
    return f"{hour:02}:{minute:02}"


def read_durations(text: Text, place: int) -> Iterator[Reading]:
    """The durations that begin at token `place`: one part, or several in a row."""
    iso = _iso(text, place)
    if iso is not None:
        yield iso
    parts: dict[str, Decimal] = {}
    for _ in range(_MOST_PARTS):
        match = _longest_part(text, place)
        if match is None:
            return
        _add(parts, match)
        is_weak = match.rule.weak and not text.is_led(place, match.rule.meaning)
        place = match.end
        value = _iso_written(parts)
        if value:
            yield one(place, value, weak=is_weak)
        if match.rule.weak:
            return
        place = _after_joiner(text, place)


def _longest_part(text: Text, place: int) -> Match | None:
    matches = text.matches("durations", place) if place < len(text.tokens) else []
    return max(matches, key=lambda match: match.end, default=None)


def _after_joiner(text: Text, place: int) -> int:
    if place < len(text.tokens) and text.tokens[place].text == ",":
        place += 1
    joined = text.language.joiners.at(text.tokens, place)
    return joined[0] if joined is not None else place


def _add(parts: dict[str, Decimal], match: Match) -> None:
    meaning, caught = match.rule.meaning, match.caught
    unit = meaning.get("span") or caught["span"]
    count = Decimal(str(meaning.get("count", caught.get("count", 0))))
    count += Decimal(str(meaning.get("plus", 0)))
    if unit == "F":
        unit, count = "W", count * 2
    parts[unit] = parts.get(unit, Decimal(0)) + count


def _iso_written(parts: Mapping[str, Decimal]) -> str:
    """`PnYnMnWnDTnHnMnS` with the units as said; "" for what has no such form.

    A broken number goes on in the smaller unit: an hour and a half is PT1H30M.
    """
    whole = _in_whole_units(parts)
    if not whole or any(count < 0 for count in whole.values()):
        return ""
    said = [
        (unit, f"{written(whole[unit])}{_LETTERS.get(unit, unit)}")
        for unit in _UNITS
        if whole.get(unit)
    ]
    if any(len(one) > _MOST_DIGITS for _, one in said):
        return ""
    days = "".join(one for unit, one in said if unit in _UNITS[:_DATE_UNITS])
    clock = "".join(one for unit, one in said if unit in _UNITS[_DATE_UNITS:])
    smallest = max(parts, key=_UNITS.index)
    zero = f"0{_LETTERS.get(smallest, smallest)}"
    if not said:
        return f"P{zero}" if smallest in _UNITS[:_DATE_UNITS] else f"PT{zero}"
    return f"P{days}" + (f"T{clock}" if clock else "")


def _in_whole_units(parts: Mapping[str, Decimal]) -> dict[str, Decimal]:
    whole: dict[str, Decimal] = {}
    for unit in _UNITS:
        count = parts.get(unit, Decimal(0)) + whole.get(unit, Decimal(0))
        broken = count % 1
        if broken and unit in _SMALLER:
            smaller, times = _SMALLER[unit]
            whole[smaller] = whole.get(smaller, Decimal(0)) + broken * times
            count -= broken
        elif broken and unit != "S":
            return {}
        whole[unit] = Decimal(int(count)) if count == int(count) else count.normalize()
    return whole


def _iso(text: Text, place: int) -> Reading | None:
    """A duration typed in its ISO form, "PT1H30M": a word of letters and digits."""
    if text.tokens[place].text not in ("p", "pt"):
        return None
    end = place + 1
    while end < len(text.tokens) and text.tokens[end].glued and text.tokens[end].is_word:
        end += 1
    typed = text.original(place, end).upper()
    return one(end, typed) if _is_iso(typed) else None


def _is_iso(typed: str) -> bool:
    days, _, clock = typed[1:].partition("T")
    if typed.endswith("T") or not typed.isascii():
        return False
    return _in_order(days, "YMWD") and _in_order(clock, "HMS") and bool(days or clock)


def _in_order(text: str, units: str) -> bool:
    digits = ""
    for mark in text:
        if mark.isdecimal():
            digits += mark
        elif digits and mark in units:
            units, digits = units[units.index(mark) + 1 :], ""
        else:
            return False
    return not digits
