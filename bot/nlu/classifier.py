"""Which intent a text means: linear scores and likeness to examples, added up."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.nlu.confidence import Confidence, Evidence, learn_confidence
from bot.nlu.corpus import Corpus, Rarity, Rows, read_corpus
from bot.nlu.embeddings import Dimensions, Embedder, unit
from bot.nlu.gazetteer import Gazetteer
from bot.nlu.kernel import KernelScores, train_kernel
from bot.nlu.linear import LinearScores, train_linear
from bot.nlu.network import NetworkScores, no_network, train_network
from bot.nlu.settings import Settings
from bot.nlu.vectors import Floats, Integers, Vectorizer

_MANY = 3000
"""From so many texts on, a part of a word counts only if a second text has it too."""


@dataclass(frozen=True)
class Scorer:
    """Text in, one score an intent out."""

    vectorizer: Vectorizer
    center: Floats
    """The mean embedding of the examples: what they all share says nothing."""
    linear: LinearScores
    kernel: KernelScores
    network: NetworkScores
    dimensions: Dimensions
    """Of the embedding; the linear scores look at those that lead."""

    def evidence(self, text: str, embedding: Floats) -> Evidence:
        row = self.vectorizer.vector(text)
        dense = centered(embedding[self.dimensions.kept], self.center)
        linear = self.linear.scores(row, dense[: self.dimensions.lead])
        kernel, nearest = self.kernel.scores(dense)
        network = self.network.scores(dense)
        return Evidence(linear, kernel, network, float(nearest), self.vectorizer.known(text))


@dataclass(frozen=True)
class Classifier:
    intents: tuple[str, ...]
    scorer: Scorer
    confidence: Confidence

    def rank(
        self, text: str, embedding: Floats, candidates: frozenset[str] | None = None
    ) -> list[tuple[str, float]]:
        """Intents with confidence in them (0 to 1), best first; only `candidates`, if given."""
        evidence = self.scorer.evidence(text, embedding)
        if candidates is None and self.intents:
            order, confidences = self.confidence.rank(evidence)
            return list(zip([self.intents[place] for place in order], confidences, strict=True))
        kept = [
            position
            for position, name in enumerate(self.intents)
            if candidates is None or name in candidates
        ]
        if not kept:
            return []
        order, confidences = self.confidence.rank(evidence.only(kept))
        names = (self.intents[kept[position]] for position in order)
        return list(zip(names, confidences, strict=True))


def train_classifier(
    texts: Sequence[str],
    labels: Sequence[int],
    intents: Sequence[str],
    gazetteer: Gazetteer,
    embedder: Embedder,
    dimensions: Dimensions,
    settings: Settings,
) -> Classifier:
    """`labels`: the position of the intent in `intents`; -1 for a text that means none.
    `dimensions`: of what `embedder` gives."""
    examples = _Examples(
        read_corpus(texts, gazetteer),
        embedder.embed(texts)[:, dimensions.kept],
        np.array(labels, np.int32),
        len(intents),
        dimensions.lead,
        embedder.layers > 0 and len(intents) > 1 and len(texts) >= settings.network,
        settings,
    )
    learned = examples.learn(np.arange(len(texts), dtype=np.int32), settings.epochs)
    scorer = Scorer(
        examples.corpus.vectorizer(learned.rarity),
        learned.center,
        learned.linear,
        learned.kernel,
        learned.network,
        dimensions,
    )
    confidence = learn_confidence(examples.tried, examples.labels, settings)
    return Classifier(tuple(intents), scorer, confidence)


def centered(embedding: Floats, center: Floats) -> Floats:
    """Of length 1, seen from the center; works on rows too."""
    moved = unit(embedding) - center
    return unit(moved)


@dataclass(frozen=True)
class _Learned:
    rarity: Rarity
    center: Floats
    linear: LinearScores
    kernel: KernelScores
    network: NetworkScores


@dataclass(frozen=True)
class _Examples:
    corpus: Corpus
    embeddings: Floats
    labels: Integers
    intents: int
    lead: int
    is_deep: bool
    """Whether a network is worth it: of few examples, or of words without their sentence, it learns
    nothing that likeness does not tell."""
    settings: Settings

    def learn(self, chosen: Integers, epochs: int) -> _Learned:
        """From some of the examples, given by their positions."""
        settings = self.settings
        rarity = self.corpus.rarity(chosen, least=2 if len(chosen) > _MANY else 1)
        labels, embeddings = self.labels[chosen], self.embeddings[chosen]
        center = unit(embeddings).sum(0) / np.float32(max(len(chosen), 1))
        dense = centered(embeddings, center)
        linear = train_linear(
            _and_nothing(self.corpus.rows(chosen, rarity)),
            np.concatenate([dense[:, : self.lead], np.zeros((1, self.lead), np.float32)]),
            np.append(labels, np.int32(-1)),
            (len(rarity.kept), self.intents),
            penalty=settings.penalty,
            epochs=epochs,
            seed=settings.seed,
        )
        kernel = train_kernel(
            dense,
            labels,
            self.intents,
            width=settings.kernel_width,
            ridge=settings.kernel_ridge,
            landmarks=_landmarks(len(chosen), settings),
        )
        return _Learned(rarity, center, linear, kernel, self._network(dense, labels))

    def _network(self, dense: Floats, labels: Integers) -> NetworkScores:
        if not self.is_deep:
            return no_network(self.intents)
        return train_network(dense, labels, self.intents, self.settings.seed)

    def tried(self, chosen: Integers, tried: Integers) -> list[Evidence]:
        """What scores that were learned from `chosen` say of each of `tried`."""
        learned = self.learn(chosen, self.settings.trial_epochs)
        rows = self.corpus.rows(tried, learned.rarity)
        known = self.corpus.known(tried, learned.rarity).tolist()
        dense = centered(self.embeddings[tried], learned.center)
        kernel, nearest = learned.kernel.scores(dense)
        network = learned.network.scores(dense)
        return [
            Evidence(
                learned.linear.scores(rows.row(number), dense[number, : self.lead]),
                kernel[number],
                network[number],
                float(nearest[number]),
                known[number],
            )
            for number in range(len(tried))
        ]


def _and_nothing(rows: Rows) -> Rows:
    """One more text, without anything known: it means no intent."""
    return Rows(np.append(rows.starts, rows.starts[-1]), rows.indices, rows.values)


def _landmarks(examples: int, settings: Settings) -> int:
    least, most = settings.landmarks
    return min(most, max(least, examples // 3))
