"""What a model learns from: intents with utterances, slot types with values. Plain data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class SlotText:
    """A part of an utterance that fills a slot."""

    slot: str
    text: str = ""
    """What stands there; "" where the utterance is a template and any value of the type may."""


_SEAM = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|(?<=[a-z])(?=[A-Z])|[\W_]+")

Utterance = tuple[str | SlotText, ...]
"""Parts that, one after the other, make the text; blanks belong to the parts of plain text."""


@dataclass(frozen=True)
class IntentExamples:
    name: str
    utterances: tuple[Utterance, ...]
    slots: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Slot name -> slot type name."""
    answers: tuple[Utterance, ...] = ()
    """What people say when they are asked for a slot; a bare value is always one."""
    guarded: bool = False
    """The intent changes something: `TrainingSet.guards` keep it from being recognised."""


@dataclass(frozen=True)
class TrainingSet:
    """All that one locale of a bot says about how it is spoken to."""

    intents: tuple[IntentExamples, ...]
    """Each has utterances: the fallback intent and other built-in ones are not here."""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Slot type name -> what people say for its values: the values and their synonyms."""
    closed: frozenset[str] = frozenset()
    """Slot types that take listed values only (Lex's TopResolution)."""
    guards: tuple[str, ...] = ()
    """Words and phrases that turn a request into a question, a report or its opposite. They speak
    against guarded intents, unless an utterance of the intent has them too."""
    negations: tuple[str, ...] = ()
    """The same for every intent none of whose utterances has one of them."""
    outside: tuple[str, ...] = ()
    """Sentences that are known to mean no intent, if the definition has any."""


def text_of(utterance: Utterance) -> str:
    """The utterance as people say it; a slot without a text shows as its name in braces."""
    return "".join(
        part if isinstance(part, str) else part.text or f"{{{part.slot}}}" for part in utterance
    )


def name_in_words(name: str) -> str:
    """`OrderFlowers` or `order_flowers` as people say it; "" for a name of a built-in intent or of
    no words."""
    words = [word.lower() for word in _SEAM.split(name) if word and not word.isdigit()]
    kept = [word for word in words if word != "intent"]
    return "" if name.startswith("AMAZON.") else " ".join(kept)
