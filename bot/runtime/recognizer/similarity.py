"""How much an utterance resembles what each intent's templates say.

Two views, both over stems with slot values replaced by their type (one for all types that sound
alike): the nearest sample utterance
(cosine over words and word pairs), and how much of the utterance's meaning the intent's words
explain. Words weigh by how few intents use them; words that no template has weigh against all.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bot.model import Intent
from bot.runtime.recognizer.language import Language
from bot.templates import expand

Places = npt.NDArray[np.int64]
Weights = npt.NDArray[np.float64]

SAMPLES_PER_TEMPLATE = 10
"""Enough to meet every option of a template; more costs time on every utterance."""

_SLOT = re.compile(r"(\{[\w-]+\})(?:'s)?")
_FUNCTION_WEIGHT = 0.25
_PAIR_WEIGHT = 0.4
_UNKNOWN_WEIGHT = 1.0
_SLOT_WEIGHT = 0.8
_NEAREST_SHARE = 0.6
_FREQUENT = 16
"""A feature of one in so many samples is added to all of them: quicker than picking those."""


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
        samples_found = sorted(found, key=lambda sample: sample.intent)
        self._function = function_words
        self._count = len(samples_found)
        self._intents = tuple(dict.fromkeys(sample.intent for sample in samples_found))
        place = {intent: number for number, intent in enumerate(self._intents)}
        intents = np.array([place[sample.intent] for sample in samples_found], np.int64)
        self._starts = np.searchsorted(intents, np.arange(len(place)))
        self._places, entries = _features(samples_found)
        uses = self._uses(entries, intents)
        weights = self._feature_weights(uses)
        self._weights: dict[str, float] = dict(zip(self._places, weights.tolist(), strict=True))
        self._largest = max(self._weights.values(), default=1.0)
        self._postings = _postings(entries, weights, self._count)
        self._frequent = _frequent(self._postings, self._count)
        self._shares = _intent_shares(uses, np.bincount(intents, minlength=len(place)))

    def is_strange(self, symbol: str) -> bool:
        """Whether no template has this word, and it is no function word either."""
        return symbol not in self._weights and symbol not in self._function

    def is_content(self, symbol: str) -> bool:
        """Whether some template has this word and it says something about the intent."""
        return symbol in self._weights and symbol not in self._function and symbol[0] != "{"

    def scores(self, found: Sequence[str]) -> dict[str, float]:
        """Intent -> score in 0..1; an intent that shares nothing is left out."""
        if not self._count or not found:
            return {}
        nearest = self._nearest(found)
        scores = nearest**_NEAREST_SHARE * self._explained(found) ** (1 - _NEAREST_SHARE)
        return {
            intent: score
            for intent, score, shared in zip(
                self._intents, scores.tolist(), nearest.tolist(), strict=True
            )
            if shared > 0
        }

    def _uses(self, entries: "_Entries", intents: Places) -> Weights:
        """Feature by intent: how many of its samples have it."""
        cells = entries.features * len(self._intents) + intents[entries.samples]
        size = (len(self._places), len(self._intents))
        return np.bincount(cells, minlength=size[0] * size[1]).reshape(size).astype(np.float64)

    def _feature_weights(self, uses: Weights) -> Weights:
        """Inverse intent frequency of each word, then of each pair of neighbours."""
        base = np.array([self._base_weight(feature) for feature in self._places], np.float64)
        using = np.maximum((uses > 0).sum(1), 1)
        return np.asarray(base * np.log(1 + len(self._intents) / using), np.float64)

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

    def _nearest(self, found: Sequence[str]) -> Weights:
        """Of each intent, how much its nearest sample is like what was found."""
        starts, samples_with, weights_in = self._postings
        totals = np.zeros(self._count)
        for feature, weight in self._vector(found).items():
            place = self._places.get(feature)
            if place in self._frequent:
                totals += weight * self._frequent[place]
            elif place is not None:
                begin, end = starts[place], starts[place + 1]
                totals[samples_with[begin:end]] += weight * weights_in[begin:end]
        return np.maximum.reduceat(totals, self._starts)

    def _explained(self, found: Sequence[str]) -> Weights:
        """Of each intent, how much of what was found its words explain."""
        # A value belongs to several intents and proves none: "delete orders in staging".
        telling = sorted({symbol for symbol in found if symbol[0] != "{"} or set(found))
        weights = [self._weight(symbol) for symbol in telling]
        totals = np.zeros(len(self._intents))
        for symbol, weight in zip(telling, weights, strict=True):
            if symbol in self._places:
                totals += weight * self._shares[self._places[symbol]]
        return totals / sum(weights)


class _Entries(NamedTuple):
    """Which sample has which feature, each once, by sample."""

    samples: Places
    features: Places


def _features(found: Sequence[Sample]) -> tuple[dict[str, int], _Entries]:
    """Feature -> its number, and where it stands."""
    places: dict[str, int] = {}
    features: list[int] = []
    sizes = []
    for sample in found:
        said = (*sample.symbols, *_pairs(sample.symbols))
        features += [places.setdefault(feature, len(places)) for feature in said]
        sizes.append(len(said))
    owners = np.repeat(np.arange(len(found)), np.array(sizes, np.int64))
    cells = np.unique(owners * max(len(places), 1) + np.array(features, np.int64))
    return places, _Entries(*np.divmod(cells, max(len(places), 1)))


def _postings(entries: _Entries, weights: Weights, count: int) -> tuple[Places, Places, Weights]:
    """Samples by feature, and the feature's weight in each: feature `i` has those from the i-th to
    the next start."""
    own = weights[entries.features]
    lengths = np.sqrt(np.bincount(entries.samples, own * own, count))
    order = np.argsort(entries.features, kind="stable")
    starts = np.searchsorted(entries.features[order], np.arange(len(weights) + 1))
    values = own / np.where(lengths > 0, lengths, 1.0)[entries.samples]
    return starts, entries.samples[order], values[order]


def _frequent(postings: tuple[Places, Places, Weights], count: int) -> dict[int, Weights]:
    """Frequent features -> their weight in every sample."""
    starts, samples_with, weights_in = postings
    found = {}
    for place in np.flatnonzero(np.diff(starts) * _FREQUENT > count).tolist():
        begin, end = starts[place], starts[place + 1]
        found[place] = np.zeros(count)
        found[place][samples_with[begin:end]] = weights_in[begin:end]
    return found


def _intent_shares(uses: Weights, sizes: Places) -> Weights:
    """Feature by intent: how much of the feature's use is this intent's (largest is 1)."""
    # The square root: a word's second hundred uses say less than its first.
    rates = np.sqrt(uses / np.maximum(sizes, 1))
    largest = np.maximum(rates.max(1, initial=0), 1e-9)
    return np.asarray(rates / largest[:, None], np.float64)


def _pairs(found: Sequence[str]) -> list[str]:
    bounded = ("^", *found, "$")
    return [f"{left} {right}" for left, right in pairwise(bounded)]
