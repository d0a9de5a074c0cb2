"""Which intent a text means: linear scores and likeness to examples, added up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.nlu.confidence import Confidence, Evidence, learn_confidence
from bot.nlu.embeddings import Embedder, unit
from bot.nlu.gazetteer import Gazetteer
from bot.nlu.kernel import KernelScores, train_kernel
from bot.nlu.linear import LinearScores, train_linear
from bot.nlu.settings import Settings
from bot.nlu.vectors import EMPTY_ROW, Floats, Integers, Vectorizer, learn_vectorizer

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
    lead: int
    """How many dimensions of the embedding the linear scores look at."""

    def evidence(self, text: str, embedding: Floats) -> Evidence:
        row = self.vectorizer.vector(text)
        dense = centered(embedding, self.center)
        linear = self.linear.scores(row, dense[: self.lead])
        kernel, nearest = self.kernel.scores(dense)
        return Evidence(linear, kernel, nearest, self.vectorizer.known(text))


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
    settings: Settings,
) -> Classifier:
    """`labels`: the position of the intent in `intents`; -1 for a text that means none."""
    numbers = np.array(labels, np.int32)
    embeddings = embedder.embed(texts)

    def train(chosen: Integers, settings: Settings) -> Scorer:
        kept = [texts[position] for position in chosen]
        vectorizer = learn_vectorizer(kept, gazetteer, least=2 if len(kept) > _MANY else 1)
        return _train_scorer(
            kept,
            numbers[chosen],
            len(intents),
            embeddings[chosen],
            vectorizer,
            embedder.lead,
            settings,
        )

    scorer = train(np.arange(len(texts), dtype=np.int32), settings)
    quick = replace(settings, epochs=settings.trial_epochs)
    confidence = learn_confidence(
        lambda chosen: train(chosen, quick),
        texts,
        embeddings,
        numbers,
        settings,
    )
    return Classifier(tuple(intents), scorer, confidence)


def centered(embedding: Floats, center: Floats) -> Floats:
    """Of length 1, seen from the center; works on rows too."""
    moved = unit(embedding) - center
    return unit(moved)


def _train_scorer(
    texts: Sequence[str],
    labels: Integers,
    intents: int,
    embeddings: Floats,
    vectorizer: Vectorizer,
    lead: int,
    settings: Settings,
) -> Scorer:
    center = unit(embeddings).mean(0) if len(texts) else np.zeros(embeddings.shape[1], np.float32)
    dense = centered(embeddings, center)
    nothing = np.zeros((1, lead), np.float32)
    linear = train_linear(
        [*(vectorizer.vector(text) for text in texts), EMPTY_ROW],
        np.concatenate([dense[:, :lead], nothing]),
        np.append(labels, np.int32(-1)),
        (len(vectorizer.index), intents),
        penalty=settings.penalty,
        epochs=settings.epochs,
        seed=settings.seed,
    )
    kernel = train_kernel(
        dense,
        labels,
        intents,
        width=settings.kernel_width,
        ridge=settings.kernel_ridge,
        landmarks=_landmarks(len(texts), settings),
    )
    return Scorer(vectorizer, center, linear, kernel, lead)


def _landmarks(examples: int, settings: Settings) -> int:
    least, most = settings.landmarks
    return min(most, max(least, examples // 6))
