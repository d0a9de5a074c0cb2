"""A condition as tokens."""

import re
from dataclasses import dataclass
from typing import Literal

from bot.errors import ConditionError

Kind = Literal[
    "slot", "session", "request", "path", "function", "text", "duration", "number",
    "and", "or", "not", "comparison", "(", ")", "end",
]  # fmt: skip

_NAME = r"[0-9a-zA-Z_-]+"
_PATTERNS: tuple[tuple[Kind, str], ...] = (
    ("slot", rf"\{{\s*{_NAME}(?:\.{_NAME}){{0,2}}\s*\}}"),
    ("session", r"\[[^\[\]]+\]"),
    # Before "(": a request attribute has two of them, and a name alone inside.
    ("request", r"\(\(\s*[^()\[\]{}\"\s]+\s*\)\)"),
    ("path", r"\$\.[0-9a-zA-Z_.\[\]]+"),
    ("function", r"fn\.[A-Za-z_]+"),
    ("text", r'"(?:[^"\\]|\\.)*"'),
    ("duration", r"P(?:\d+[A-Z]|T)+\b"),
    ("number", r"-?\d+(?:\.\d+)?\b"),
    ("comparison", r"!=|<=|>=|=|<|>|\bCONTAINS\b"),
    ("and", r"&&|\bAND\b"),
    ("or", r"\|\||\bOR\b"),
    ("not", r"!|\bNOT\b"),
    ("(", r"\("),
    (")", r"\)"),
)
_TOKEN = re.compile(
    r"\s*(?:" + "|".join(f"(?P<k{n}>{pattern})" for n, (_, pattern) in enumerate(_PATTERNS)) + ")",
    re.DOTALL,
)
_CURES = {
    "{": "a slot is {slot} or {Intent.slot}, of letters, digits, - and _",
    "[": "a session attribute is [name]",
    '"': "this text is never closed with a quote",
    "'": 'texts are quoted with "',
}


@dataclass(frozen=True)
class Token:
    """`position`: the 0-based character that it begins at."""

    kind: Kind
    text: str
    position: int


def tokens(expression: str) -> list[Token]:
    """The tokens of `expression`, `end` last. Raises ConditionError at what is none."""
    found: list[Token] = []
    position = 0
    while expression[position:].strip():
        match = _TOKEN.match(expression, position)
        if match is None:
            raise _unreadable(expression, position)
        kind = _PATTERNS[int((match.lastgroup or "k0")[1:])][0]
        found.append(Token(kind, match[match.lastgroup or 0], match.start(match.lastgroup or 0)))
        position = match.end()
    return [*found, Token("end", "", len(expression))]


def _unreadable(expression: str, position: int) -> ConditionError:
    start = position + len(expression[position:]) - len(expression[position:].lstrip())
    mark = expression[start]
    message = _CURES.get(mark, "")
    if not message:
        word = re.match(r"[\w.-]+", expression[start:])
        shown = word[0] if word else mark
        message = f'{shown!r} is no part of a condition (a text needs quotes: "{shown}")'
    return ConditionError(expression, start, message)
