"""From a reading to intents with slots and confidence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bot.dialog.state import SlotFill
from bot.model import Intent
from bot.runtime.recognizer.language import Language
from bot.runtime.recognizer.matcher import Matcher, Reading, clauses, part
from bot.runtime.recognizer.similarity import Similarity, samples
from bot.runtime.recognizer.spotting import Spotting

_LEAST = 0.05
"""Below it an interpretation is not worth returning."""
_MOST_CANDIDATES = 5
_EXACT = 1.0
_IN_PLAY = 0.95
_EXACT_WITH_UNKNOWN = 0.85
_CALIBRATION = ((0.0, 0.0), (0.5, 0.4), (1.0, 0.95))
"""Resemblance -> confidence, linear between the points.

Measured on 1,675 sentences of CLINC150, nearly none meant for an ops bot: with these points 3.8 %
of them reach Lex's usual threshold of 0.40, and uncalibrated resemblance let 10 % through.
Resemblance is never as sure as an exact match.
"""
_FOREIGN_VALUE = 0.6
"""What is left of the resemblance for each slot type that was said and the intent has not."""
_NO_CONTENT = 0.5
"""What is left of it without a word that tells an intent ("orders", "do it in staging")."""
_STRANGE = 0.85
"""What is left of it for a change, in a clause with a word that no template has."""
_CLAUSE = 0.9
"""What is left of the confidence when only a clause of the text says it."""
_MOST_CLAUSES = 4
_GUARDED = 0.3
"""Highest confidence of a change in a sentence that questions or negates it."""


@dataclass(frozen=True)
class Candidate:
    """An intent that the reading may mean. `exact`: a template says just that."""

    intent: str
    confidence: float
    slots: Mapping[str, SlotFill] = field(default_factory=dict)
    exact: bool = False


class Understanding:
    """Ranks the intents of one locale."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._matcher = Matcher(language.grammar, language.lexicon, language.no_values)
        self._spotting = Spotting(language)
        self._intents = {intent.name: intent for intent in language.intents}
        known = [
            sample
            for intent in language.intents
            for sample in samples(intent, language.locale.id, language.stems)
        ]
        self._similarity = Similarity(known, language.function_stems)

    def candidates(self, reading: Reading) -> tuple[Candidate, ...]:
        """Best first; ties by name, so that the same text always means the same."""
        if not reading.words:
            return ()
        found: dict[str, Candidate] = {}
        for candidate in self._all(reading):
            best = found.get(candidate.intent)
            if best is None or candidate.confidence > best.confidence:
                found[candidate.intent] = candidate
        ranked = sorted(found.values(), key=lambda c: (-c.confidence, c.intent))
        likely = [c for c in ranked if c.confidence >= _LEAST][:_MOST_CANDIDATES]
        return tuple(
            candidate if candidate.exact else self._filled(candidate, reading)
            for candidate in likely
        )

    def in_play(self, reading: Reading, intent: str, known: Mapping[str, SlotFill]) -> Candidate:
        """The intent in play, answered with `known` and with other values said along with it."""
        fills = self._spotting.fills(self._intents[intent], reading)
        return Candidate(intent, _IN_PLAY, {**fills, **known})

    def _all(self, reading: Reading) -> Iterator[Candidate]:
        """What the whole text means, and what each of its clauses does.

        People explain themselves ("payments hangs again, can you restart it in prod? thanks"): a
        clause may carry the request, and another one its values.
        """
        exact = self._exact(reading)
        yield from exact
        yield from self._resembling(reading, reading)
        if exact:
            return
        for clause in clauses(reading)[:_MOST_CLAUSES]:
            for candidate in (*self._exact(clause), *self._resembling(clause, reading)):
                if not _guesses(candidate, reading):
                    yield self._of_clause(candidate, reading)

    def _of_clause(self, candidate: Candidate, reading: Reading) -> Candidate:
        intent = self._intents[candidate.intent]
        confidence = self._held_back(intent, candidate.confidence * _CLAUSE, reading)
        return replace(candidate, confidence=round(confidence, 2), exact=False)

    def _filled(self, candidate: Candidate, reading: Reading) -> Candidate:
        """With the values said anywhere in the text; those of a matched clause come first."""
        fills = self._spotting.fills(self._intents[candidate.intent], reading)
        return replace(candidate, slots={**fills, **candidate.slots})

    def _exact(self, reading: Reading) -> list[Candidate]:
        found = self._matcher.matches(reading)
        if not found:
            reading = self._without_fillers(reading)
            found = self._matcher.matches(reading) if reading.words else {}
        return [
            Candidate(
                match.intent,
                _EXACT_WITH_UNKNOWN if match.unknown else _EXACT,
                match.slots,
                exact=True,
            )
            for match in found.values()
            if not match.unknown or self._has_content(reading)
        ]

    def _has_content(self, reading: Reading) -> bool:
        """Whether something besides the unknown word tells the intent.

        "is ordres healthy" asks about a service; "how is mum" has nothing but function words.
        """
        return any(self._similarity.is_content(symbol) for symbol in self._stems(reading))

    def _without_fillers(self, reading: Reading) -> Reading:
        texts = [word.text for word in reading.words]
        return part(reading, *self._language.fillers.stripped(texts))

    def _resembling(self, reading: Reading, whole: Reading) -> list[Candidate]:
        reading = self._without_fillers(reading)
        if not reading.words or self._is_not_offered(reading):
            return []
        symbols = self._symbols(reading)
        scores = self._similarity.scores(symbols)
        if not any(self._similarity.is_content(symbol) for symbol in symbols):
            scores = {intent: score * _NO_CONTENT for intent, score in scores.items()}
        if any(self._similarity.is_strange(symbol) for symbol in symbols):
            # What nobody wrote a template for may turn a change into something else.
            scores = {intent: self._strange(intent, score) for intent, score in scores.items()}
        said = {spot.slot_type for spot in self._spotting.spots(whole)}
        return [
            self._candidate(self._intents[i], score, said, whole) for i, score in scores.items()
        ]

    def _is_not_offered(self, reading: Reading) -> bool:
        return self._language.is_not_offered([word.text for word in reading.words])

    def _candidate(self, intent: Intent, score: float, said: set[str], whole: Reading) -> Candidate:
        foreign = said - {slot.type for slot in intent.slots}
        confidence = _calibrated(score * _FOREIGN_VALUE ** len(foreign))
        return Candidate(intent.name, round(self._held_back(intent, confidence, whole), 2))

    def _strange(self, intent: str, score: float) -> float:
        return score if self._intents[intent].effect == "read" else score * _STRANGE

    def _symbols(self, reading: Reading) -> list[str]:
        stems = self._stems(reading)
        begins = {spot.start: spot for spot in self._spotting.spots(reading)}
        found: list[str] = []
        place = 0
        while place < len(stems):
            spot = begins.get(place)
            found.append(stems[place] if spot is None else "{" + spot.slot_type + "}")
            place = place + 1 if spot is None else spot.end
        return found

    def _stems(self, reading: Reading) -> list[str]:
        return [self._language.stemmer.stem(word.text) for word in reading.words]

    def _held_back(self, intent: Intent, confidence: float, reading: Reading) -> float:
        """The confidence, or little where a change is questioned or negated anywhere."""
        if intent.effect == "read":
            return confidence
        guarded = self._language.guards.anywhere([word.text for word in reading.words])
        return min(confidence, _GUARDED) if guarded else confidence


def _guesses(candidate: Candidate, reading: Reading) -> bool:
    """Whether the candidate takes a word nobody knows for a value while a known one was said."""
    unknown = any(not fill.resolved for fill in candidate.slots.values())
    return unknown and any(reading.spots)


def _calibrated(resemblance: float) -> float:
    for (low, from_), (high, to) in pairwise(_CALIBRATION):
        if resemblance <= high:
            return from_ + (to - from_) * (resemblance - low) / (high - low)
    return _CALIBRATION[-1][1]
