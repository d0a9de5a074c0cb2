"""The small pattern language of Lex's regex filters.

Letters, digits and `\\u0041`; `[...]`, `(...)`, `|`, `?`, `{2}`, `{1,3}`; no repeating without end,
no wild card (guide: built-in-slot-alphanumeric).
"""

import re

_TOKEN = re.compile(
    r"(?P<plain>[A-Za-z0-9])"
    r"|(?P<unicode>\\u[0-9a-fA-F]{4})"
    r"|(?P<set>\[\^?(?:(?:[A-Za-z0-9]|\\u[0-9a-fA-F]{4})(?:-(?:[A-Za-z0-9]|\\u[0-9a-fA-F]{4}))?)+\])"
    r"|(?P<repeat>\{\d+(?:,\d+)?\}|\?)"
    r"|(?P<group>[()|^$])"
)
_REFUSED = {
    "*": "repeats without end",
    "+": "repeats without end",
    ".": "is a wild card",
}


def pattern_mistake(pattern: str) -> str:
    """Why Lex would refuse `pattern`; "" where it would not."""
    position = 0
    while position < len(pattern):
        match = _TOKEN.match(pattern, position)
        if match is None:
            return _mistake(pattern, position)
        position = match.end()
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return str(error)
    return ""


def _mistake(pattern: str, position: int) -> str:
    rest = pattern[position:]
    mark = rest[0]
    place = f"at character {position + 1}"
    if mark in _REFUSED:
        return f"{mark!r} {_REFUSED[mark]} {place}"
    if re.match(r"\{\d*,\}", rest):
        return f"{rest[: rest.index('}') + 1]!r} repeats without end {place}"
    if mark == "[":
        return f"this set holds more than letters, digits, ranges and \\u0000 {place}"
    shown = rest[:2] if mark == "\\" else mark
    if mark == "\\" or mark in "{}]":
        return f"{shown!r} is no part of such a pattern {place}"
    return f"{shown!r} must be written \\u{ord(mark):04x} {place}"
