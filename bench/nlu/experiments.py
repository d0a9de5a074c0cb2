"""Each experiment: what it trains on, what it tests on, the rows that it prints."""

import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from bench.nlu import data, scoring
from bot.nlu import Model, Settings, TrainingSet, train
from bot.nlu.embeddings import Embedder

SEEDS = (1, 2, 3)
COSTS = (0.002, 0.003, 0.004, 0.005)
"""In-scope accuracy that the out-of-scope threshold may cost on validation data: the more, the more
is refused that means no intent."""
LEX_THRESHOLD = 0.4
"""Lex's default."""

Rows = Iterator[tuple[str, str]]
"""What was measured, the figure."""


def snips(root: Path, embedder: Embedder, settings: Settings) -> Rows:
    """Three seeded samples of 70 of the 300 training queries; and all of about 2000."""
    test = data.snips_queries(data.snips(root, "validate"))
    full = data.snips(root, "train_full")
    samples = [data.sampled(data.snips(root, "train"), 70, seed) for seed in SEEDS]
    annotated = [train(data.snips_training_set(s, {}), settings, embedder) for s in samples]
    yield "Snips-70, annotated queries only: slot F1", _spread(_slots(annotated, test))
    yield "Snips-70: intents", _spread(_intents(annotated, test))
    values = data.values_of(full)
    lexlike = [
        train(data.snips_training_set(data.as_templates(s), values), settings, embedder)
        for s in samples
    ]
    yield (
        "Snips-70 as templates, value lists of train_full: slot F1",
        _spread(_slots(lexlike, test)),
    )
    yield "the same: intents", _spread(_intents(lexlike, test))
    whole = train(data.snips_training_set(full, {}), settings, embedder)
    yield "Snips-2000: slot F1", _figure(scoring.slot_f1(whole, test))
    yield "Snips-2000: intents", _percent(scoring.accuracy(scoring.answers(whole, test)))


def clinc(root: Path, embedder: Embedder, settings: Settings) -> Rows:
    """Trained on `train` without and with its out-of-scope queries; threshold from `val`."""
    splits = data.clinc(root)
    for outside, name in ((False, "CLINC150"), (True, "CLINC150, with oos_train")):
        examples = data.plain_training_set(splits.train, outside=outside)
        model = train(examples, settings, embedder)
        found = scoring.answers(model, splits.test)
        tried = scoring.answers(model, splits.validation)
        thresholds = [
            (f"val, cost {cost}", scoring.chosen_threshold(tried, cost)) for cost in COSTS
        ]
        yield f"{name}, no threshold: in scope", _percent(scoring.in_scope(found, 0.0))
        for source, value in (*thresholds, ("Lex's default", LEX_THRESHOLD)):
            yield (
                f"{name}, threshold {value:.2f} ({source}): in scope / oos recall",
                " / ".join(
                    _percent(share(found, value))
                    for share in (scoring.in_scope, scoring.outside_recall)
                ),
            )
        inside = [answer for answer in found if answer.query.intent]
        yield f"{name}, in scope: calibration error", _figure(scoring.calibration_error(inside))


def banking(root: Path, embedder: Embedder, settings: Settings) -> Rows:
    """The test split, after the whole training split and after three samples of ten an intent."""
    splits = data.banking(root)
    shares = []
    for seed in SEEDS:
        examples = data.plain_training_set(data.few(splits.train, 10, seed))
        model = train(examples, settings, embedder)
        shares.append(scoring.accuracy(scoring.answers(model, splits.test)))
    yield "BANKING77, 10 an intent", _spread(shares)
    whole = train(data.plain_training_set(splits.train), settings, embedder)
    found = scoring.answers(whole, splits.test)
    yield "BANKING77 full", _percent(scoring.accuracy(found))
    yield "BANKING77 full: calibration error", _figure(scoring.calibration_error(found))


def speed(root: Path, embedder: Embedder, settings: Settings) -> Rows:
    """Wall time on this machine: 200 intents of 50 utterances (CLINC150's, cut), and a query."""
    splits = data.clinc(root)
    examples = _two_hundred(splits.train)
    began = time.perf_counter()
    model = train(examples, settings, embedder)
    yield "train 200 intents x 50 utterances", f"{time.perf_counter() - began:.1f} s"
    yield "understand, median / 95th percentile", _times(model, splits.test[:500])


def _two_hundred(queries: tuple[data.Query, ...]) -> TrainingSet:
    """CLINC150 has 150 intents of 100: the first 50 of each, then the other 50 of 50 of them."""
    by_intent: dict[str, list[data.Query]] = {}
    for query in queries:
        if query.intent:
            by_intent.setdefault(query.intent, []).append(query)
    cut = []
    for number, (name, found) in enumerate(sorted(by_intent.items())):
        cut.extend(found[:50])
        if number < 50:
            cut.extend(data.Query(query.text, f"{name}_again") for query in found[50:])
    return data.plain_training_set(cut)


def _times(model: Model, queries: tuple[data.Query, ...]) -> str:
    took = []
    for query in queries:
        began = time.perf_counter()
        model.understand(query.text)
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    return f"{statistics.median(took):.2f} ms / {took[int(len(took) * 0.95)]:.2f} ms"


def _slots(models: list[Model], test: tuple[data.Query, ...]) -> list[float]:
    return [100 * scoring.slot_f1(model, test) for model in models]


def _intents(models: list[Model], test: tuple[data.Query, ...]) -> list[float]:
    return [100 * scoring.accuracy(scoring.answers(model, test)) for model in models]


def _spread(shares: list[float]) -> str:
    scaled = [share if share > 1 else 100 * share for share in shares]
    return f"{statistics.mean(scaled):.1f} ({', '.join(f'{share:.1f}' for share in scaled)})"


def _percent(share: float) -> str:
    return f"{100 * share:.2f} %"


def _figure(value: float) -> str:
    return f"{value:.3f}"


EXPERIMENTS: Mapping[str, Callable[[Path, Embedder, Settings], Rows]] = {
    "snips": snips,
    "banking": banking,
    "clinc": clinc,
    "speed": speed,
}
