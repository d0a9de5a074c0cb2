"""Text as small tokens with their places: words, runs of digits, single marks.

Finer than `bot.words`: "$1.56", "5pm" and "25.12." are read mark by mark.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_TOKEN = re.compile("\\d+|[^\\W\\d_]+(?:['`\u2019][^\\W\\d_]+)*|\\S")
_APOSTROPHES = str.maketrans({"`": "'", "\u2019": "'"})


@dataclass(frozen=True)
class Token:
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


def tokenize(
    said: str, folded: Callable[[str], str], split: Callable[[str], tuple[str, ...]]
) -> tuple[Token, ...]:
    """The tokens of `said`. `split` takes a folded compound apart, or leaves it whole."""
    tokens: list[Token] = []
    last_end = -1
    for match in _TOKEN.finditer(said):
        word, start, end = match.group(), match.start(), match.end()
        tokens.extend(_parts(folded(word), start, end, start == last_end, split))
        last_end = end
    return tuple(tokens)


def _parts(
    text: str, start: int, end: int, glued: bool, split: Callable[[str], tuple[str, ...]]
) -> list[Token]:
    parts = split(text)
    # The places of the parts are only known to be right for the whole: values begin and end there.
    return [
        Token(part, start, end, glued or number > 0, inner=number > 0)
        for number, part in enumerate(parts)
    ]
