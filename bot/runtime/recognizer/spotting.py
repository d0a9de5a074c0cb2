"""Which of the values that might be in an utterance are meant as values."""

from collections.abc import Mapping

from bot.dialog.state import SlotFill
from bot.model import Intent
from bot.runtime.recognizer.language import Language
from bot.runtime.recognizer.lexicon import Spot
from bot.runtime.recognizer.reading import Reading
from bot.runtime.recognizer.rows import joined

_START = "^"


class Spotting:
    """Chooses among the spots of a reading.

    "live" may be an environment and is a word of templates ("which version is live"): such a word
    counts as a value only where templates have that slot, after "in" for instance. For one intent
    only its own templates matter: "bounce orders live" has no other use for the word.
    """

    def __init__(self, language: Language) -> None:
        self._literals = language.literals
        self._intent_literals = language.intent_literals
        self._before = {
            key: words & language.function_words for key, words in language.slots_before.items()
        }
        self._usually_before = _usually_before(self._before)
        self._several = language.rows.slots
        self._names = {intent.name: names_by_type(intent) for intent in language.intents}

    def spots(self, reading: Reading) -> tuple[Spot, ...]:
        """Values whatever the intent, none over another, longest first."""
        chosen: list[Spot] = []
        place = 0
        while place < len(reading.words):
            spot = next((s for s in reading.spots[place] if self._stands(reading, s)), None)
            if spot is not None:
                chosen.append(spot)
            place = place + 1 if spot is None else spot.end
        return tuple(chosen)

    def fills(self, intent: str, reading: Reading) -> dict[str, SlotFill]:
        """Slots of `intent` filled with the values said; one that takes several has them all. More
        values than slots of a type leave them open: they are asked for, or stand for all, and are
        never guessed. Two slots of a type
        ("compare staging with production") take them in the order in which they were said."""
        spots = self._values(intent, reading)
        filled: dict[str, SlotFill] = {}
        for slot_type, names in self._names[intent].items() if spots else ():
            said = tuple(spots.get(slot_type, {}).values())
            if len(said) <= len(names):
                filled.update((name, one.fill) for name, one in zip(names, said, strict=False))
            elif len(names) == 1 and (intent, names[0]) in self._several:
                filled[names[0]] = joined(reading, said)
        return filled

    def _values(self, intent: str, reading: Reading) -> dict[str, dict[tuple[str, ...], Spot]]:
        """Slot type -> its values, each once, in the order in which they were said."""
        types = self._names[intent]
        found: dict[str, dict[tuple[str, ...], Spot]] = {}
        for spot in reading.longest:
            if spot.slot_type in types and self._stands_in(intent, reading, spot):
                value = spot.fill.resolved or (spot.fill.original,)
                found.setdefault(spot.slot_type, {}).setdefault(value, spot)
        return found

    def _stands(self, reading: Reading, spot: Spot) -> bool:
        if not self._literals.issuperset(_said(reading, spot)):
            return True
        return _word_before(reading, spot) in self._usually_before.get(spot.slot_type, ())

    def _stands_in(self, intent: str, reading: Reading, spot: Spot) -> bool:
        if not self._intent_literals[intent].issuperset(_said(reading, spot)):
            return True
        symbol = "{" + spot.slot_type + "}"
        return _word_before(reading, spot) in self._before.get((intent, symbol), ())


def names_by_type(intent: Intent) -> dict[str, list[str]]:
    """Slot type -> the slots of the intent that have it."""
    found: dict[str, list[str]] = {}
    for slot in intent.slots:
        found.setdefault(slot.type, []).append(slot.name)
    return found


def _said(reading: Reading, spot: Spot) -> tuple[str, ...]:
    return reading.said[spot.start : spot.end]


def _word_before(reading: Reading, spot: Spot) -> str:
    return reading.said[spot.start - 1] if spot.start else _START


def _usually_before(before: Mapping[tuple[str, str], frozenset[str]]) -> dict[str, frozenset[str]]:
    """Slot type -> words that stand before it in at least half of the intents that have it."""
    usual: dict[str, frozenset[str]] = {}
    for symbol in {symbol for _, symbol in before}:
        sets = [words for (_, other), words in before.items() if other == symbol]
        every = frozenset().union(*sets)
        usual[symbol[1:-1]] = frozenset(
            word for word in every if 2 * sum(word in words for words in sets) >= len(sets)
        )
    return usual
