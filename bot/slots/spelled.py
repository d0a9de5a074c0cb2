"""What is typed or spelled mark by mark: AlphaNumeric, PhoneNumber, EmailAddress, UKPostalCode."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.slots.numbers import end_of
from bot.slots.reading import Reader, Reading, one
from bot.slots.text import Text

MOST_WITH_PATTERN = 30
"""Characters of a value with a regex filter (guide: built-in-slot-alphanumeric)."""
_MOST_PARTS = 48
_FEWEST_DIGITS, _CERTAIN_DIGITS, _MOST_DIGITS = 3, 7, 20
_EMAIL = re.compile(r"[A-Za-z0-9][\w.+%-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}", re.ASCII)
_WRITTEN_EMAIL = re.compile(r"[^\s@]{1,64}@(?:[^\s@.]{1,63}\.)+[^\s@.]{2,24}")
_POSTCODE = re.compile(r"(GIR|[A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})", re.ASCII)
_PHONE_MARKS = frozenset("-.()/ ")


def alphanumeric(pattern: str = "") -> Reader:
    """The reader of AMAZON.AlphaNumeric, or of a type with a regex filter."""

    def read(text: Text, place: int) -> Iterator[Reading]:
        for end, value, spelled in _codes(text, place):
            fitting = _fitting(value, pattern) if pattern else _written(value, spelled)
            if fitting:
                certain = bool(pattern) or _is_typed_mix(text, place, end, value)
                yield one(end, fitting, weak=not certain)

    return read


def _codes(text: Text, place: int) -> Iterator[tuple[int, str, bool]]:
    """End, value and whether it was spelled, for every length from `place`."""
    value, spelled, end = "", False, place
    for _ in range(_MOST_PARTS):
        found = _code_part(text, end, first=end == place)
        if found is None:
            return
        end, more, was_spelled = found
        value += more
        spelled = spelled or was_spelled
        yield end, value, spelled


def _code_part(text: Text, place: int, *, first: bool) -> tuple[int, str, bool] | None:
    """One typed run, letter, or spelled number. Words of letters alone are one value each."""
    tokens = text.tokens
    if place >= len(tokens):
        return None
    token = tokens[place]
    said = text.original(place, place + 1)
    if token.text == "-" and not first and token.glued:
        return place + 1, "", False
    if len(said) == 1 or text.language.numbers.may_spell(token.text):
        found = _letter(text, place, said) or _spelled_number(text, place, said)
        if found is not None:
            return found
    return (place + 1, said, False) if said.isalpha() and (first or token.glued) else None


def _letter(text: Text, place: int, said: str) -> tuple[int, str, bool] | None:
    if len(said) == 1 and said.isalpha():
        return _after_example(text, place + 1, text.tokens[place].text), said, True
    return _repeated_letter(text, place)


def _spelled_number(text: Text, place: int, said: str) -> tuple[int, str, bool] | None:
    spelled = text.language.numbers.sequence(text.tokens, place)
    return (spelled[0], spelled[1], not said[:1].isdecimal()) if spelled else None


def _repeated_letter(text: Text, place: int) -> tuple[int, str, bool] | None:
    """ "double a"."""
    repeat = text.language.numbers.words.repeats.at(text.tokens, place)
    if repeat is None or repeat[0] >= len(text.tokens):
        return None
    letter = text.original(repeat[0], repeat[0] + 1)
    is_letter = len(letter) == 1 and letter.isalpha()
    return (repeat[0] + 1, letter * repeat[1], True) if is_letter else None


def _after_example(text: Text, place: int, letter: str) -> int:
    """Behind "as in bravo", where that word begins with the letter."""
    phrase = text.language.spelled_as.at(text.tokens, place)
    if phrase is None or phrase[0] >= len(text.tokens):
        return place
    return phrase[0] + 1 if text.tokens[phrase[0]].text.startswith(letter) else place


def _written(value: str, spelled: bool) -> str:
    return value.upper() if spelled else value


@lru_cache(maxsize=4096)
def _fitting(value: str, pattern: str) -> str:
    """The value as the pattern has it, "" if it has not. Sentences have the same words again and
    again."""
    if not value or len(value) > MOST_WITH_PATTERN:
        return ""
    forms = (value, value.upper(), value.lower())
    return next((form for form in forms if _compiled(pattern).fullmatch(form)), "")


def _is_typed_mix(text: Text, start: int, end: int, value: str) -> bool:
    """Letters and digits in one run: "APQ123", and not "a 3"."""
    one_run = all(token.glued for token in text.tokens[start + 1 : end])
    return one_run and any(map(str.isdecimal, value)) and any(map(str.isalpha, value))


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> "re.Pattern[str]":
    # The language has no repeating without end, and values are short: matching stays bounded.
    return re.compile(pattern)


def read_phone_numbers(text: Text, place: int) -> Iterator[Reading]:
    """Digits typed or spoken, with the marks that stand between them; a leading plus is kept."""
    end, digits = place, ""
    plus = _plus(text, place)
    end = plus or place
    for _ in range(_MOST_PARTS):
        start = _after_marks(text, end) if digits or plus is None else end
        found = text.language.numbers.sequence(text.tokens, start)
        if found is None or len(digits) + len(found[1]) > _MOST_DIGITS:
            return
        end, digits = found[0], digits + found[1]
        if len(digits) >= _FEWEST_DIGITS:
            value = f"+{digits}" if plus else digits
            yield one(end, value, weak=len(digits) < _CERTAIN_DIGITS)


def _plus(text: Text, place: int) -> int | None:
    if text.tokens[place].text == "+":
        return place + 1
    found = text.language.plus.at(text.tokens, place)
    return found[0] if found else None


def _after_marks(text: Text, place: int) -> int:
    while place < len(text.tokens):
        if text.tokens[place].text in _PHONE_MARKS:
            place += 1
            continue
        skipped = text.language.skipped_in_phones.at(text.tokens, place)
        if skipped is None:
            break
        place = skipped[0]
    return place


def read_emails(text: Text, place: int) -> Iterator[Reading]:
    """An address as typed, or spoken: "jane dot doe at example dot com"."""
    typed = _EMAIL.match(text.said, text.tokens[place].start)
    if typed is not None:
        end = end_of(text.tokens, place, typed.end())
        if end is not None:
            yield one(end, typed.group())
        return
    near = text.tokens[place : place + _MOST_PARTS]
    if any(token.text in text.language.at_signs for token in near):
        yield from _spoken(text, place)


def _spoken(text: Text, place: int) -> Iterator[Reading]:
    value, end, weak, word_before = "", place, False, False
    for _ in range(_MOST_PARTS):
        found = _address_part(text, end)
        if found is None:
            return
        is_word = found[1] not in ("@", ".", "_", "-", "+")
        # Two words in a row belong together only where the whole text is the address.
        weak = weak or (is_word and word_before)
        end, value, word_before = found[0], value + found[1], is_word
        if is_word and _WRITTEN_EMAIL.fullmatch(value) and _EMAIL.fullmatch(value):
            yield one(end, value, weak=weak)


def _address_part(text: Text, place: int) -> tuple[int, str] | None:
    if place >= len(text.tokens):
        return None
    mark = text.language.email.at(text.tokens, place)
    if mark is not None:
        return mark[0], {"at": "@", "dot": ".", "underscore": "_"}.get(mark[1], mark[1])
    token = text.tokens[place]
    if token.text in ("_", "-", "+", "."):
        return place + 1, token.text
    digits = text.language.numbers.sequence(text.tokens, place)
    if digits is not None:
        return digits
    word = text.original(place, place + 1)
    return (place + 1, word.lower()) if word.isascii() and word.isalpha() else None


def read_uk_postal_codes(text: Text, place: int) -> Iterator[Reading]:
    """A postcode, typed or spelled, with the space and capitals that it has by rule."""
    for end, value, _ in _codes(text, place):
        match = _POSTCODE.fullmatch(value.upper())
        if match is not None:
            yield one(end, f"{match.group(1)} {match.group(2)}")
