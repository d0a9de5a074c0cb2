"""From a reading to intents with slots and confidence."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from bot.dialog.state import SlotFill
from bot.runtime.recognizer.filling import Filling
from bot.runtime.recognizer.language import Language
from bot.runtime.recognizer.likelihood import LEAST, Likelihood
from bot.runtime.recognizer.matcher import Matcher
from bot.runtime.recognizer.reading import Reading, clauses, part
from bot.runtime.recognizer.spotting import Spotting

if TYPE_CHECKING:
    from bot.nlu import Model

_MOST_CANDIDATES = 5
_EXACT = 1.0
_IN_PLAY = 0.95
_EXACT_WITH_UNKNOWN = 0.85
_CLAUSE = 0.9
"""What is left of the confidence when only a clause of the text says it."""
_MOST_CLAUSES = 4


class Candidate(NamedTuple):
    """An intent that the reading may mean. `exact`: a template says just that, or it is what was
    asked for; else its slots are to be filled yet."""

    intent: str
    confidence: float
    slots: Mapping[str, SlotFill] = MappingProxyType({})
    exact: bool = False


class Understanding:
    """Ranks the intents of one locale. `model`: beside templates, if there is one."""

    def __init__(self, language: Language, model: "Model | None") -> None:
        self._language = language
        self._matcher = Matcher(
            language.grammar,
            language.lexicon,
            language.no_names,
            language.intent_literals,
            language.intents,
            language.rows,
        )
        self._intents = {intent.name: intent for intent in language.intents}
        spotting = Spotting(language)
        self._likelihood = Likelihood(language, spotting, model)
        self._filling = Filling(language, spotting, model)

    def candidates(self, reading: Reading) -> tuple[Candidate, ...]:
        """Best first; ties by name, so that the same text always means the same. The slots of most
        are to be `filled` yet."""
        if not reading.words:
            return ()
        found: dict[str, Candidate] = {}
        for candidate in self._all(reading):
            best = found.get(candidate.intent)
            if best is None or candidate.confidence > best.confidence:
                found[candidate.intent] = candidate
        ranked = sorted(found.values(), key=lambda c: (-c.confidence, c.intent))
        return tuple(c for c in ranked if c.confidence >= LEAST)[:_MOST_CANDIDATES]

    def filled(self, candidate: Candidate, reading: Reading) -> Candidate:
        """With the values said anywhere in the text; those of a matched clause come first."""
        if candidate.exact:
            return candidate
        fills = self._filling.fills(self._intents[candidate.intent], reading)
        return candidate._replace(slots={**fills, **candidate.slots})

    def in_play(self, reading: Reading, intent: str, known: Mapping[str, SlotFill]) -> Candidate:
        """The intent in play, answered with `known` and with other values said along with it."""
        fills = self._filling.fills(self._intents[intent], reading)
        said = [one for fill in known.values() for one in (fill.values or (fill,))]
        taken = [f" {fill.original} " for fill in said]
        others = {
            name: fill
            for name, fill in fills.items()
            if not any(f" {fill.original} " in one for one in taken)
        }
        return Candidate(intent, _IN_PLAY, {**others, **known}, exact=True)

    def _all(self, reading: Reading) -> Iterator[Candidate]:
        """What the whole text means, and what each of its clauses does.

        People explain themselves ("payments hangs again, can you restart it in prod? thanks"): a
        clause may carry the request, and another one its values.
        """
        bare = self._without_fillers(reading)
        exact = self._exact(reading, bare)
        yield from exact
        yield from self._likely(bare, reading)
        if exact:
            return
        for clause in clauses(reading)[:_MOST_CLAUSES]:
            bare = self._without_fillers(clause)
            for candidate in (*self._exact(clause, bare), *self._likely(bare, reading)):
                if not _guesses(candidate, reading):
                    yield self._of_clause(candidate, reading)

    def _of_clause(self, candidate: Candidate, reading: Reading) -> Candidate:
        confidence = candidate.confidence * _CLAUSE
        confidence = self._likelihood.held_back(candidate.intent, confidence, reading)
        return Candidate(candidate.intent, round(confidence, 2), candidate.slots)

    def _exact(self, reading: Reading, bare: Reading) -> list[Candidate]:
        """`bare`: the same without fillers."""
        found = self._matcher.matches(reading)
        if not found and bare is not reading:
            reading = bare
            found = self._matcher.matches(reading) if reading.words else {}
        return [
            Candidate(
                match.intent,
                _EXACT_WITH_UNKNOWN if match.unknown else _EXACT,
                match.slots,
                exact=True,
            )
            for match in found.values()
            if not match.unknown or self._likelihood.has_content(reading)
        ]

    def _without_fillers(self, reading: Reading) -> Reading:
        return part(reading, *self._language.fillers.stripped(reading.said))

    def _likely(self, reading: Reading, whole: Reading) -> list[Candidate]:
        """`reading`: `whole` or a clause of it, without fillers."""
        if not reading.words or self._language.is_not_offered(reading.said):
            return []
        found = self._likelihood.confidences(reading, whole)
        return [
            Candidate(name, round(self._likelihood.held_back(name, confidence, whole), 2))
            for name, confidence in found.items()
        ]


def _guesses(candidate: Candidate, reading: Reading) -> bool:
    """Whether the candidate takes a word nobody knows for a value while a known one was said."""
    unknown = any(not fill.resolved for fill in candidate.slots.values())
    return unknown and any(reading.spots)
