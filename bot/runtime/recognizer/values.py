"""Values while something is asked for: "staging", "in prod please", "the orders service"."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from bot.dialog.state import SlotFill
from bot.model import Slot
from bot.runtime.recognizer.answers import Answers
from bot.runtime.recognizer.language import Language
from bot.runtime.recognizer.lexicon import Spot, original
from bot.runtime.recognizer.matcher import Reading
from bot.runtime.recognizer.protocol import Eliciting
from bot.runtime.recognizer.understanding import Candidate
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
        self, reading: Reading, eliciting: Eliciting, candidates: Sequence[Candidate]
    ) -> SlotFill | None:
        """The value of the slot that is asked for, None if the input is something else."""
        slot = self._slot(eliciting)
        if slot is None or not reading.words:
            return None
        if self._language.typed.handles(slot.type):
            return self._typed(reading, eliciting, candidates, slot)
        known = self._known(reading, slot)
        if known is not None and self.is_bare(reading, eliciting):
            return known
        if self._is_other_request(eliciting, candidates) or self._says_otherwise(reading):
            return None
        if known is not None or not self._language.lexicon.expands(slot.type):
            return known
        return self._unknown(reading, slot, self._small_words(eliciting))

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
        is_other = any(one.exact and one.intent != eliciting.intent for one in candidates)
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
        return frozenset(names) | language.function_words | language.filler_words | language.denials

    def _slot(self, eliciting: Eliciting) -> Slot | None:
        intent = self._intents.get(eliciting.intent)
        return intent.slot(eliciting.slot) if intent else None

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

    def _unknown(self, reading: Reading, slot: Slot, small: AbstractSet[str]) -> SlotFill | None:
        """A short name, without what stands around values: none of its words is a value of another
        kind or one of the `small` words, and one is of no template."""
        known = [self._is_known(reading, place, slot, small) for place in range(len(reading.words))]
        start, end = self._trimmed(reading, known)
        is_new = any(word.text not in self._language.no_values for word in reading.words[start:end])
        if not is_new or end - start > _MOST_WORDS or any(known[start:end]):
            return None
        said = original(reading.words, start, end, reading.text)
        if self._answers.answer(reading.text) or not _NAME_LIKE.fullmatch(said):
            return None
        return SlotFill(said, said)

    def _trimmed(self, reading: Reading, known: Sequence[bool]) -> tuple[int, int]:
        start, end = self._language.fillers.stripped(reading.said)
        while start < end and known[start]:
            start += 1
        while start < end and known[end - 1]:
            end -= 1
        return start, end

    def _small_words(self, eliciting: Eliciting) -> AbstractSet[str]:
        """Words that the intent's own templates have, and those of no intent."""
        language = self._language
        return language.no_names | language.intent_literals.get(eliciting.intent, frozenset())

    def _is_known(self, reading: Reading, place: int, slot: Slot, small: AbstractSet[str]) -> bool:
        """A value of a type that sounds alike may be a new one of the slot's: "checkout" names a
        pipeline, and a service that nobody knows."""
        kind = self._language.kind(slot.type)
        others = (
            spot.slot_type == slot.type or self._language.kind(spot.slot_type) != kind
            for spot in reading.spots[place]
        )
        return reading.words[place].text in small or any(others)
