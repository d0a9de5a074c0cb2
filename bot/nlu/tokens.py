"""Text to tokens that know where they stand. The same for every language written with spaces."""

import re
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(r"\d+|[^\W\d_]+|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class Token:
    start: int
    end: int
    form: str
    """As written."""
    norm: str
    """Case folded."""


def tokenize(text: str) -> tuple[Token, ...]:
    """Words, numbers and single signs, in order; blanks are between them."""
    return tuple(
        Token(match.start(), match.end(), match.group(), match.group().casefold())
        for match in _TOKEN.finditer(text)
    )


@lru_cache(maxsize=256)
def norms(text: str) -> tuple[str, ...]:
    """Only the case-folded words and signs. Who understands a text asks for them several times."""
    return tuple(match.group().casefold() for match in _TOKEN.finditer(text))
