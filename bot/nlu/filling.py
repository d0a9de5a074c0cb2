"""Utterances with their slots filled: what the tagger and the classifier learn from."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.nlu.examples import IntentExamples, SlotText, TrainingSet, Utterance
from bot.nlu.tokens import norms

_UNLISTED = 0.4
"""The share where no annotated utterance tells: what worked for value lists."""
_MISSPELT = 0.1
"""The share for a type that takes listed values only: new ones are listed ones written wrong."""

Values = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Filled:
    text: str
    spans: tuple[tuple[str, int, int], ...]
    """Slot, start and end in the text."""
    original: bool = False
    """Somebody wrote it so; otherwise the values were put in."""


def known_values(examples: TrainingSet) -> Values:
    """Slot type -> its values, and what fills slots of the type in annotated utterances."""
    found: dict[str, dict[str, None]] = {
        name: dict.fromkeys(phrases) for name, phrases in examples.values.items()
    }
    for intent in examples.intents:
        for slot, text in _annotated(intent):
            found.setdefault(intent.slots.get(slot, slot), {})[text] = None
    return {name: tuple(phrases) for name, phrases in found.items()}


def fill(
    intent: IntentExamples,
    values: Values,
    times: int,
    random: np.random.Generator,
    *,
    again: bool = True,
) -> list[Filled]:
    """Each utterance `times` times; annotated ones once as they are, and with other values only if
    `again`. Without doubles."""
    found: dict[Filled, None] = {}
    for utterance in intent.utterances:
        slots = [part for part in utterance if isinstance(part, SlotText)]
        said = as_said(utterance)
        if said is not None:
            found[said] = None
        more = times if said is None else times - 1 if again else 0
        for _ in range(more if slots else 0):
            texts = [_pick(intent, part, values, random) for part in slots]
            found[_join(utterance, texts)] = None
    return list(found)


def as_said(utterance: Utterance) -> Filled | None:
    """An annotated utterance, or one without slots, as somebody wrote it; None for a template."""
    texts = [part.text for part in utterance if isinstance(part, SlotText)]
    return _join(utterance, texts, original=True) if all(texts) else None


def thinned(intent: IntentExamples, templates: int, plain: int) -> IntentExamples:
    """With at most so many templates and utterances without slots, evenly spread; annotated
    utterances all stay."""
    kinds = [_kind(said) for said in intent.utterances]
    steps = {
        "template": max(1, -(-kinds.count("template") // templates)),
        "plain": max(1, -(-kinds.count("plain") // plain)),
        "annotated": 1,
    }
    seen: Counter[str] = Counter()
    kept = []
    for said, kind in zip(intent.utterances, kinds, strict=True):
        if seen[kind] % steps[kind] == 0:
            kept.append(said)
        seen[kind] += 1
    return replace(intent, utterances=tuple(kept))


def _kind(utterance: Utterance) -> str:
    slots = [part for part in utterance if isinstance(part, SlotText)]
    if not slots:
        return "plain"
    return "annotated" if all(part.text for part in slots) else "template"


def answers(
    intent: IntentExamples, values: Values, times: int, random: np.random.Generator
) -> Iterator[tuple[str, Filled]]:
    """For each slot, what people say when it is asked for: a bare value, or as it is defined."""
    for slot, kind in sorted(intent.slots.items()):
        phrases = values.get(kind, ())
        chosen = random.permutation(len(phrases))[:times]
        for position in chosen:
            phrase = phrases[int(position)]
            yield slot, Filled(phrase, ((slot, 0, len(phrase)),))
        asked = [said for said in intent.answers if _fills(said, slot)]
        if asked and phrases:
            rounds = 1 + times // len(asked)
            for filled in fill(replace(intent, utterances=tuple(asked)), values, rounds, random):
                yield slot, filled


@dataclass(frozen=True)
class Novelty:
    """How likely people say a value that nobody has listed: what the tagger must get used to."""

    counts: Mapping[tuple[str, tuple[str, ...]], int]
    """Slot type and words of a value -> how often annotated utterances have it, if not listed."""
    shares: Mapping[str, float]
    """Slot type -> the share of what is said that is new."""

    def chance(self, kind: str, text: str, *, original: bool) -> float:
        """Of learning this value as a new one. What was said once, in this very utterance, was new
        (Good and Turing's estimate, and leaving one out)."""
        count = self.counts.get((kind, norms(text)))
        if original and count is not None:
            return 1.0 if count == 1 else 0.0
        return self.shares.get(kind, _UNLISTED)


def learn_novelty(examples: TrainingSet) -> Novelty:
    listed = {
        (kind, norms(phrase)) for kind, phrases in examples.values.items() for phrase in phrases
    }
    said = Counter(
        (intent.slots.get(slot, slot), norms(text))
        for intent in examples.intents
        for slot, text in _annotated(intent)
    )
    counts = {value: count for value, count in said.items() if value not in listed}
    totals: Counter[str] = Counter()
    once: Counter[str] = Counter()
    for (kind, _), count in said.items():
        totals[kind] += count
    for (kind, _), count in counts.items():
        once[kind] += count == 1
    shares = dict.fromkeys(sorted(examples.closed), _MISSPELT)
    shares |= {kind: once[kind] / total for kind, total in sorted(totals.items())}
    return Novelty(counts, shares)


def _fills(utterance: Utterance, slot: str) -> bool:
    return any(isinstance(part, SlotText) and part.slot == slot for part in utterance)


def _annotated(intent: IntentExamples) -> Iterable[tuple[str, str]]:
    for utterance in intent.utterances:
        for part in utterance:
            if isinstance(part, SlotText) and part.text:
                yield part.slot, part.text


def _pick(
    intent: IntentExamples, part: SlotText, values: Values, random: np.random.Generator
) -> str:
    phrases = values.get(intent.slots.get(part.slot, part.slot), ())
    if not phrases:
        return part.text or part.slot.replace("_", " ")
    return phrases[int(random.integers(len(phrases)))]


def _join(utterance: Utterance, texts: Sequence[str], *, original: bool = False) -> Filled:
    rest = iter(texts)
    text = ""
    spans: list[tuple[str, int, int]] = []
    for part in utterance:
        if isinstance(part, str):
            text += part
        else:
            filled = next(rest)
            spans.append((part.slot, len(text), len(text) + len(filled)))
            text += filled
    return Filled(text, tuple(spans), original)
