"""Templates as they stand in the files, before anything is made of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.documents import Document
from bot.load_checks import Documents, content, phrases_of


@dataclass(frozen=True)
class Written:
    """A template of an intent's words, its phrases not yet put in."""

    words: Document
    line: int
    text: str
    phrases: Mapping[str, str]
    slots: Mapping[str, Any]
    """Those of the intent."""


def written_templates(documents: Documents) -> Iterator[Written]:
    """Those of every intent whose contract could be read, of its slots too."""
    for (folder, locale), words in documents.words.items():
        intent = documents.intents[folder]
        if words.data is None or intent.problems:
            continue
        phrases = phrases_of(documents, locale)
        for path, text in _templates(words):
            slots = content(intent).get("slots", {})
            yield Written(words, words.line(*path), text, phrases, slots)


def _templates(words: Document) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for number, text in enumerate(words.data.get("utterances", [])):
        yield ("utterances", number), text
    for slot, texts in words.data.get("slot_utterances", {}).items():
        for number, text in enumerate(texts):
            yield ("slot_utterances", slot, number), text
