"""A text made ready for reading values, and what the classes of templates read in it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from bot.slots.context import SlotContext
from bot.slots.language import Language, language_of
from bot.slots.numbers import end_of
from bot.slots.patterns import Match
from bot.slots.tokens import Token

_NUMBER_MARKS = frozenset(".,:/")
"""What stands behind one of them is not a number of its own: the 2 of v1.2."""
Found = tuple[int, Any] | None
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_DATE = re.compile(r"(\d{1,4})([^\w\s])\s?(\d{1,2})(?:\2\s?(\d{4}|\d{2})(?!\d)|\2)?(?!\d)")
_CLOCK = re.compile(r"(\d{1,2})([^\w\s])(\d{2})(?::\d{2})?(?!\d)")


@dataclass(frozen=True)
class NumericDate:
    """Three numbers in the order that they were written; `year` None where there were two."""

    first: int
    second: int
    year: int | None


@dataclass(frozen=True)
class Clock:
    hour: int
    minute: int
    certain: bool = False
    """A leading zero tells the 24-hour clock, in languages that use it."""


@dataclass(frozen=True)
class Text:
    """What was said, its tokens, and the values of classes found so far."""

    said: str
    context: SlotContext
    language: Language
    tokens: tuple[Token, ...]
    found: dict[tuple[str, int], Found] = field(default_factory=dict)

    @cached_property
    def words(self) -> frozenset[str]:
        """The texts of the tokens."""
        return frozenset(token.text for token in self.tokens)

    @cached_property
    def has_digits(self) -> bool:
        return any(word[:1].isdecimal() for word in self.words)

    def original(self, start: int, end: int) -> str:
        """The words of tokens `start` to `end` (exclusive), as they were said."""
        return self.said[self.tokens[start].start : self.tokens[end - 1].end]

    def can_start(self, place: int) -> bool:
        """Whether a value may begin here: not inside a word or a number."""
        token = self.tokens[place]
        before = self.tokens[place - 1] if place > 0 and token.glued else None
        if token.inner or before is None:
            return not token.inner
        is_part = before.text in _NUMBER_MARKS and before.glued and token.text.isdecimal()
        if is_part and self.tokens[place - 2].text[-1:].isdecimal():
            return False
        return not (before.is_word and token.is_word)

    def can_end(self, end: int) -> bool:
        """Whether a value may end before token `end`."""
        return end >= len(self.tokens) or self.can_start(end)

    def may_hold(self, kind: str) -> bool:
        """Whether some template of `kind` may begin anywhere; a quick no for most sentences."""
        return self.has_digits or not self.language.starters[kind].isdisjoint(self.words)

    def matches(self, kind: str, place: int) -> list[Match]:
        """The templates of `kind` ("dates", …) that begin at `place`."""
        if not self.language.may_start(kind, self.tokens[place]):
            return []
        return list(self.language.patterns[kind].at(self.tokens, place, self.read))

    def is_led(self, place: int, meaning: Mapping[str, Any]) -> bool:
        """Whether the word before makes a value of what a template with a `lead` matched."""
        words = self.language.leads.get(meaning.get("lead", ""), frozenset())
        return place > 0 and self.tokens[place - 1].text in words

    def read(self, name: str, place: int) -> Found:
        """What class `name` reads at `place`."""
        key = (name, place)
        if key not in self.found:
            self.found[key] = self._read(name, place)
        return self.found[key]

    def _read(self, name: str, place: int) -> Found:
        if place >= len(self.tokens):
            return None
        if name in _READERS:
            return _READERS[name](self, place)
        if name.endswith("_ordinal"):
            return self.read("ordinal", place)
        table = self.language.classes.get(name)
        return table.at(self.tokens, place) if table else None


def text_of(said: str, context: SlotContext) -> Text:
    """`said` made ready. The types that are tried on one text share what was read in it."""
    # Moments of two time zones are equal and may have different days.
    return _text_of(said, context, context.now.isoformat())


@lru_cache(maxsize=32)
def _text_of(said: str, context: SlotContext, _: str) -> Text:
    language = language_of(context.locale)
    return Text(said, context, language, language.tokens(said))


def _number(text: Text, place: int) -> Found:
    return text.language.numbers.number(text.said, text.tokens, place)


def _count(text: Text, place: int) -> Found:
    return text.language.numbers.count(text.said, text.tokens, place)


def _ordinal(text: Text, place: int) -> Found:
    return text.language.numbers.ordinal(text.tokens, place)


def _whole(text: Text, place: int, least: int, most: int) -> Found:
    found = text.language.numbers.whole(text.tokens, place)
    return found if found and least <= found[1] <= most else None


def _day(text: Text, place: int) -> Found:
    ordinal = _ordinal(text, place)
    if ordinal is not None and 1 <= ordinal[1] <= 31:
        return ordinal
    found = _whole(text, place, 1, 31)
    return found if found and text.can_end(found[0]) else None


def _hour(text: Text, place: int) -> Found:
    token = text.tokens[place]
    if token.text.isdecimal() and len(token.text) > 2:
        return None
    found = _whole(text, place, 0, 24)
    # "3.5" and "8:30" are not hours.
    return None if found and _goes_on(text, found[0]) else found


def _goes_on(text: Text, end: int) -> bool:
    tokens = text.tokens
    if end + 1 >= len(tokens) or not tokens[end - 1].text.isdecimal():
        return False
    mark, after = tokens[end], tokens[end + 1]
    return mark.glued and not mark.is_word and after.glued and after.text[:1].isdecimal()


def _minute(text: Text, place: int) -> Found:
    """Two digits, or words: "fifteen", "oh five"."""
    token = text.tokens[place]
    if token.text.isdecimal():
        return (
            (place + 1, int(token.text)) if len(token.text) == 2 and int(token.text) < 60 else None
        )
    if token.text in text.language.numbers.words.digits_only and place + 1 < len(text.tokens):
        return _whole(text, place + 1, 1, 9)
    return _whole(text, place, 10, 59)


def _minutes(text: Text, place: int) -> Found:
    return _whole(text, place, 1, 59)


def _year(text: Text, place: int) -> Found:
    token = text.tokens[place]
    if token.text.isdecimal():
        is_year = len(token.text) == 4 and 1000 <= int(token.text) < 3000
        return (place + 1, int(token.text)) if is_year and not _goes_on(text, place + 1) else None
    sequence = text.language.numbers.sequence(text.tokens, place)
    if sequence is not None and len(sequence[1]) == 4 and sequence[1][:2] in ("19", "20"):
        return sequence[0], int(sequence[1])
    number = _number(text, place)
    is_year = number is not None and 1000 <= number[1] < 3000 and number[1] % 1 == 0
    return (number[0], int(number[1])) if number is not None and is_year else None


def _numeric(text: Text, place: int) -> Found:
    start = text.tokens[place].start
    iso = _ISO_DATE.match(text.said, start)
    if iso:
        end = end_of(text.tokens, place, iso.end())
        year, month, day = (int(part) for part in iso.groups())
        order = text.language.forms(text.context.locale).order
        first, second = (month, day) if order == "mdy" else (day, month)
        return (end, NumericDate(first, second, year)) if end else None
    return _written_date(text, place)


def _written_date(text: Text, place: int) -> Found:
    match = _DATE.match(text.said, text.tokens[place].start)
    if match is None or len(match.group(1)) > 2:
        return None
    year = match.group(4)
    language = text.language
    marks = language.date_marks if year else language.short_date_marks
    end = end_of(text.tokens, place, match.end())
    if match.group(2) not in marks or end is None or _goes_on(text, end):
        return None
    full = _full_year(int(year)) if year and len(year) == 2 else (int(year) if year else None)
    return end, NumericDate(int(match.group(1)), int(match.group(3)), full)


def _full_year(year: int) -> int:
    """Two digits: up to 69 this century, as POSIX has it."""
    return 2000 + year if year < 70 else 1900 + year


def _clock(text: Text, place: int) -> Found:
    match = _CLOCK.match(text.said, text.tokens[place].start)
    if match is None or match.group(2) not in text.language.clock_marks:
        return None
    hour, minute = int(match.group(1)), int(match.group(3))
    end = end_of(text.tokens, place, match.end())
    if end is None or hour > 24 or minute > 59 or (hour == 24 and minute) or _goes_on(text, end):
        return None
    certain = text.language.clock_24 and match.group(1).startswith("0")
    return end, Clock(hour, minute, certain)


_READERS: dict[str, Callable[[Text, int], Found]] = {
    "number": _number,
    "count": _count,
    "ordinal": _ordinal,
    "day": _day,
    "hour": _hour,
    "minute": _minute,
    "minutes": _minutes,
    "year": _year,
    "numeric": _numeric,
    "clock": _clock,
}
