"""Which slot a value fills, where the values alone do not say: what a trained tagger hears."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from bot.dialog.state import SlotFill
from bot.model import Intent, Slot
from bot.runtime.recognizer.language import Language
from bot.runtime.recognizer.lexicon import original
from bot.runtime.recognizer.likelihood import spoken
from bot.runtime.recognizer.reading import Reading, is_unknown
from bot.runtime.recognizer.rows import listed
from bot.runtime.recognizer.spotting import Spotting, names_by_type

if TYPE_CHECKING:
    from bot.nlu import Model, Span

_MOST_WORDS = 5
"""Longest value, in words, that no list has."""


class Filling:
    """Fills the slots of an intent. `model`: None for what value lists and forms say alone."""

    def __init__(self, language: Language, spotting: Spotting, model: "Model | None") -> None:
        self._language = language
        self._spotting = spotting
        self._model = model
        self._shared = {
            intent.name: [names for names in names_by_type(intent).values() if len(names) > 1]
            for intent in language.intents
        }
        self._expanding = {
            intent.name: [s for s in intent.slots if language.lexicon.expands(s.type)]
            for intent in language.intents
        }

    def fills(self, intent: Intent, reading: Reading) -> dict[str, SlotFill]:
        """Slot -> value. More values than slots of a type leave those open: they are asked for, or
        stand for all, and are never guessed."""
        found = self._spotting.fills(intent.name, reading)
        if self._model is None:
            return found
        shared = [names for names in self._shared[intent.name] if names[0] in found]
        new = self._may_be_new(intent.name, found, reading)
        if shared or new:
            spans = self._model.tag(spoken(reading), intent.name)
            heard = dict(self._heard(intent.slots, spans, reading))
            found |= {slot.name: heard[slot.name] for slot in new if slot.name in heard}
            for names in shared:
                found = _reassigned(found, heard, names)
        return found

    def _may_be_new(
        self, intent: str, found: Mapping[str, SlotFill], reading: Reading
    ) -> list[Slot]:
        """The slots that may be filled with a value that no list has."""
        empty = [
            slot
            for slot in self._expanding[intent]
            if slot.name not in found and slot.type not in reading.types
        ]
        return empty if empty and self._holds_unknown(reading, 0, len(reading.words)) else []

    def _heard(
        self, slots: Sequence[Slot], spans: "tuple[Span, ...]", reading: Reading
    ) -> Iterator[tuple[str, SlotFill]]:
        for slot in slots:
            fills = [
                fill
                for span in spans
                if span.slot == slot.name
                for fill in self._value(slot, reading, *_places(reading, span.start, span.end))
            ]
            if len({(fill.interpreted, fill.resolved) for fill in fills}) == 1:
                yield slot.name, fills[0]
            elif fills and slot.multiple:
                yield slot.name, listed(", ".join(fill.original for fill in fills), fills)

    def _value(self, slot: Slot, reading: Reading, start: int, end: int) -> Iterator[SlotFill]:
        """What words `start` to `end` are as a value of the slot: one, or none."""
        listed = [
            spot.fill
            for place in range(start, end)
            for spot in reading.spots[place]
            if spot.slot_type == slot.type
        ]
        if listed:
            yield listed[0]
        elif self._is_new(slot, reading, start, end):
            said = original(reading.words, start, end, reading.text)
            yield SlotFill(said, said)

    def _is_new(self, slot: Slot, reading: Reading, start: int, end: int) -> bool:
        is_short = end - start <= _MOST_WORDS
        expands = self._language.lexicon.expands(slot.type)
        return expands and is_short and self._holds_unknown(reading, start, end)

    def _holds_unknown(self, reading: Reading, start: int, end: int) -> bool:
        known = self._language.no_values
        return any(is_unknown(reading, place, known) for place in range(start, end))


def _reassigned(
    found: Mapping[str, SlotFill], heard: Mapping[str, SlotFill], names: Sequence[str]
) -> dict[str, SlotFill]:
    """`found`, where the tagger has a slot among `names` for each of their values, as it has it:
    "to Paris from Berlin". Otherwise values stay in the order in which they were said."""
    other = {name: heard[name] for name in names if name in heard}
    if any(found[name] not in other.values() for name in names if name in found):
        return dict(found)
    return {name: fill for name, fill in found.items() if name not in names} | other


def _places(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The words that characters `start` to `end` of the spoken text touch; end exclusive."""
    position = 0
    inside = []
    for place, word in enumerate(reading.words):
        if position < end and position + len(word.text) > start:
            inside.append(place)
        position += len(word.text) + 1
    return (inside[0], inside[-1] + 1) if inside else (0, 0)
