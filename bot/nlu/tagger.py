"""Which parts of a text fill which slots: one conditional random field an intent."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pycrfsuite

from bot.nlu.examples import IntentExamples
from bot.nlu.filling import Filled, Novelty, Values, answers, fill, thinned
from bot.nlu.settings import Settings
from bot.nlu.tagging import Attributes, View, attributes
from bot.nlu.tokens import Token, tokenize

_OUTSIDE = "O"
_HIDDEN = 0.15
"""How often a value's words are learned as words that nobody knows."""
_SEEN = 10
"""Times that a value is worth being seen, on average."""
_FOREIGN = 0.05
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
    _crf: "pycrfsuite.Tagger | None" = field(init=False, repr=False, compare=False)

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
        seen = attributes(tokens, matches, self.view, asking=asking)
        return tuple(_spans(text, tokens, self._crf.tag(seen)))


def train_tagger(
    intent: IntentExamples, values: Values, novelty: Novelty, view: View, settings: Settings
) -> Tagger:
    """Learns from the intent's utterances, filled many times, and from answers to its prompts."""
    if not intent.slots:
        return Tagger(view, b"")
    random = np.random.default_rng(settings.seed)
    intent = thinned(intent, settings.templates)
    times = _times(intent, values, settings)
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(
        {
            "c1": settings.tagger_sparsity,
            "c2": settings.tagger_penalty,
            "max_iterations": settings.tagger_iterations,
            "feature.possible_transitions": True,
        }
    )
    for example in fill(intent, values, times, random):
        new = _new(example, intent, novelty, random)
        trainer.append(*_sequence(example, view, new, random))
    for slot, example in answers(intent, values, settings.answers, random):
        new = _new(example, intent, novelty, random)
        trainer.append(*_sequence(example, view, new, random, slot))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tagger.crfsuite"
        trainer.train(str(path))
        return Tagger(view, path.read_bytes())


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
) -> frozenset[int]:
    """Where values begin that are to be learned as ones that no gazetteer has."""
    return frozenset(
        start
        for slot, start, end in example.spans
        if random.random()
        < novelty.chance(
            intent.slots.get(slot, slot), example.text[start:end], original=example.original
        )
    )


def _sequence(
    example: Filled,
    view: View,
    new: frozenset[int],
    random: np.random.Generator,
    asking: str = "",
) -> tuple[list[Attributes], list[str]]:
    tokens = tokenize(example.text)
    tags = [_OUTSIDE] * len(tokens)
    unlisted: set[int] = set()
    hidden: set[int] = set()
    for slot, start, end in example.spans:
        inside = [i for i, token in enumerate(tokens) if token.start >= start and token.end <= end]
        for rank, place in enumerate(inside):
            tags[place] = f"{'I' if rank else 'B'}-{slot}"
        unlisted.update(inside if start in new else ())
        hidden.update(inside if random.random() < _HIDDEN else ())
    carriers = [place for place, tag in enumerate(tags) if tag == _OUTSIDE]
    hidden.update(place for place in carriers if random.random() < _FOREIGN)
    if example.original:
        hidden = set()
    matches = [
        match
        for match in view.gazetteer.matches([token.norm for token in tokens])
        if not unlisted.intersection(range(match.start, match.end))
    ]
    return attributes(tokens, matches, view, hidden=frozenset(hidden), asking=asking), tags


def _spans(text: str, tokens: Sequence[Token], tags: Sequence[str]) -> Iterator[Span]:
    begin = 0
    for place in range(1, len(tags) + 1):
        goes_on = place < len(tags) and tags[place] == f"I-{tags[begin][2:]}"
        if goes_on and tags[begin] != _OUTSIDE:
            continue
        if tags[begin] != _OUTSIDE:
            start, end = tokens[begin].start, tokens[place - 1].end
            if any(sign.isalnum() for sign in text[start:end]):
                yield Span(tags[begin][2:], start, end, text[start:end])
        begin = place
