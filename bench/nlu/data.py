"""The public data sets, as training sets and held-out queries. Nothing is downloaded."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np

from bot.nlu import IntentExamples, SlotText, TrainingSet, Utterance

SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "snips2017": "github.com/sonos/nlu-benchmark, 2017-06-custom-intent-engines (CC0)",
        "clinc150": "github.com/clinc/oos-eval, data/data_full.json (CC BY 3.0)",
        "banking77": "github.com/PolyAI-LDN/task-specific-datasets, banking_data (CC BY 4.0)",
    }
)


@dataclass(frozen=True)
class Query:
    text: str
    intent: str
    """"" for a query that means none."""
    spans: frozenset[tuple[str, int, int]] = frozenset()
    """Slot, start and end."""


@dataclass(frozen=True)
class IntentData:
    """Plain texts by intent, in the splits that the set comes with."""

    train: tuple[Query, ...]
    """Queries that mean no intent among them, if the set has any for training."""
    validation: tuple[Query, ...]
    test: tuple[Query, ...]


def clinc(root: Path) -> IntentData:
    """CLINC150 full; every split has out-of-scope queries, 100 of them in training."""
    splits = json.loads((root / "clinc150" / "data_full.json").read_text(encoding="utf-8"))

    def queries(inside: str, outside: str = "") -> tuple[Query, ...]:
        found = [Query(text, intent) for text, intent in splits[inside]]
        return tuple(found + [Query(text, "") for text, _ in splits.get(outside, [])])

    return IntentData(
        queries("train", "oos_train"), queries("val", "oos_val"), queries("test", "oos_test")
    )


def banking(root: Path) -> IntentData:
    """BANKING77; it has no validation split."""

    def queries(split: str) -> tuple[Query, ...]:
        with (root / "banking77" / f"{split}.csv").open(encoding="utf-8", newline="") as file:
            return tuple(Query(row["text"], row["category"]) for row in csv.DictReader(file))

    return IntentData(queries("train"), (), queries("test"))


def few(queries: Sequence[Query], count: int, seed: int) -> tuple[Query, ...]:
    """`count` seeded examples of each intent."""
    random = np.random.default_rng(seed)
    by_intent: dict[str, list[Query]] = {}
    for query in queries:
        by_intent.setdefault(query.intent, []).append(query)
    return tuple(
        found[int(position)]
        for _, found in sorted(by_intent.items())
        for position in random.permutation(len(found))[:count]
    )


def plain_training_set(queries: Iterable[Query], *, outside: bool = False) -> TrainingSet:
    """Queries that mean no intent are left out, or learned from if `outside`."""
    queries = tuple(queries)
    by_intent: dict[str, list[Utterance]] = {}
    for query in queries:
        by_intent.setdefault(query.intent, []).append((query.text,))
    nothing = tuple(query.text for query in queries if not query.intent and outside)
    by_intent.pop("", None)
    intents = (IntentExamples(name, tuple(texts)) for name, texts in sorted(by_intent.items()))
    return TrainingSet(tuple(intents), outside=nothing)


Annotated = Mapping[str, tuple[Utterance, ...]]
"""Intent -> annotated utterances."""


def snips(root: Path, split: str) -> Annotated:
    """`split`: "train" (300 an intent), "train_full" (about 2000) or "validate" (100)."""
    folder = root / "snips2017"
    names = sorted(path.name for path in folder.iterdir() if path.is_dir())
    return {name: _snips_file(folder / name, name, split) for name in names}


def sampled(data: Annotated, count: int, seed: int) -> Annotated:
    """`count` seeded utterances of each intent."""
    random = np.random.default_rng(seed)
    return {
        name: tuple(said[int(i)] for i in random.permutation(len(said))[:count])
        for name, said in data.items()
    }


def values_of(data: Annotated) -> Mapping[str, tuple[str, ...]]:
    """Slot -> every text that fills it in `data`: the value lists of a definition."""
    found: dict[str, dict[str, None]] = {}
    for utterances in data.values():
        for part in (part for said in utterances for part in said):
            if isinstance(part, SlotText):
                found.setdefault(part.slot, {})[part.text.strip()] = None
    return {slot: tuple(texts) for slot, texts in found.items()}


def as_templates(data: Annotated) -> Annotated:
    """The same with nothing in the slots: what a Lex definition holds."""
    return {
        name: tuple(
            tuple(SlotText(part.slot) if isinstance(part, SlotText) else part for part in said)
            for said in utterances
        )
        for name, utterances in data.items()
    }


def snips_training_set(data: Annotated, values: Mapping[str, tuple[str, ...]]) -> TrainingSet:
    intents = []
    for name, utterances in data.items():
        parts = (part for said in utterances for part in said)
        slots = {part.slot: part.slot for part in parts if isinstance(part, SlotText)}
        intents.append(IntentExamples(name, utterances, dict(sorted(slots.items()))))
    return TrainingSet(tuple(intents), values)


def snips_queries(data: Annotated) -> tuple[Query, ...]:
    return tuple(_query(said, name) for name, utterances in data.items() for said in utterances)


def _query(said: Utterance, intent: str) -> Query:
    text = ""
    spans = set()
    for part in said:
        if isinstance(part, SlotText):
            start = len(text) + len(part.text) - len(part.text.lstrip())
            spans.add((part.slot, start, len(text) + len(part.text.rstrip())))
        text += part if isinstance(part, str) else part.text
    return Query(text, intent, frozenset(spans))


def _snips_file(folder: Path, name: str, split: str) -> tuple[Utterance, ...]:
    stem, _, full = split.partition("_")
    data = (folder / f"{stem}_{name}{'_full' if full else ''}.json").read_bytes()
    try:
        document = json.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        document = json.loads(data.decode("latin-1"))
    return tuple(
        tuple(
            SlotText(part["entity"], part["text"]) if "entity" in part else part["text"]
            for part in entry["data"]
            if part["text"]
        )
        for entry in document[name]
    )
