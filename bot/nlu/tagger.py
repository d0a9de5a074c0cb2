"""Which parts of a text fill which slots: one conditional random field an intent."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import numpy as np
import pycrfsuite

from bot.nlu.examples import IntentExamples
from bot.nlu.filling import Filled, Novelty, Values, answers, fill, thinned
from bot.nlu.senses import Told
from bot.nlu.settings import Settings
from bot.nlu.tagging import Attributes, View, attributes
from bot.nlu.tokens import Token, norms, tokenize
from bot.nlu.usage import NO_COUNTS, counted, places

_OUTSIDE = "O"
_HIDDEN = 0.15
"""How often a value's words are learned as words that nobody knows."""
_WRAPPED = 0.4
"""How often a template is learned with other words around it."""
_SIGNS = ("", "", "?", ".", ",", "!")
_ENOUGH = 1e-3
"""Training ends when ten rounds have improved the fit by less than this share."""
_MANY = 300
"""Utterances, from which on large weights are held back in proportion: there are the more."""
_SEEN = 10
"""Times that a value is worth being seen, on average."""
_FOREIGN = 0.1
"""How often a word outside values is, so that not every such word is taken for a value."""


@dataclass(frozen=True)
class Span:
    """`text[start:end]` fills `slot`."""

    slot: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Tagger:
    view: View
    state: bytes
    """What CRFsuite learned; empty for an intent without slots."""
    kinds: Mapping[str, str]
    """Slot name -> slot type."""
    _crf: "pycrfsuite.Tagger | None" = field(init=False, repr=False, compare=False)
    _turn: Lock = field(default_factory=Lock, init=False, repr=False, compare=False)
    """CRFsuite keeps the text it works on: one at a time."""

    def __post_init__(self) -> None:
        crf = None
        if self.state:
            crf = pycrfsuite.Tagger()
            crf.open_inmemory(self.state)
        object.__setattr__(self, "_crf", crf)

    def tag(self, text: str, asking: str = "") -> tuple[Span, ...]:
        """From left to right; spans do not overlap and are not empty. `asking`: the slot that the
        bot asks for."""
        tokens = tokenize(text)
        if self._crf is None or not tokens:
            return ()
        matches = list(self.view.gazetteer.matches([token.norm for token in tokens]))
        # Senses are learned from sentences: an answer alone is none.
        told = () if asking else self.view.senses.of(text)
        seen = attributes(tokens, matches, self.view, asking=asking, told=told)
        with self._turn:
            tags = self._crf.tag(seen)
        return self._best(_spans(text, tokens, tags, self.view.edges))

    def _best(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """Where a slot is filled with a listed value, an unlisted one beside it is a mistake."""
        found = [(span, self._listed(span)) for span in spans]
        sure = {span.slot for span, listed in found if listed}
        return tuple(span for span, listed in found if listed or span.slot not in sure)

    def _listed(self, span: Span) -> bool:
        kinds = self.view.gazetteer.entries.get(norms(span.text), ())
        return self.kinds.get(span.slot, span.slot) in kinds


@dataclass(frozen=True)
class Background:
    """What is known when the tagger of an intent is trained, the same for all intents."""

    values: Values
    novelty: Novelty
    view: View
    told: Mapping[str, Told]
    """Text of an annotated utterance -> the senses of its tokens."""


def train_tagger(intent: IntentExamples, known: Background, settings: Settings) -> Tagger:
    """Learns from the intent's utterances, filled many times, and from answers to its prompts."""
    view, values = known.view, known.values
    if not intent.slots:
        return Tagger(view, b"", intent.slots)
    random = np.random.default_rng(settings.seed)
    carriers = sorted(view.carriers)
    intent = thinned(intent, settings.templates, settings.templates)
    times = _times(intent, values, settings)
    # Not the Trainer, which reads a log of each round that nobody asks for.
    trainer = pycrfsuite.BaseTrainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(
        {
            "c1": settings.tagger_sparsity,
            "c2": settings.tagger_penalty * max(1.0, len(intent.utterances) / _MANY),
            "max_iterations": settings.tagger_iterations,
            "feature.possible_transitions": True,
            "delta": _ENOUGH,
        }
    )
    for example in fill(intent, values, times, random):
        new = _new(example, intent, known.novelty, random)
        wrapped = _among_others(example, carriers, random)
        trainer.append(*_sequence(wrapped, intent, known, new, random))
    for slot, example in answers(intent, values, settings.answers, random):
        new = _new(example, intent, known.novelty, random)
        trainer.append(*_sequence(example, intent, known, new, random, slot))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tagger.crfsuite"
        trainer.train(str(path))
        return Tagger(view, path.read_bytes(), intent.slots)


def carrier_words(intents: Iterable[IntentExamples]) -> frozenset[str]:
    """Words of utterances that stand outside slots."""
    return frozenset(
        token.norm
        for intent in intents
        for utterance in (*intent.utterances, *intent.answers)
        for part in utterance
        if isinstance(part, str)
        for token in tokenize(part)
    )


def _times(intent: IntentExamples, values: Values, settings: Settings) -> int:
    """How often to fill each utterance: the more values there are, the more there is to learn."""
    utterances = max(len(intent.utterances), 1)
    richest = max(len(values.get(kind, ())) for kind in intent.slots.values())
    useful = 1 + _SEEN * richest // utterances
    return max(1, min(settings.fillings, settings.tagger_budget // utterances, useful))


def _new(
    example: Filled, intent: IntentExamples, novelty: Novelty, random: np.random.Generator
) -> frozenset[tuple[str, str]]:
    """Slots and values that are to be learned as ones that no gazetteer has."""
    return frozenset(
        (slot, example.text[start:end])
        for slot, start, end in example.spans
        if random.random()
        < novelty.chance(
            intent.slots.get(slot, slot), example.text[start:end], original=example.original
        )
    )


def _among_others(example: Filled, words: Sequence[str], random: np.random.Generator) -> Filled:
    """With words before or after it that belong to no slot, as people wrap what they want."""
    if example.original or not words or random.random() >= _WRAPPED:
        return example
    chosen = [words[int(random.integers(len(words)))] for _ in range(int(random.integers(1, 5)))]
    sign = _SIGNS[int(random.integers(len(_SIGNS)))]
    cut = int(random.integers(len(chosen) + 1))
    before = "".join(f"{word} " for word in chosen[:cut])
    text = f"{before}{example.text}{sign}{''.join(f' {word}' for word in chosen[cut:])}"
    moved = ((slot, start + len(before), end + len(before)) for slot, start, end in example.spans)
    return Filled(text, tuple(moved))


def _sequence(
    example: Filled,
    intent: IntentExamples,
    known: Background,
    new: frozenset[tuple[str, str]],
    random: np.random.Generator,
    asking: str = "",
) -> tuple[list[Attributes], list[str]]:
    tokens = tokenize(example.text)
    tags = [_OUTSIDE] * len(tokens)
    unlisted: set[int] = set()
    hidden: set[int] = set()
    for (slot, start, end), inside in zip(example.spans, places(example, tokens), strict=True):
        for rank, place in enumerate(inside):
            tags[place] = f"{'I' if rank else 'B'}-{slot}"
        unlisted.update(inside if (slot, example.text[start:end]) in new else ())
        hidden.update(inside if random.random() < _HIDDEN else ())
    carriers = [place for place, tag in enumerate(tags) if tag == _OUTSIDE]
    hidden.update(place for place in carriers if random.random() < _FOREIGN)
    if example.original:
        hidden = set()
    matches = [
        match
        for match in known.view.gazetteer.matches([token.norm for token in tokens])
        if not unlisted.intersection(range(match.start, match.end))
    ]
    besides = counted(example, intent.slots) if example.original else NO_COUNTS
    seen = attributes(
        tokens,
        matches,
        known.view,
        hidden=frozenset(hidden),
        asking=asking,
        besides=besides,
        told=known.told.get(example.text, ()) if example.original else (),
    )
    return seen, tags


def _spans(
    text: str, tokens: Sequence[Token], tags: Sequence[str], edges: frozenset[str]
) -> Iterator[Span]:
    begin = 0
    for place in range(1, len(tags) + 1):
        goes_on = place < len(tags) and tags[place] == f"I-{tags[begin][2:]}"
        if goes_on and tags[begin] != _OUTSIDE:
            continue
        inside = _trimmed(tokens[begin:place], edges)
        if tags[begin] != _OUTSIDE and inside:
            start, end = inside[0].start, inside[-1].end
            yield Span(tags[begin][2:], start, end, text[start:end])
        begin = place


def _trimmed(tokens: Sequence[Token], edges: frozenset[str]) -> Sequence[Token]:
    """Without signs at either end that no value has there; nothing where no word is left."""
    if not any(token.form.isalnum() for token in tokens):
        return ()
    while not (tokens[-1].form.isalnum() or tokens[-1].form in edges):
        tokens = tokens[:-1]
    while not (tokens[0].form.isalnum() or tokens[0].form in edges):
        tokens = tokens[1:]
    return tokens
