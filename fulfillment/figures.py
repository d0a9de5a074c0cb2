"""Amounts and moments as people read them, in a locale: for handlers and for what draws charts."""

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fulfillment.sentences import Phrase, Say, phrase
from fulfillment.turn import Unit
from fulfillment.wording import decimal

_DAY = 86_400


def amount(say: Say, value: float, unit: Unit, *, spoken: bool = False) -> str:
    """Two or three digits that matter: "2.4 s", "840 ms", "41 %", "690/min"; `spoken`: in words."""
    if unit == "seconds" and abs(value) < 0.9995 and not spoken:
        return say("amount_milliseconds", number=decimal(say, value * 1000, 0))
    number = decimal(say, value, _digits(value, unit))
    return say.phrase(_amounts(number, spoken=spoken)[unit])


def _digits(value: float, unit: Unit) -> int:
    if abs(value) >= 10:
        return 0
    return 2 if unit == "seconds" and abs(value) < 1 else 1


def _amounts(number: str, *, spoken: bool) -> Mapping[Unit, Phrase]:
    if spoken:
        return {
            "seconds": phrase("spoken_seconds", number=number),
            "percent": phrase("spoken_percent", number=number),
            "per minute": phrase("spoken_per_minute", number=number),
        }
    return {
        "seconds": phrase("amount_seconds", number=number),
        "percent": phrase("amount_percent", number=number),
        "per minute": phrase("amount_per_minute", number=number),
    }


def moment(say: Say, at: float, time_zone: str, *, with_day: bool = False) -> str:
    """ "14:05", or with the day where a time alone would not say which."""
    local = datetime.fromtimestamp(at, zone(time_zone))
    clock = f"{local:%H:%M}"
    if not with_day:
        return clock
    return say("moment_with_day", day=local.day, month=local.month, time=clock)


def needs_day(start: float, end: float) -> bool:
    """Whether a time of day would stand for several moments from `start` to `end`."""
    return end - start > _DAY


def zone(name: str) -> tzinfo:
    """UTC where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
