"""Digits in words: Alexa's samples hold none."""

import re

from num2words import num2words

MAX_AS_NUMBER = 6
"""Digits; longer runs (an account, a ticket) are said one by one, as people do."""


def spelled(digits: str, language: str, *, is_ordinal: bool = False) -> str:
    """ "42" -> "forty-two"; "007" -> "zero zero seven"; "" for a language that nobody taught us."""
    try:
        if len(digits) > MAX_AS_NUMBER or (len(digits) > 1 and int(digits[0]) == 0):
            return " ".join(_word(int(digit), language) for digit in digits)
        return _word(int(digits), language, "ordinal" if is_ordinal else "cardinal")
    except NotImplementedError:
        return ""


def _word(number: int, language: str, form: str = "cardinal") -> str:
    said = str(num2words(number, lang=language, to=form))
    return "" if re.search(r"\d", said) else said
