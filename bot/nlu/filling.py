"""Utterances with their slots filled: what the tagger and the classifier learn from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.nlu.examples import IntentExamples, SlotText, TrainingSet, Utterance

Values = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Filled:
    text: str
    spans: tuple[tuple[str, int, int], ...]
    """Slot, start and end in the text."""


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
    intent: IntentExamples, values: Values, times: int, random: np.random.Generator
) -> list[Filled]:
    """Each utterance `times` times; annotated ones once as they are. Without doubles."""
    found: dict[Filled, None] = {}
    for utterance in intent.utterances:
        slots = [part for part in utterance if isinstance(part, SlotText)]
        whole = all(part.text for part in slots)
        if whole:
            found[_join(utterance, [part.text for part in slots])] = None
        for _ in range(times - whole if slots else 0):
            texts = [_pick(intent, part, values, random) for part in slots]
            found[_join(utterance, texts)] = None
    return list(found)


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


def _join(utterance: Utterance, texts: Sequence[str]) -> Filled:
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
    return Filled(text, tuple(spans))
