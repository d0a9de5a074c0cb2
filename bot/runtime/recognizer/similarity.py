"""How much an utterance resembles what each intent's templates say.

Two views, both over stems with slot values replaced by their type (one for all types that sound
alike): the nearest sample utterance
(cosine over words and word pairs), and how much of the utterance's meaning the intent's words
explain. Words weigh by how few intents use them; words that no template has weigh against all.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from bot.model import Intent
from bot.runtime.recognizer.language import Language
from bot.templates import expand

Numbers = npt.NDArray[np.int32]
Weights = npt.NDArray[np.float64]

SAMPLES_PER_TEMPLATE = 10
"""Enough to meet every option of a template; more costs time on every utterance."""

_SLOT = re.compile(r"(\{[\w-]+\})(?:'s)?")
_FUNCTION_WEIGHT = 0.25
_PAIR_WEIGHT = 0.4
_UNKNOWN_WEIGHT = 1.0
_SLOT_WEIGHT = 0.8
_NEAREST_SHARE = 0.6


@dataclass(frozen=True)
class Sample:
    """An utterance of an intent, as stems and slot symbols."""

    intent: str
    symbols: tuple[str, ...]


def samples(intent: Intent, language: Language) -> tuple[Sample, ...]:
    """Different samples of `intent`, evenly over its templates."""
    intent_words = intent.words.get(language.locale.id)
    if intent_words is None:
        return ()
    types = {"{" + one.name + "}": "{" + language.kind(one.type) + "}" for one in intent.slots}
    known: dict[str, Sequence[str]] = {}

    def stems_of_tokens(text: str) -> list[str]:
        # Templates say the same few hundred words over and over.
        for token in text.split():
            if token not in known:
                known[token] = language.stems(token)
        return [one for token in text.split() for one in known[token]]

    found = {
        _symbols(utterance, types, stems_of_tokens)
        for template in intent_words.utterances
        for utterance in expand(template, SAMPLES_PER_TEMPLATE)
    }
    return tuple(Sample(intent.name, found_symbols) for found_symbols in sorted(found))


def _symbols(
    utterance: str, types: Mapping[str, str], stems: Callable[[str], Sequence[str]]
) -> tuple[str, ...]:
    """Stems of `utterance`, its `{slot}`s replaced by `{SlotType}`s."""
    found: list[str] = []
    for piece in _SLOT.split(utterance):
        if piece in types:
            found.append(types[piece])
        else:
            found.extend(stems(piece))
    return tuple(found)


class Similarity:
    """Scores symbols against every intent's samples. Built once, then only read."""

    def __init__(self, found: Iterable[Sample], function_words: AbstractSet[str]) -> None:
        """`function_words`: their stems."""
        self._samples = tuple(sorted(found, key=lambda sample: sample.intent))
        self._ranges = _ranges(self._samples)
        self._starts = np.array([start for start, _ in self._ranges.values()], np.int32)
        self._function = function_words
        self._weights = self._feature_weights()
        self._largest = max(self._weights.values(), default=1.0)
        self._postings = self._samples_by_feature()
        self._shares = self._intent_shares()

    def is_strange(self, symbol: str) -> bool:
        """Whether no template has this word, and it is no function word either."""
        return symbol not in self._weights and symbol not in self._function

    def is_content(self, symbol: str) -> bool:
        """Whether some template has this word and it says something about the intent."""
        return symbol in self._weights and symbol not in self._function and symbol[0] != "{"

    def scores(self, found: Sequence[str]) -> dict[str, float]:
        """Intent -> score in 0..1; an intent that shares nothing is left out."""
        nearest = self._nearest(found)
        explained = self._explained(found)
        return {
            intent: score**_NEAREST_SHARE * explained.get(intent, 0.0) ** (1 - _NEAREST_SHARE)
            for intent, score in nearest.items()
        }

    def _feature_weights(self) -> dict[str, float]:
        """Inverse intent frequency of each word, then of each pair of neighbours."""
        intents = {sample.intent for sample in self._samples}
        users: dict[str, set[str]] = defaultdict(set)
        for sample in self._samples:
            for feature in (*sample.symbols, *_pairs(sample.symbols)):
                users[feature].add(sample.intent)
        return {
            feature: self._base_weight(feature) * math.log(1 + len(intents) / len(using))
            for feature, using in users.items()
        }

    def _base_weight(self, feature: str) -> float:
        if " " in feature:
            return _PAIR_WEIGHT
        if feature[0] == "{":
            return _SLOT_WEIGHT
        return _FUNCTION_WEIGHT if feature in self._function else 1.0

    def _weight(self, symbol: str) -> float:
        """Weight of a word, also of one that no template has."""
        if symbol in self._weights:
            return self._weights[symbol]
        return self._largest * self._base_weight(symbol) * _UNKNOWN_WEIGHT

    def _vector(self, found: Sequence[str]) -> dict[str, float]:
        """Features of unit length; a word that no template has adds to the length alone."""
        weights = {symbol: self._weight(symbol) for symbol in found}
        for pair in _pairs(found):
            if pair in self._weights:
                weights[pair] = self._weights[pair]
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {feature: weight / length for feature, weight in weights.items()}

    def _samples_by_feature(self) -> dict[str, tuple[Numbers, Weights]]:
        """Feature -> the samples that have it, and its weight in each."""
        found: dict[str, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
        for number, sample in enumerate(self._samples):
            for feature, weight in self._vector(sample.symbols).items():
                numbers, weights = found[feature]
                numbers.append(number)
                weights.append(weight)
        return {
            feature: (np.array(numbers, np.int32), np.array(weights))
            for feature, (numbers, weights) in found.items()
        }

    def _nearest(self, found: Sequence[str]) -> dict[str, float]:
        totals = np.zeros(len(self._samples))
        for feature, weight in self._vector(found).items():
            if feature in self._postings:
                numbers, weights = self._postings[feature]
                totals[numbers] += weight * weights
        best = np.maximum.reduceat(totals, self._starts) if len(totals) else totals
        scores = zip(self._ranges, best.tolist(), strict=True)
        return {intent: score for intent, score in scores if score > 0}

    def _intent_shares(self) -> dict[str, dict[str, float]]:
        """Word -> intent -> how much of the word's use is this intent's (largest is 1)."""
        sizes = Counter(sample.intent for sample in self._samples)
        uses: dict[str, Counter[str]] = defaultdict(Counter)
        for sample in self._samples:
            for symbol in set(sample.symbols):
                uses[symbol][sample.intent] += 1
        shares: dict[str, dict[str, float]] = {}
        for symbol, counts in uses.items():
            # The square root: a word's second hundred uses say less than its first.
            rates = {intent: math.sqrt(n / sizes[intent]) for intent, n in counts.items()}
            largest = max(rates.values())
            shares[symbol] = {intent: rate / largest for intent, rate in rates.items()}
        return shares

    def _explained(self, found: Sequence[str]) -> dict[str, float]:
        totals: dict[str, float] = defaultdict(float)
        whole = 0.0
        # A value belongs to several intents and proves none: "delete orders in staging".
        telling = {symbol for symbol in found if symbol[0] != "{"} or set(found)
        for symbol in sorted(telling):
            weight = self._weight(symbol)
            whole += weight
            for intent, share in self._shares.get(symbol, {}).items():
                totals[intent] += weight * share
        return {intent: total / whole for intent, total in totals.items()}


def _ranges(found: Sequence[Sample]) -> dict[str, tuple[int, int]]:
    """Intent -> first and last (exclusive) of its samples, which stand together."""
    ranges: dict[str, tuple[int, int]] = {}
    for number, sample in enumerate(found):
        start, _ = ranges.get(sample.intent, (number, number))
        ranges[sample.intent] = (start, number + 1)
    return ranges


def _pairs(found: Sequence[str]) -> list[str]:
    bounded = ("^", *found, "$")
    return [f"{left} {right}" for left, right in pairwise(bounded)]
