"""Text as words: the one way in which templates, slot values and utterances are compared.

Case, punctuation, Unicode compatibility forms and apostrophes do not matter; positions in the
original text are kept, because a slot's original value is what the person wrote.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

# Linear: the separators inside a word are no word characters, so there is one way to match.
_WORD = re.compile("[^\\W_]+(?:[.'`\u2019][^\\W_]+)*")
_APOSTROPHES = re.compile("[`\u2019]")


@dataclass(frozen=True)
class Word:
    """A normalised word, and where it stands in the original text (end exclusive)."""

    text: str
    start: int
    end: int


def words(text: str, contractions: Mapping[str, str] | None = None) -> tuple[Word, ...]:
    """The words of `text`. A contraction gives several words at one place.

    "What's up with Orders' tasks?" -> what, is, up, with, orders, tasks.
    """
    found: list[Word] = []
    for match in _WORD.finditer(text):
        normalised = _normalised(match.group(), contractions or {})
        found.extend(Word(word, match.start(), match.end()) for word in normalised)
    return tuple(found)


def plain(text: str, contractions: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """The words of `text` without their places."""
    return tuple(word.text for word in words(text, contractions))


def _normalised(word: str, contractions: Mapping[str, str]) -> list[str]:
    # NFKC may give spaces (one Arabic ligature is a sentence): split once more.
    folded = unicodedata.normalize("NFKC", _APOSTROPHES.sub("'", word)).casefold()
    long_form = contractions.get(folded.replace("'", ""))
    if long_form is not None:
        return long_form.split()
    return [part for part in folded.removesuffix("'s").replace("'", "").split() if part]
