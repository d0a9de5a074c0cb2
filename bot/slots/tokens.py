"""Text as small tokens with their places: words, runs of digits, single marks.

Finer than `bot.words`: "$1.56", "5pm" and "25.12." are read mark by mark.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import NamedTuple

_TOKEN = re.compile("\\d+|[^\\W\\d_]+(?:['`\u2019][^\\W\\d_]+)*|\\S")
_APOSTROPHES = str.maketrans({"`": "'", "\u2019": "'"})


class Token(NamedTuple):
    """`start` and `end` (exclusive) are characters of the text. `glued`: no space before it."""

    text: str
    start: int
    end: int
    glued: bool
    inner: bool = False
    """A later part of a compound: no value begins here."""

    @property
    def is_word(self) -> bool:
        return self.text[:1].isalnum()


def fold(word: str, letters: Mapping[int, str], endings: tuple[str, ...] = ()) -> str:
    """How a word is compared: no case, no compatibility forms, a language's other spelling."""
    folded = word.translate(_APOSTROPHES)
    if not folded.isascii():
        folded = unicodedata.normalize("NFKC", folded)
    folded = folded.casefold().translate(letters)
    for ending in endings:
        if folded.endswith(ending) and len(folded) > len(ending):
            return folded[: -len(ending)]
    return folded


def tokenize(said: str, parts_of: Callable[[str], tuple[str, ...]]) -> tuple[Token, ...]:
    """The tokens of `said`. `parts_of` folds a word, and takes a compound apart."""
    tokens: list[Token] = []
    last_end = -1
    for match in _TOKEN.finditer(said):
        start, end = match.span()
        parts = parts_of(match.group())
        tokens.append(Token(parts[0], start, end, start == last_end))
        # The places of the parts are only known to be right for the whole: values begin and end
        # there.
        tokens += [Token(part, start, end, glued=True, inner=True) for part in parts[1:]]
        last_end = end
    return tuple(tokens)
