"""Text as words: the one way in which templates, slot values and utterances are compared.

Case, punctuation, Unicode compatibility forms and apostrophes do not matter, nor, where a language
says so, how a letter is written (ä, ae); positions in the original text are kept, because a slot's
original value is what the person wrote. An "'s" is dropped in every language: it hangs on a name
("the gateway's tasks"), or it is a contraction, and those come first.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from bot.model import Locale

# Linear: the separators inside a word are no word characters, so there is one way to match.
_WORD = re.compile("[^\\W_]+(?:[.'`\u2019][^\\W_]+)*")
_APOSTROPHES = re.compile("[`\u2019]")


@dataclass(frozen=True, eq=False)
class Spelling:
    """How a language writes its words. Make it with `spelling_of`. Compared by identity."""

    contractions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Short form -> words of the long form, all normalised."""
    letters: Mapping[int, str] = field(default_factory=dict)
    """Code point -> how the letter is also written."""


_PLAIN = Spelling()


def spelling_of(locale: Locale) -> Spelling:
    """The spelling of one locale."""
    letters = Spelling(letters=str.maketrans(dict(locale.word_forms.letters)))
    return Spelling(
        {
            short: plain(long, letters)
            for form, long in locale.contractions.items()
            for short in plain(form, letters)
        },
        letters.letters,
    )


class Word(NamedTuple):
    """A normalised word, and where it stands in the original text (end exclusive)."""

    text: str
    start: int
    end: int


def words(text: str, spelling: Spelling = _PLAIN) -> tuple[Word, ...]:
    """The words of `text`. A contraction gives several words at one place.

    "What's up with Orders' tasks?" -> what, is, up, with, orders, tasks.
    """
    found: list[Word] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        found += [Word(word, start, end) for word in _normalised(match.group(), spelling)]
    return tuple(found)


def plain(text: str, spelling: Spelling = _PLAIN) -> tuple[str, ...]:
    """The words of `text` without their places."""
    return tuple(word.text for word in words(text, spelling))


@lru_cache(maxsize=4096)
def _normalised(word: str, spelling: Spelling) -> tuple[str, ...]:
    # NFKC may give spaces (one Arabic ligature is a sentence): split once more.
    folded = unicodedata.normalize("NFKC", _APOSTROPHES.sub("'", word)).casefold()
    folded = folded.translate(spelling.letters)
    long_form = spelling.contractions.get(folded.replace("'", ""))
    if long_form is not None:
        return long_form
    return tuple(folded.removesuffix("'s").replace("'", "").split())
