"""The values of a custom slot type: found by their words, exactly or nearly.

Case and the marks between words do not matter ("Pre-Prod" is "pre prod").
"""

from collections.abc import Iterator, Sequence
from weakref import WeakKeyDictionary

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.slots.language import Language
from bot.slots.phrases import PhraseTable
from bot.slots.text import Text
from bot.slots.tokens import Token
from bot.slots.views import SlotTypeView, ValueView

MAX_RESOLVED = 5
"""Lex returns at most five resolved values (lexv2-runtime, Value)."""
SHORTEST_NEAR, SHORTEST_TWO_SLIPS = 4, 8
"""Letters of a phrase that may have one slip, or two: shorter words are near others by chance."""
_MARKS = frozenset("-_.,!?;:'\"()/")
_DISTANCE_TIE = 2
"""Candidates that are looked at: with two as near as each other, none is meant."""


class Gazetteer:
    """The phrases of one type in one language."""

    def __init__(self, slot_type: SlotTypeView, language: Language) -> None:
        self._meanings: dict[tuple[str, ...], tuple[str, ...]] = {}
        for declared in slot_type.values:
            self._add(language, declared.value, declared.value)
        for declared in slot_type.values:
            for synonym in declared.synonyms:
                self._add(language, synonym, declared.value)
        self._table = PhraseTable((phrase, True) for phrase in self._meanings)
        self._spellings = {" ".join(phrase): phrase for phrase in self._meanings}
        self._by_letter: dict[str, list[str]] = {}
        for spelling in self._spellings:
            self._by_letter.setdefault(spelling[0], []).append(spelling)

    def all_at(self, tokens: Sequence[Token], place: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """End and canonical values of each phrase that begins at `place`, longest first.

        `tokens` are those of `plain_tokens`.
        """
        for end, _ in self._table.all_at(tokens, place):
            yield end, self._meanings[tuple(token.text for token in tokens[place:end])]

    def exact(self, words: Sequence[str]) -> tuple[str, ...]:
        """The canonical values that these words stand for; () if none."""
        return self._meanings.get(tuple(words), ())

    def near(self, words: Sequence[str]) -> tuple[str, ...]:
        """The same for words with a slip or two, where one phrase is nearest."""
        said = " ".join(words)
        slips = 0 if len(said) < SHORTEST_NEAR else 1 + (len(said) >= SHORTEST_TWO_SLIPS)
        if not slips or any(mark.isdecimal() for mark in said):
            return ()
        # Nobody misses the first letter.
        found = process.extract(
            said,
            self._by_letter.get(said[0], ()),
            scorer=OSA.distance,
            score_cutoff=slips,
            limit=_DISTANCE_TIE,
        )
        if not found or (len(found) == _DISTANCE_TIE and found[0][1] == found[1][1]):
            return ()
        phrase = self._spellings[found[0][0]]
        return self._meanings[phrase] if len(" ".join(phrase)) >= SHORTEST_NEAR else ()

    def _add(self, language: Language, phrase: str, canonical: str) -> None:
        key = tuple(token.text for token in plain_tokens(language.tokens(phrase)))
        known = self._meanings.get(key, ())
        # "checking" and "Checking", both declared in one type, are one value.
        is_known = canonical.casefold() in map(str.casefold, known)
        if key and not is_known and len(known) < MAX_RESOLVED:
            self._meanings[key] = (*known, canonical)


_made: WeakKeyDictionary[SlotTypeView, dict[int, Gazetteer]] = WeakKeyDictionary()


def gazetteer_of(slot_type: SlotTypeView, language: Language) -> Gazetteer:
    """The gazetteer of a type, made once for each language."""
    by_language = _made.setdefault(slot_type, {})
    if id(language) not in by_language:
        by_language[id(language)] = Gazetteer(slot_type, language)
    return by_language[id(language)]


def hinted(text: Text) -> Gazetteer:
    """A gazetteer of the runtime hints."""
    values = tuple(ValueView(hint) for hint in text.context.hints)
    return Gazetteer(SlotTypeView("hints", values=values), text.language)


def plain_tokens(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens without the marks between words; all of them where there is nothing else."""
    return tuple(token for token in tokens if token.text not in _MARKS) or tuple(tokens)
