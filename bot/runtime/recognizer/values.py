"""Values while something is asked for: "staging", "in prod please", "the orders service"."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from bot.dialog.state import SlotFill
from bot.model import Slot
from bot.runtime.recognizer.answers import Answers
from bot.runtime.recognizer.language import Language
from bot.runtime.recognizer.lexicon import Spot, original
from bot.runtime.recognizer.protocol import NO_HINTS, Eliciting, Hints
from bot.runtime.recognizer.reading import Reading
from bot.runtime.recognizer.rows import listed
from bot.runtime.recognizer.understanding import Candidate
from bot.slots.named import HINTED
from bot.words import plain

_MOST_WORDS = 4
"""Longest phrase of unknown words that is taken for a value."""
_NAME_LIKE = re.compile(r"[\w .:/&'-]+")
"""Names of things have no markup and no brackets."""
_INTENT_CONFIDENCE = 0.6
"""From here on, an input is another request rather than a value."""


class Values:
    """Takes inputs for the value that is asked for."""

    def __init__(self, language: Language, answers: Answers) -> None:
        self._language = language
        self._answers = answers
        self._intents = {intent.name: intent for intent in language.intents}

    def value(
        self,
        reading: Reading,
        eliciting: Eliciting,
        candidates: Sequence[Candidate],
        hints: Hints = NO_HINTS,
    ) -> SlotFill | None:
        """The value of the slot that is asked for, None if the input is something else. A List
        where the slot takes several."""
        slot = self._slot(eliciting)
        if slot is None or not reading.words:
            return None
        if slot.multiple and not self._language.typed.takes_anything(slot.type):
            phrases = hints.get(eliciting.intent, {}).get(slot.name, ())
            return self._several(reading, eliciting, candidates, slot, phrases)
        if self._language.typed.handles(slot.type):
            return self._typed(reading, eliciting, candidates, slot)
        known = self._known(reading, slot)
        if known is not None and self.is_bare(reading, eliciting):
            return known
        if self._is_other_request(eliciting, candidates) or self._says_otherwise(reading):
            return None
        may_be_new = known is None and self._language.lexicon.expands(slot.type)
        return self._unknown(reading, slot, eliciting) if may_be_new else known

    def _several(
        self,
        reading: Reading,
        eliciting: Eliciting,
        candidates: Sequence[Candidate],
        slot: Slot,
        hinted: tuple[str, ...],
    ) -> SlotFill | None:
        heard = self._language.typed.several(slot.type, self._unfilled(reading)[0], hinted)
        if heard is None:
            return None
        is_known = all(one.resolved for one in heard.values)
        if not (is_known and self.is_bare(reading, eliciting)):
            is_other = (
                self._is_exact_other(eliciting, candidates)
                if self._language.typed.handles(slot.type)
                else self._is_other_request(eliciting, candidates) or self._says_otherwise(reading)
            )
            if is_other:
                return None
        return self._kept(reading, eliciting, slot, heard)

    def _kept(
        self, reading: Reading, eliciting: Eliciting, slot: Slot, heard: SlotFill
    ) -> SlotFill | None:
        """What is left of a list without words that are no value: one that is left is alone."""
        others = self._types_of_others(eliciting, slot)
        taken = {
            spot.fill.original
            for spots in reading.spots
            for spot in spots
            if spot.slot_type in others
        }
        kept = [
            one
            for one in heard.values
            if one.resolved or (one.original not in taken and self._is_name(one.original, reading))
        ]
        if len(kept) < 2:
            return kept[0] if kept else None
        if len(kept) == len(heard.values):
            return heard
        return listed(", ".join(one.original for one in kept), kept)

    def _is_name(self, said: str, reading: Reading) -> bool:
        """Whether words that no value has may be one, and no sentence about something else."""
        words = plain(said, self._language.spelling)
        usual = sum(word in self._language.no_values for word in words)
        if not usual < len(words) <= _MOST_WORDS or 2 * usual > len(words):
            return False
        return not self._answers.answer(reading.text) and bool(_NAME_LIKE.fullmatch(said))

    def _unfilled(self, reading: Reading) -> tuple[str, int]:
        """The text without fillers at its edges, and where that begins in the whole; all of it
        where there is nothing else."""
        start, end = self._language.fillers.stripped(reading.said)
        if start >= end:
            return reading.text, 0
        first = reading.words[start].start
        return reading.text[first : reading.words[end - 1].end], first

    def _typed(
        self,
        reading: Reading,
        eliciting: Eliciting,
        candidates: Sequence[Candidate],
        slot: Slot,
    ) -> SlotFill | None:
        """A value that is told by its form. An exact request of another intent is no answer; a
        resemblance to one is none where there is a value."""
        typed = self._language.typed
        if typed.takes_anything(slot.type):
            return typed.heard(slot.type, reading.text)
        is_other = self._is_exact_other(eliciting, candidates)
        return None if is_other else typed.heard(slot.type, reading.text, eliciting.sub_slot)

    def _says_otherwise(self, reading: Reading) -> bool:
        """ "rollback orders" names a service and is no answer to "Which service?"; nor does "not in
        production" say where."""
        language = self._language
        return language.is_not_offered(reading.said) or language.guards.anywhere(reading.said)

    def is_bare(self, reading: Reading, eliciting: Eliciting) -> bool:
        """Whether there is nothing in the input but values of the intent and words around them."""
        intent = self._intents.get(eliciting.intent)
        slots = intent.slots if intent else ()
        types = {slot.type for slot in slots}
        spots = [spot for found in reading.spots for spot in found if spot.slot_type in types]
        covered = {place for spot in spots for place in range(spot.start, spot.end)}
        around = self._around(slots)
        rest = set(range(len(reading.words))) - covered
        return bool(spots) and all(reading.words[place].text in around for place in rest)

    def _around(self, slots: Sequence[Slot]) -> frozenset[str]:
        """Words that do not make a value a request: "the orders service please"."""
        names = [word for slot in slots for word in plain(slot.name.replace("_", " "))]
        language = self._language
        # "no, production" corrects; "not production" does not say what it should be.
        around = language.function_words | language.filler_words | language.denials
        joiners = language.rows.joiners.words if any(slot.multiple for slot in slots) else ()
        return around.union(names, joiners)

    def _slot(self, eliciting: Eliciting) -> Slot | None:
        intent = self._intents.get(eliciting.intent)
        return intent.slot(eliciting.slot) if intent else None

    def _is_exact_other(self, eliciting: Eliciting, candidates: Sequence[Candidate]) -> bool:
        return any(one.exact and one.intent != eliciting.intent for one in candidates)

    def _is_other_request(self, eliciting: Eliciting, candidates: Sequence[Candidate]) -> bool:
        """Whether the input is, beyond doubt, a request of its own."""
        return any(
            candidate.intent != eliciting.intent
            and (candidate.exact or candidate.confidence >= _INTENT_CONFIDENCE)
            for candidate in candidates
        )

    def _known(self, reading: Reading, slot: Slot) -> SlotFill | None:
        """The one known value of the type in the input; two different ones are no answer."""
        found: list[Spot] = [
            s for spots in reading.spots for s in spots if s.slot_type == slot.type
        ]
        values = {spot.fill.resolved: spot.fill for spot in reversed(found)}
        return next(iter(values.values())) if len(values) == 1 else None

    def _unknown(self, reading: Reading, slot: Slot, eliciting: Eliciting) -> SlotFill | None:
        """A short name, without what stands around values: none of its words belongs to another
        slot or is one of the small words, and one is of no template."""
        small = self._small_words(eliciting)
        others = self._types_of_others(eliciting, slot)
        known = [
            word in small or not others.isdisjoint(types)
            for word, types in zip(reading.said, reading.covering, strict=True)
        ]
        start, end = self._trimmed(reading, known)
        is_new = any(word.text not in self._language.no_values for word in reading.words[start:end])
        if not is_new or end - start > _MOST_WORDS or any(known[start:end]):
            return None
        said = original(reading.words, start, end, reading.text)
        if self._answers.answer(reading.text) or not _NAME_LIKE.fullmatch(said):
            return None
        return SlotFill(said, said)

    def _trimmed(self, reading: Reading, known: Sequence[bool]) -> tuple[int, int]:
        """Without fillers, what leads to a name ("my name is"), and known words at either edge."""
        text, begin = self._unfilled(reading)
        name = self._language.typed.name_in(text)
        first = begin + text.find(name)
        inside = [
            place
            for place, word in enumerate(reading.words)
            if first <= word.start and word.end <= first + len(name)
        ]
        start, end = (inside[0], inside[-1] + 1) if inside else (0, 0)
        while start < end and known[start]:
            start += 1
        while start < end and known[end - 1]:
            end -= 1
        return start, end

    def _small_words(self, eliciting: Eliciting) -> AbstractSet[str]:
        """Words that the intent's own templates have, and those of no intent."""
        language = self._language
        return language.no_names | language.intent_literals.get(eliciting.intent, frozenset())

    def _types_of_others(self, eliciting: Eliciting, slot: Slot) -> AbstractSet[str]:
        """Types whose values say that not just this slot is meant: those of the intent's other
        slots, and its own, of which two were said.

        What an intent has no slot for is a name like any other: "Apply" of a stage, where a person
        is asked for. So is a value of a type that sounds alike ("checkout" names a pipeline, and a
        service that nobody knows) and a known name: people are called Paris.
        """
        intent = self._intents[eliciting.intent]
        kind = self._language.kind(slot.type)
        others = {
            one.type
            for one in intent.slots
            if one.type not in HINTED and self._language.kind(one.type) != kind
        }
        return others if slot.multiple else others | {slot.type}
