"""Slot values found in an utterance: the gazetteer.

A value or synonym is found where its words stand, whole words only, longest first. Slot types
that take any similar words (resolution "expand") are also found with and without the endings that
names take in the language.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.dialog.state import SlotFill
from bot.model import Locale, SlotType
from bot.runtime.recognizer.protocol import Hints
from bot.words import Word, plain, spelling_of

MAX_RESOLVED = 5
"""Lex returns at most five resolved values."""


@dataclass(frozen=True)
class Spot:
    """Words `start` to `end` (exclusive) of an utterance, taken as a value of a slot type."""

    slot_type: str
    start: int
    end: int
    fill: SlotFill


@dataclass(frozen=True)
class _Entry:
    slot_type: SlotType
    canonical: str


class Lexicon:
    """Every phrase of every slot type, by its words."""

    def __init__(self, slot_types: Iterable[SlotType], locale: Locale) -> None:
        self._locale = locale
        self._spelling = spelling_of(locale)
        self._types = {slot_type.name: slot_type for slot_type in slot_types}
        self._entries: dict[tuple[str, ...], dict[str, _Entry]] = {}
        self._longest: dict[str, int] = {}
        for slot_type in self._types.values():
            self._add_type(slot_type)

    def with_hints(self, hints: Hints, types: Mapping[tuple[str, str], str]) -> "Lexicon":
        """This lexicon and the hinted phrases; `types`: (intent, slot) -> slot type name.

        A hint biases: a type that restricts its values keeps to them, as Lex does.
        """
        extended = Lexicon((), self._locale)
        extended._types = self._types
        extended._longest = dict(self._longest)
        extended._entries = {phrase: dict(found) for phrase, found in self._entries.items()}
        for intent, slots in hints.items():
            for slot, phrases in slots.items():
                slot_type = self._types.get(types.get((intent, slot), ""))
                if slot_type and slot_type.resolution == "expand":
                    for phrase in phrases:
                        extended._add(slot_type, phrase, phrase)
        return extended

    def slot_type(self, name: str) -> SlotType:
        return self._types[name]

    def expands(self, name: str) -> bool:
        """Whether the type takes words that none of its values has."""
        return name in self._types and self._types[name].resolution == "expand"

    @property
    def listed(self) -> frozenset[str]:
        """The types that have values here: others tell theirs by a pattern, or a rule."""
        return frozenset(name for found in self._entries.values() for name in found)

    @property
    def expanding(self) -> tuple[str, ...]:
        return tuple(name for name in sorted(self._types) if self.expands(name))

    @property
    def alike(self) -> Mapping[str, str]:
        """Slot type -> the one that stands for all that share a value with it, itself included:
        what is said does not tell them apart."""
        heads = {name: name for name in self._types}
        for shared in {frozenset(found) for found in self._entries.values() if len(found) > 1}:
            of = {heads[name] for name in shared}
            heads = {name: min(of) if head in of else head for name, head in heads.items()}
        return heads

    def spots_at(self, words: tuple[Word, ...], start: int, text: str) -> list[Spot]:
        """Spots that begin at word `start`, longest first."""
        spots: list[Spot] = []
        longest = self._longest.get(words[start].text, 0)
        for end in range(min(len(words), start + longest), start, -1):
            phrase = tuple(word.text for word in words[start:end])
            for name, entry in self._entries.get(phrase, {}).items():
                fill = self._fill(entry, original(words, start, end, text))
                spots.append(Spot(name, start, end, fill))
        return spots

    def _fill(self, entry: _Entry, said: str) -> SlotFill:
        canonical = entry.canonical
        interpreted = said if entry.slot_type.resolution == "expand" else canonical
        return SlotFill(said, interpreted, (canonical,))

    def _add_type(self, slot_type: SlotType) -> None:
        values = slot_type.in_locale(self._locale.id)
        for value in values:
            for phrase in (value.value, *value.synonyms):
                self._add(slot_type, phrase, value.value)
        if slot_type.resolution == "expand":
            for value in values:
                for form in _other_forms(value.value, self._locale.names.endings):
                    self._add(slot_type, form, value.value)

    def _add(self, slot_type: SlotType, phrase: str, canonical: str) -> None:
        key = plain(phrase, self._spelling)
        if key:
            self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))
            found = self._entries.setdefault(key, {})
            found.setdefault(slot_type.name, _Entry(slot_type, canonical))


def _other_forms(name: str, endings: Iterable[str]) -> list[str]:
    """ "order" for "orders" and the reverse: people say "the order service"."""
    return [
        name.removesuffix(ending) if name.endswith(ending) else name + ending for ending in endings
    ]


def original(words: tuple[Word, ...], start: int, end: int, text: str) -> str:
    """What the person wrote for words `start` to `end`, without a possessive ending."""
    said = text[words[start].start : words[end - 1].end].replace("\u2019", "'")
    return said.removesuffix("'s")
