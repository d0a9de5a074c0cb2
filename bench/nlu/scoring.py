"""The figures that are published for these data sets, and how they are computed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.nlu.data import Query
from bot.nlu import Model, Span


@dataclass(frozen=True)
class Answer:
    query: Query
    intent: str
    confidence: float
    spans: tuple[Span, ...]

    @property
    def right(self) -> bool:
        return self.intent == self.query.intent


def answers(model: Model, queries: Iterable[Query]) -> list[Answer]:
    """What the model makes of each: its best reading, whatever the confidence in it."""
    found = []
    for query in queries:
        readings = model.understand(query.text)
        if readings:
            best = readings[0]
            found.append(Answer(query, best.intent, best.confidence, best.spans))
        else:
            found.append(Answer(query, "", 0.0, ()))
    return found


def accuracy(found: Sequence[Answer]) -> float:
    return sum(answer.right for answer in found) / len(found)


def in_scope(found: Sequence[Answer], threshold: float) -> float:
    """The share of queries that mean an intent which are given it, with confidence enough."""
    inside = [answer for answer in found if answer.query.intent]
    return sum(a.right and a.confidence >= threshold for a in inside) / len(inside)


def outside_recall(found: Sequence[Answer], threshold: float) -> float:
    """The share of queries that mean no intent which are given none."""
    outside = [answer for answer in found if not answer.query.intent]
    return sum(answer.confidence < threshold for answer in outside) / len(outside)


def chosen_threshold(found: Sequence[Answer], cost: float) -> float:
    """The highest that costs at most `cost` of the in-scope accuracy; `found` is validation."""
    free = in_scope(found, 0.0)
    candidates = sorted(answer.confidence for answer in found if answer.query.intent)
    return max(t for t in [0.0, *candidates] if in_scope(found, t) >= free - cost)


def slot_f1(model: Model, queries: Sequence[Query]) -> float:
    """Whole spans; F1 of each slot, mean over an intent's slots, then mean over intents.

    Slots that the intent's test queries have; spans are those of the reading for the right intent,
    as the published comparison has them.
    """
    right: Counter[tuple[str, str]] = Counter()
    missed: Counter[tuple[str, str]] = Counter()
    invented: Counter[tuple[str, str]] = Counter()
    for query in queries:
        said = {(span.slot, span.start, span.end) for span in model.tag(query.text, query.intent)}
        right.update((query.intent, slot) for slot, _, _ in said & query.spans)
        missed.update((query.intent, slot) for slot, _, _ in query.spans - said)
        invented.update((query.intent, slot) for slot, _, _ in said - query.spans)
    by_intent: dict[str, list[float]] = {}
    for key in sorted({*right, *missed}):
        score = 2 * right[key] / (2 * right[key] + missed[key] + invented[key])
        by_intent.setdefault(key[0], []).append(score)
    means = [sum(scores) / len(scores) for scores in by_intent.values()]
    return sum(means) / len(means)


def calibration_error(found: Sequence[Answer], bins: int = 10) -> float:
    """Expected calibration error: how far confidence lies from the share that is right."""
    total = 0.0
    for number in range(bins):
        low, high = number / bins, (number + 1) / bins
        inside = [a for a in found if low <= a.confidence < high or (high == 1 == a.confidence)]
        if inside:
            gap = sum(a.confidence for a in inside) - sum(a.right for a in inside)
            total += abs(gap)
    return total / len(found)
