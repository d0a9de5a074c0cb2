"""Groups of words in their sentence, by the sentence's embedding: what the tagger knows of a word
by where it stands, whether it knows the word or not ("orange" the singer and the fruit)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.nlu.clusters import group
from bot.nlu.embeddings import Embedder, unit
from bot.nlu.examples import IntentExamples
from bot.nlu.filling import as_said
from bot.nlu.settings import Settings
from bot.nlu.vectors import Floats

_ENOUGH = 2000
"""Texts that groups are made from, of some ten tokens each: more do not change them."""
_AT_ONCE = 1000
"""Texts whose vectors are held at the same time."""

Told = tuple[tuple[str, ...], ...]
"""For each token of a text, the groups that it is in; empty where nothing is known."""


@dataclass(frozen=True)
class Grouping:
    """One way to group the vectors of one layer of the embedding."""

    layer: int
    origin: Floats
    """The mean of all tokens: what they share says nothing."""
    centers: Floats
    """Group by dimension."""

    def of(self, layers: Floats) -> list[str]:
        """`layers`: token by layer by dimension."""
        likeness = _seen_from(self.origin, layers[:, self.layer]) @ self.centers.T
        name = f"c{self.layer}/{len(self.centers)}="
        return [f"{name}{number}" for number in likeness.argmax(1).tolist()]


@dataclass(frozen=True)
class Senses:
    groupings: tuple[Grouping, ...]
    embedder: Embedder

    def of(self, text: str) -> Told:
        if not self.groupings:
            return ()
        (layers,) = self.embedder.embed_tokens([text])
        return self._told(layers)

    def of_each(self, texts: Sequence[str]) -> Mapping[str, Told]:
        """The same for many texts at once."""
        if not self.groupings:
            return {}
        parts = (texts[start : start + _AT_ONCE] for start in range(0, len(texts), _AT_ONCE))
        return {
            text: self._told(layers)
            for part in parts
            for text, layers in zip(part, self.embedder.embed_tokens(part), strict=True)
        }

    def _told(self, layers: Floats) -> Told:
        return tuple(zip(*(grouping.of(layers) for grouping in self.groupings), strict=True))


def learn_senses(texts: Sequence[str], embedder: Embedder, settings: Settings) -> Senses:
    """From annotated utterances; none where they are too few to tell, or where the embedding knows
    of no words in their sentence."""
    if not embedder.layers or len(texts) < settings.annotated:
        return Senses((), embedder)
    random = np.random.default_rng(settings.seed)
    some = [texts[place] for place in random.permutation(len(texts)).tolist()]
    tokens = np.concatenate(embedder.embed_tokens(some[:_ENOUGH]))
    groupings = []
    for layer in range(embedder.layers):
        origin = tokens[:, layer].mean(0)
        vectors = _seen_from(origin, tokens[:, layer])
        for count in settings.senses:
            groups = group(vectors, min(count, len(vectors) // 2), settings.seed)
            groupings.append(Grouping(layer, origin, groups))
    return Senses(tuple(groupings), embedder)


def annotated(intents: Iterable[IntentExamples]) -> list[str]:
    """The texts of annotated utterances, each once."""
    examples = (as_said(said) for intent in intents for said in intent.utterances)
    return list(dict.fromkeys(found.text for found in examples if found and found.spans))


def _seen_from(origin: Floats, vectors: Floats) -> Floats:
    return unit(vectors - origin)
