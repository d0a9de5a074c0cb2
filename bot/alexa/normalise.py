"""An utterance as Alexa takes it for a sample.

Letters of any script, single spaces, apostrophes, hyphens, underscores, periods of abbreviations,
and slots in braces; nothing else. Numbers and a few symbols are said in words, typographic marks
become plain ones, what is left over is dropped. Normalising twice is normalising once.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.alexa.numbers import spelled
from bot.platforms.alexa import Spoken, alexa_platform

Change = Literal["numbers", "symbols", "contraction", "punctuation"]

_SLOT = re.compile(r"(\{[A-Za-z][A-Za-z0-9_]*\})")
_READY = re.compile(
    r"(?:[a-z]+(?:-[a-z]+)*|\{[A-Za-z][A-Za-z0-9_]*\}(?:'s)?)"
    r"(?: (?:[a-z]+(?:-[a-z]+)*|\{[A-Za-z][A-Za-z0-9_]*\}(?:'s)?))*"
)
"""What most utterances are: nothing in them needs a change."""
_APOSTROPHES = re.compile("[\u2018\u2019\u201b\u02bc\u0060\u00b4\uff07]")
_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)")
_NUMBER = re.compile(r"(\d+(?:\.\d+)*)([^\W\d_]*)")
_ABBREVIATION = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?")
_POSSESSIVE = re.compile(r"'s?(?=\s|$)")
_SHORT_FORM = re.compile(r"[^\W\d_]+'[^\W\d_]+")
_EDGES = "-_'."


@dataclass(frozen=True)
class Normalised:
    text: str
    """"" where nothing is left to say."""
    changes: tuple[Change, ...] = ()
    """What became other words than were written; case and spacing do not count."""
    unspelled: str = ""
    """Digits that the language has no words for here: such an utterance cannot be a sample."""


def normalise(
    utterance: str, language: str, contractions: Mapping[str, str] | None = None
) -> Normalised:
    """`utterance` as a sample in `language` ("en").

    `contractions`: short forms without their apostrophe -> long forms ("whats" -> "what is").
    """
    pieces = _SLOT.split(utterance)
    lowered = "".join(piece if at % 2 else piece.lower() for at, piece in enumerate(pieces))
    if _READY.fullmatch(lowered):
        return Normalised(lowered)
    cleaner = _Cleaner(language, contractions or {})
    found: list[str] = []
    for number, piece in enumerate(pieces):
        if number % 2:
            found.append(f" {piece}")
        else:
            found.append(cleaner.clean(piece, is_after_slot=number > 0))
    return Normalised(
        " ".join("".join(found).split()),
        tuple(dict.fromkeys(cleaner.changes)),
        cleaner.unspelled,
    )


def is_sample(text: str) -> bool:
    """Whether `text` holds only what a sample may, and something to say."""
    words = _SLOT.sub("a", text)
    marks = all(mark in " '-_." or _is_letter(mark) for mark in words)
    return marks and bool(words) and words == " ".join(words.split())


class _Cleaner:
    """Cleans the text between slots, and keeps what it changed."""

    def __init__(self, language: str, contractions: Mapping[str, str]) -> None:
        self._language = language
        self._contractions = contractions
        self._spoken = alexa_platform().spoken.get(language, Spoken())
        self.changes: list[Change] = []
        self.unspelled = ""

    def clean(self, piece: str, *, is_after_slot: bool) -> str:
        text = _plain(piece)
        possessive = _POSSESSIVE.match(text) if is_after_slot else None
        ending = possessive.group() if possessive else ""
        text = self._contractions_of(text[len(ending) :])
        text = self._symbols(self._numbers(text))
        words = " ".join(word for token in text.split() for word in self._words(token))
        return f"{ending} {words} "

    def _contractions_of(self, text: str) -> str:
        def long_form(match: re.Match[str]) -> str:
            found = self._contractions.get(match.group().replace("'", ""))
            if found is None:
                return match.group()
            self.changes.append("contraction")
            return _plain(found)

        return _SHORT_FORM.sub(long_form, text)

    def _numbers(self, text: str) -> str:
        text = _THOUSANDS.sub(lambda match: match.group().replace(",", ""), text)
        if not any(map(str.isdecimal, text)):
            return text
        self.changes.append("numbers")
        return _plain(_NUMBER.sub(lambda match: self._number(match[1], match[2]), text))

    def _number(self, digits: str, letters: str) -> str:
        is_ordinal = letters in self._spoken.ordinals and "." not in digits
        parts = [spelled(one, self._language, is_ordinal=is_ordinal) for one in digits.split(".")]
        if not all(parts):
            self.unspelled = digits
            return " "
        said = f" {self._spoken.point} ".join(parts)
        return f" {said} {'' if is_ordinal else letters} "

    def _symbols(self, text: str) -> str:
        said = {
            "%": self._spoken.percent,
            "&": self._spoken.and_,
            "+": self._spoken.plus,
            "@": self._spoken.at,
        }
        for symbol, word in said.items():
            if symbol in text and word:
                self.changes.append("symbols")
                text = text.replace(symbol, f" {word.lower()} ")
        return "".join(self._allowed(mark) for mark in text)

    def _allowed(self, mark: str) -> str:
        if _is_letter(mark) or mark in "'-." or mark.isspace():
            return mark
        if unicodedata.category(mark) == "Cf":
            return ""
        self.changes.append("punctuation")
        return " "

    def _words(self, token: str) -> Iterator[str]:
        bare = token.strip(_EDGES)
        if not any(map(str.isalpha, bare)):
            if token.strip("-"):
                self.changes.append("punctuation")
            return
        if _ABBREVIATION.fullmatch(token):
            yield token
            return
        if "." in bare:
            self.changes.append("punctuation")
            for part in bare.split("."):
                yield from self._words(part)
            return
        # "orders' tasks": the one apostrophe that stands at the end of a word.
        ending = "'" if token.endswith("s'") and not token.startswith("'") else ""
        if token.strip("-") != bare + ending:
            self.changes.append("punctuation")
        yield bare + ending


def _plain(text: str) -> str:
    """In lower case, compatibility forms and typographic marks as plain ones."""
    previous = ""
    while text != previous:
        previous = text
        text = _APOSTROPHES.sub("'", text)
        text = unicodedata.normalize("NFKC", text).lower()
        text = "".join("-" if unicodedata.category(mark) == "Pd" else mark for mark in text)
    return text


def _is_letter(mark: str) -> bool:
    # Mn and Mc are parts of letters (Hindi vowels); Me puts a box around one.
    return unicodedata.category(mark) in _LETTERS


_LETTERS = frozenset(("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc"))
