"""Numbers in digits and in words: cardinals, ordinals, digit by digit."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bot.slots.phrases import PhraseTable
from bot.slots.tokens import Token

Found = tuple[int, Decimal]
"""End (exclusive) and value."""
_FRACTION = re.compile(r"(\d+)\s*/\s*(\d+)(?![\d/])")
_MOST_DIGITS = 40


@dataclass(frozen=True)
class NumberWords:
    """The number words of a language, folded."""

    words: Mapping[str, int] = field(default_factory=dict)
    digits_only: frozenset[str] = frozenset()
    hundreds: frozenset[str] = frozenset()
    scales: Mapping[str, int] = field(default_factory=dict)
    one_before_scale: frozenset[str] = frozenset()
    ands: frozenset[str] = frozenset()
    points: frozenset[str] = frozenset()
    minus: frozenset[str] = frozenset()
    ordinals: Mapping[str, int] = field(default_factory=dict)
    ordinal_suffixes: frozenset[str] = frozenset()
    units_first: bool = False
    counts: PhraseTable[Decimal] = field(default_factory=PhraseTable)
    fractions: PhraseTable[Decimal] = field(default_factory=PhraseTable)
    repeats: PhraseTable[int] = field(default_factory=PhraseTable)
    whole: PhraseTable[int] = field(default_factory=PhraseTable)
    """0 to 999 as whole phrases, for languages that do not simply add up."""
    decimal: str = "."
    group: str = ","

    @property
    def first_words(self) -> frozenset[str]:
        """The words that a number may begin with, its sign among them."""
        own = (*self.scales, *self.points, *self.minus, *self.ordinals)
        tables = (self.counts, self.fractions)
        return self.first_digits.union(own, *(table.first_words for table in tables))

    @property
    def first_digits(self) -> frozenset[str]:
        """The words that a row of digits may begin with."""
        own = (*self.words, *self.digits_only, *self.hundreds, *self.one_before_scale)
        return self.repeats.first_words.union(own, self.whole.first_words)


class Numbers:
    """Reads numbers out of tokens."""

    def __init__(self, words: NumberWords) -> None:
        self.words = words
        self._first_digits = words.first_digits
        point, group = re.escape(words.decimal), re.escape(words.group)
        other = "" if words.decimal == "." else "."
        self._typed = re.compile(
            rf"\d{{1,3}}(?:{group}\d{{3}})+(?:{point}\d+)?(?!\d)(?![{point}.]\d)"
            rf"|\d+(?:[{point}{other}]\d+)?(?!\d)(?![{point}.]\d)"
            rf"|{point}\d+(?!\d)(?![{point}.]\d)"
        )

    def number(self, said: str, tokens: tuple[Token, ...], place: int) -> Found | None:
        """A number with its sign, decimals and scale ("minus two point five million")."""
        if place >= len(tokens):
            return None
        token = tokens[place]
        if token.text in self.words.minus or self._is_sign(tokens, place):
            found = self._unsigned(said, tokens, place + 1)
            return (found[0], found[1].copy_negate()) if found else None
        return self._unsigned(said, tokens, place)

    def count(self, said: str, tokens: tuple[Token, ...], place: int) -> Found | None:
        """How many: a number, or "a", "half an", "a couple of"."""
        worded = self.words.counts.at(tokens, place)
        counted = self._unsigned(said, tokens, place)
        return max((one for one in (worded, counted) if one), key=lambda one: one[0], default=None)

    def whole(self, tokens: tuple[Token, ...], place: int) -> tuple[int, int] | None:
        """An integer below 1000, digits or words."""
        if place < len(tokens) and tokens[place].text.isdecimal():
            text = tokens[place].text
            return (place + 1, int(text)) if len(text) <= 4 else None
        return self._chunk(tokens, place)

    def ordinal(self, tokens: tuple[Token, ...], place: int) -> tuple[int, int] | None:
        """A place in a row: "25th", "twenty-fifth"."""
        if place >= len(tokens):
            return None
        text = tokens[place].text
        if text.isdecimal():
            return self._typed_ordinal(tokens, place)
        if text in self.words.ordinals:
            return place + 1, self.words.ordinals[text]
        value = self.words.words.get(text)
        if value is None:
            return None
        return self._compound_ordinal(tokens, place + 1, value)

    def may_spell(self, word: str) -> bool:
        """Whether a row of digits may begin with the word; a quick no for most words."""
        return word in self._first_digits or word.isdecimal()

    def sequence(self, tokens: tuple[Token, ...], place: int) -> tuple[int, str] | None:
        """Numbers one after the other as the digits they spell: "five fifteen" is 515."""
        if not self.may_spell(_text(tokens, place)):
            return None
        digits, start = "", place
        while place < len(tokens) and len(digits) <= _MOST_DIGITS:
            found = self._digits(tokens, place)
            if found is None:
                break
            place, more = found
            digits += more
        return (place, digits) if place > start else None

    def _digits(self, tokens: tuple[Token, ...], place: int) -> tuple[int, str] | None:
        if place >= len(tokens):
            return None
        repeat = self.words.repeats.at(tokens, place)
        if repeat is not None:
            found = self._digits(tokens, repeat[0])
            return (found[0], found[1] * repeat[1]) if found and len(found[1]) == 1 else None
        token = tokens[place]
        if token.text.isdecimal():
            return place + 1, "".join(str(int(digit)) for digit in token.text)
        if token.text in self.words.digits_only:
            return place + 1, str(self.words.words[token.text])
        chunk = self._chunk(tokens, place)
        return (chunk[0], str(chunk[1])) if chunk else None

    def _is_sign(self, tokens: tuple[Token, ...], place: int) -> bool:
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        is_minus = tokens[place].text in ("-", "\u2212") and after is not None and after.glued
        if not is_minus or (after and not after.text[:1].isdecimal() and after.text != "."):
            return False
        return not (tokens[place].glued and place > 0 and tokens[place - 1].is_word)

    def _unsigned(self, said: str, tokens: tuple[Token, ...], place: int) -> Found | None:
        if place >= len(tokens):
            return None
        text = tokens[place].text
        is_inside = tokens[place].glued and place > 0 and tokens[place - 1].is_word
        if text[:1].isdecimal() or (text == self.words.decimal and not is_inside):
            found = self._in_digits(said, tokens, place)
        else:
            found = self._in_words(tokens, place)
        if found is None:
            return None
        fraction = self.words.fractions.at(tokens, found[0])
        return (fraction[0], found[1] + fraction[1]) if fraction else found

    def _in_digits(self, said: str, tokens: tuple[Token, ...], place: int) -> Found | None:
        start = tokens[place].start
        fraction = _FRACTION.match(said, start)
        if fraction:
            return _fraction(fraction, tokens, place)
        match = self._typed.match(said, start)
        if match is None or len(match.group()) > _MOST_DIGITS:
            return None
        end = end_of(tokens, place, match.end())
        if end is None:
            return None
        value = Decimal(self._plain(match.group()))
        mixed = _FRACTION.match(said, tokens[end].start) if end < len(tokens) else None
        if mixed and not tokens[end].glued and (part := _fraction(mixed, tokens, end)):
            return part[0], value + part[1]
        return self._scaled(tokens, end, value)

    def _plain(self, typed: str) -> str:
        """Digits and a point; a point of the other style is one too ("3.5" in German)."""
        group, decimal = self.words.group, self.words.decimal
        groups = re.fullmatch(rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})+(?:\D\d+)?", typed)
        if groups:
            typed = typed.replace(group, "")
        return "".join(
            str(int(mark)) if mark.isdecimal() else "." for mark in typed.replace(decimal, ".")
        )

    def _scaled(self, tokens: tuple[Token, ...], place: int, value: Decimal) -> Found:
        if place < len(tokens) and tokens[place].text in self.words.scales:
            return place + 1, _tidy(value * self.words.scales[tokens[place].text])
        return place, value

    def _in_words(self, tokens: tuple[Token, ...], place: int) -> Found | None:
        if tokens[place].text in self.words.digits_only:
            return None
        end, total = place, Decimal(0)
        if tokens[place].text not in self.words.points:
            found = self._sum(tokens, place)
            if found is None:
                return None
            end, total = found[0], Decimal(found[1])
        decimals = self._decimals(tokens, end)
        if decimals is None:
            return (end, total) if end > place else None
        return self._scaled(tokens, decimals[0], total + decimals[1])

    def _sum(self, tokens: tuple[Token, ...], place: int) -> tuple[int, int] | None:
        """Chunks with falling scales: two million three hundred thousand and five."""
        total, limit, end = 0, max(self.words.scales.values(), default=1) * 1000, place
        while True:
            start = self._after_and(tokens, end) if end > place else end
            found = self._scaled_chunk(tokens, start)
            if found is None or found[2] >= limit:
                break
            end, total, limit = found[0], total + found[1] * found[2], found[2]
            if limit == 1:
                break
        return (end, total) if end > place else None

    def _scaled_chunk(self, tokens: tuple[Token, ...], place: int) -> tuple[int, int, int] | None:
        if place >= len(tokens):
            return None
        text = tokens[place].text
        scales = self.words.scales
        if text in self.words.one_before_scale and place + 1 < len(tokens):
            following = tokens[place + 1].text
            if following in scales:
                return place + 2, 1, scales[following]
        if text in scales:
            return place + 1, 1, scales[text]
        chunk = self._chunk(tokens, place)
        if chunk is None:
            return None
        end, value = chunk
        if end < len(tokens) and tokens[end].text in scales:
            return end + 1, value, scales[tokens[end].text]
        return end, value, 1

    def _chunk(self, tokens: tuple[Token, ...], place: int) -> tuple[int, int] | None:
        """A number below 1000 (or "twelve hundred") in words."""
        words = self.words
        whole = words.whole.at(tokens, place)
        if whole is not None:
            return whole
        if place >= len(tokens):
            return None
        text = tokens[place].text
        if text in words.one_before_scale and _text(tokens, place + 1) in words.hundreds:
            return self._after_hundred(tokens, place + 2, 100)
        if text in words.hundreds:
            return self._after_hundred(tokens, place + 1, 100)
        small = self._below_hundred(tokens, place)
        if small is not None and small[1] > 0 and _text(tokens, small[0]) in words.hundreds:
            return self._after_hundred(tokens, small[0] + 1, small[1] * 100)
        return small

    def _after_hundred(self, tokens: tuple[Token, ...], place: int, value: int) -> tuple[int, int]:
        rest = self._below_hundred(tokens, self._after_and(tokens, place))
        return (rest[0], value + rest[1]) if rest and rest[1] > 0 else (place, value)

    def _below_hundred(self, tokens: tuple[Token, ...], place: int) -> tuple[int, int] | None:
        value = self._word(tokens, place)
        if value is None:
            return None
        following = place + 1
        if (
            self.words.units_first
            and 0 < value < 10
            and _text(tokens, following) in self.words.ands
        ):
            tens = self._word(tokens, following + 1)
            if tens is not None and tens >= 20:
                return following + 2, tens + value
        if not self.words.units_first and value >= 20:
            after = following + 1 if _text(tokens, following) == "-" else following
            unit = self._word(tokens, after)
            if unit is not None and 0 < unit < 10:
                return after + 1, value + unit
        return following, value

    def _word(self, tokens: tuple[Token, ...], place: int) -> int | None:
        text = _text(tokens, place)
        return None if text in self.words.digits_only else self.words.words.get(text)

    def _after_and(self, tokens: tuple[Token, ...], place: int) -> int:
        return place + 1 if _text(tokens, place) in self.words.ands else place

    def _decimals(self, tokens: tuple[Token, ...], place: int) -> Found | None:
        if _text(tokens, place) not in self.words.points:
            return None
        found = self.sequence(tokens, place + 1)
        return (found[0], Decimal(f"0.{found[1]}")) if found else None

    def _typed_ordinal(self, tokens: tuple[Token, ...], place: int) -> tuple[int, int] | None:
        suffix = tokens[place + 1] if place + 1 < len(tokens) else None
        if suffix is None or not suffix.glued or suffix.text not in self.words.ordinal_suffixes:
            return None
        # "3.5" has a point, not an ordinal.
        after = tokens[place + 2] if place + 2 < len(tokens) else None
        is_decimal = suffix.text == "." and after is not None and after.glued
        is_decimal = is_decimal and after is not None and after.text[:1].isdecimal()
        text = tokens[place].text
        return None if is_decimal or len(text) > 4 else (place + 2, int(text))

    def _compound_ordinal(
        self, tokens: tuple[Token, ...], place: int, value: int
    ) -> tuple[int, int] | None:
        if self.words.units_first:
            if 0 < value < 10 and _text(tokens, place) in self.words.ands:
                tens = self.words.ordinals.get(_text(tokens, place + 1), 0)
                return (place + 2, value + tens) if tens >= 20 else None
            return None
        place += _text(tokens, place) == "-"
        unit = self.words.ordinals.get(_text(tokens, place), 0)
        return (place + 1, value + unit) if value >= 20 and 0 < unit < 10 else None


def written(value: Decimal) -> str:
    """A number as Lex gives it: plain digits, no exponent, no plus."""
    return format(value, "f")


def end_of(tokens: Sequence[Token], place: int, end: int) -> int | None:
    """The token place (exclusive) whose characters end at `end`; None inside a token."""
    while place < len(tokens) and tokens[place].end < end:
        place += 1
    return place + 1 if place < len(tokens) and tokens[place].end == end else None


def _fraction(match: "re.Match[str]", tokens: tuple[Token, ...], place: int) -> Found | None:
    end = end_of(tokens, place, match.end())
    if end is None or int(match.group(2)) == 0 or len(match.group()) > 12:
        return None
    value = Decimal(int(match.group(1))) / Decimal(int(match.group(2)))
    return end, round(value, 6).normalize()


def _text(tokens: tuple[Token, ...], place: int) -> str:
    return tokens[place].text if place < len(tokens) else ""


def _tidy(value: Decimal) -> Decimal:
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()
