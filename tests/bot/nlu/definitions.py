"""Small definitions in YAML, and what tests need to train and read them."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.nlu import IntentExamples, Model, Settings, SlotText, TrainingSet, Utterance, train
from bot.nlu.embeddings import NoEmbedding
from bot.nlu.lex import parse_utterance

_FOLDER = Path(__file__).parent / "data"


def definition(name: str) -> TrainingSet:
    """`data/<name>.yaml`: intents with utterances, slots and answers; values by slot type."""
    document = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return TrainingSet(
        tuple(_intent(name, entry) for name, entry in document["intents"].items()),
        {name: tuple(values) for name, values in document.get("values", {}).items()},
        closed=frozenset(document.get("closed", ())),
        guards=tuple(document.get("guards", ())),
        negations=tuple(document.get("negations", ())),
    )


@cache
def trained(name: str) -> Model:
    """Without an embedding: what works on any machine."""
    return train(definition(name), Settings(), NoEmbedding())


def slots(model: Model, text: str) -> dict[str, str]:
    """Slot name -> text, of the best reading."""
    return {span.slot: span.text for span in model.understand(text)[0].spans}


def _intent(name: str, entry: dict[str, Any]) -> IntentExamples:
    return IntentExamples(
        name,
        tuple(map(_utterance, entry["utterances"])),
        entry.get("slots", {}),
        tuple(map(parse_utterance, entry.get("answers", ()))),
        guarded=entry.get("guarded", False),
    )


def _utterance(entry: str | list[str | dict[str, str]]) -> Utterance:
    """A template; or words and, by slot, what fills it, with a blank between each two."""
    if isinstance(entry, str):
        return parse_utterance(entry)
    parts: list[str | SlotText] = []
    for part in entry:
        parts += [" "] if parts else []
        parts += [part] if isinstance(part, str) else [SlotText(*next(iter(part.items())))]
    return tuple(parts)
