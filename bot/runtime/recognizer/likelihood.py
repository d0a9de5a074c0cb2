"""How sure to be of each intent where no template says just what was said.

Two views together: how much the text resembles templates, and what a model that was trained with
them makes of it. Resemblance is careful with what it does not know, the model knows words that are
like others; measured on templates that neither had seen, each is better with the other.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from bot.runtime.recognizer.language import Language
from bot.runtime.recognizer.lexicon import Spot
from bot.runtime.recognizer.reading import Reading
from bot.runtime.recognizer.similarity import Similarity, samples
from bot.runtime.recognizer.spotting import Spotting

if TYPE_CHECKING:
    from bot.nlu import Model

_RESEMBLANCE = 0.6
"""What resemblance counts against the model, as a share. Chosen on held-out templates and sentences
that no ops bot is for: more finds less, less takes more for requests that are none."""
_CALIBRATION = ((0.0, 0.0), (0.5, 0.4), (1.0, 0.95))
"""Resemblance -> confidence, linear between the points.

Measured on 1,675 sentences of CLINC150, nearly none meant for an ops bot: with these points 3.8 %
of them reach Lex's usual threshold of 0.40, and uncalibrated resemblance let 10 % through.
Resemblance is never as sure as an exact match.
"""
_PIECES = tuple(pairwise(_CALIBRATION))
_SUREST = 0.95
LEAST = 0.05
"""Below it an interpretation is not worth returning."""
_FOREIGN_VALUE = 0.6
"""What is left of either for each slot type that was said and the intent has not."""
_NO_CONTENT = 0.4
"""What is left of it without a word that tells an intent ("orders", "do it in staging")."""
_STRANGE = 0.85
"""What is left of it for a change, in a clause with a word that no template has."""
_GUARDED = 0.3
"""Highest confidence of a change in a sentence that questions or negates it."""


class _Doubts(NamedTuple):
    """What is left, as a share, of what is found for a change and for a mere answer; and the types
    of the values that were said."""

    of_answer: float
    of_change: float
    types: AbstractSet[str]


class Likelihood:
    """Of the intents of one locale. `model`: None for resemblance alone."""

    def __init__(self, language: Language, spotting: Spotting, model: "Model | None") -> None:
        self._language = language
        self._spotting = spotting
        self._model = model
        self._share = _RESEMBLANCE if model else 1.0
        self._changes = {one.name for one in language.intents if one.effect != "read"}
        self._types = {
            intent.name: frozenset(language.kind(slot.type) for slot in intent.slots)
            for intent in language.intents
        }
        known = [sample for intent in language.intents for sample in samples(intent, language)]
        self._similarity = Similarity(known, language.function_stems)

    def confidences(self, reading: Reading, whole: Reading) -> Mapping[str, float]:
        """Intent -> `LEAST` to 0.95, for a clause of `whole` or all of it, without fillers."""
        spots = self._spotting.spots(reading)
        symbols = self._symbols(reading, spots)
        alike = self._similarity.scores(symbols)
        trained = dict(self._model.rank(spoken(reading))) if self._model else {}
        said = spots if reading is whole else self._spotting.spots(whole)
        doubts = self._doubts(symbols, said, whole)
        joined = {
            name: self._joined(name, alike.get(name, 0.0), trained.get(name, 0.0), doubts)
            for name in alike.keys() | trained.keys()
        }
        return {name: confidence for name, confidence in joined.items() if confidence >= LEAST}

    def _joined(self, intent: str, resemblance: float, sure: float, doubts: _Doubts) -> float:
        """What both views together make of an intent; 0 where it is less than `LEAST` anyway."""
        share = self._share
        # Neither doubts nor the calibration make more of it, and most intents are out of question.
        if share * resemblance + (1 - share) * sure < LEAST:
            return 0.0
        left = doubts.of_change if intent in self._changes else doubts.of_answer
        left *= _FOREIGN_VALUE ** len(doubts.types - self._types[intent])
        joined = share * _calibrated(left * resemblance) + (1 - share) * (left * sure)
        return min(_SUREST, joined)

    def held_back(self, intent: str, confidence: float, reading: Reading) -> float:
        """The confidence, or little where the text speaks against the intent: it questions or
        negates a change, anywhere."""
        if confidence <= _GUARDED:
            return confidence
        return _GUARDED if self._is_guarded(intent, reading) else confidence

    def has_content(self, reading: Reading) -> bool:
        """Whether a word tells the intent.

        "is ordres healthy" asks about a service; "how is mum" has nothing but function words.
        """
        return any(map(self._is_telling, self._stems(reading)))

    def _doubts(self, symbols: Sequence[str], spots: Sequence[Spot], whole: Reading) -> _Doubts:
        """`spots`: those of `whole`."""
        is_telling = any(map(self._is_telling, symbols)) and not self._is_a_yes(whole)
        left = 1.0 if is_telling else _NO_CONTENT
        # What nobody wrote a template for may turn a change into something else.
        is_strange = any(map(self._similarity.is_strange, symbols))
        types = {self._language.kind(spot.slot_type) for spot in spots}
        return _Doubts(left, left * _STRANGE if is_strange else left, types)

    def _is_a_yes(self, reading: Reading) -> bool:
        """Whether nothing was asked that the text could answer: it is a yes and nothing else."""
        return self._language.confirmations.at(reading.said, 0) == len(reading.said)

    def _is_telling(self, symbol: str) -> bool:
        untelling = self._language.untelling_stems
        return self._similarity.is_content(symbol) and symbol not in untelling

    def _is_guarded(self, intent: str, reading: Reading) -> bool:
        if intent in self._changes and self._language.guards.anywhere(reading.said):
            return True
        guards = self._model.guards if self._model else None
        if guards is None or not guards.phrases.get(intent):
            return False
        return guards.against(self._outside_values(reading), intent)

    def _outside_values(self, reading: Reading) -> tuple[str, ...]:
        covered = {
            place
            for spots in reading.spots
            for spot in spots[:1]
            for place in range(spot.start, spot.end)
        }
        return tuple(
            "\x02" if place in covered else word for place, word in enumerate(reading.said)
        )

    def _symbols(self, reading: Reading, spots: Sequence[Spot]) -> list[str]:
        stems = self._stems(reading)
        begins = {spot.start: spot for spot in self._language.rows.as_one(reading, spots)}
        found: list[str] = []
        place = 0
        while place < len(stems):
            spot = begins.get(place)
            found.append(
                stems[place] if spot is None else "{" + self._language.kind(spot.slot_type) + "}"
            )
            place = place + 1 if spot is None else spot.end
        return found

    def _stems(self, reading: Reading) -> list[str]:
        return [self._language.stemmer.stem(word) for word in reading.said]


def spoken(reading: Reading) -> str:
    """The words of a reading, as the model learned from them."""
    return " ".join(reading.said)


def _calibrated(resemblance: float) -> float:
    for (low, from_), (high, to) in _PIECES:
        if resemblance <= high:
            return from_ + (to - from_) * (resemblance - low) / (high - low)
    return _CALIBRATION[-1][1]
