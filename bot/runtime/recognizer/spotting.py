"""Which of the values that might be in an utterance are meant as values."""

from collections.abc import Mapping

from bot.dialog.state import SlotFill
from bot.model import Intent
from bot.runtime.recognizer.language import Language
from bot.runtime.recognizer.lexicon import Spot
from bot.runtime.recognizer.matcher import Reading

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

    def fills(self, intent: Intent, reading: Reading) -> dict[str, SlotFill]:
        """Slots of `intent` filled with the values said. More values than slots of a type leave
        them open: they are asked for, or stand for all, and are never guessed. Two slots of a type
        ("compare staging with production") take them in the order in which they were said."""
        filled: dict[str, SlotFill] = {}
        for slot_type in dict.fromkeys(slot.type for slot in intent.slots):
            names = [slot.name for slot in intent.slots if slot.type == slot_type]
            values = self._values(intent, reading, slot_type)
            if len(values) <= len(names):
                filled.update(zip(names, values, strict=False))
        return filled

    def _values(self, intent: Intent, reading: Reading, slot_type: str) -> tuple[SlotFill, ...]:
        """Those of one type, each once, in the order in which they were said."""
        values: dict[tuple[str, ...], SlotFill] = {}
        for spots in reading.spots:
            end = max((spot.end for spot in spots), default=0)
            for spot in spots:
                is_meant = spot.slot_type == slot_type and spot.end == end
                if is_meant and self._stands_in(intent, reading, spot):
                    values.setdefault(spot.fill.resolved or (spot.fill.original,), spot.fill)
        return tuple(values.values())

    def _stands(self, reading: Reading, spot: Spot) -> bool:
        if not all(word in self._literals for word in _said(reading, spot)):
            return True
        return _word_before(reading, spot) in self._usually_before.get(spot.slot_type, ())

    def _stands_in(self, intent: Intent, reading: Reading, spot: Spot) -> bool:
        literals = self._intent_literals[intent.name]
        if not all(word in literals for word in _said(reading, spot)):
            return True
        symbol = "{" + spot.slot_type + "}"
        return _word_before(reading, spot) in self._before.get((intent.name, symbol), ())


def _said(reading: Reading, spot: Spot) -> list[str]:
    return [word.text for word in reading.words[spot.start : spot.end]]


def _word_before(reading: Reading, spot: Spot) -> str:
    return reading.words[spot.start - 1].text if spot.start else _START


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
