"""A locale of a Lex V2 bot, ours or an exported one, as a training set."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.lex.definition import LexIntent, LexLocale, LexSlot, LexSlotType, SampleUtterance
from bot.nlu.examples import IntentExamples, SlotText, TrainingSet, Utterance
from bot.nlu.language import Language, language
from bot.nlu.tagger import carrier_words
from bot.nlu.tokens import norms

_PLACEHOLDER = re.compile(r"\{\s*([\w.-]+)\s*\}")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class Hints:
    """What a Lex bot does not say about itself."""

    changing: frozenset[str] | None = None
    """Intents that change something; without it, those that ask for confirmation."""
    guards: tuple[str, ...] = ()
    """Beside the language's own."""


NO_HINTS = Hints()


def training_set(locale: LexLocale, hints: Hints = NO_HINTS) -> TrainingSet:
    """Utterances, slots and values. Intents without utterances are left out, except built-in ones
    that Lex has phrases for."""
    words = language(locale.identifier or "")
    values = dict(words.types)
    for name, slot_type in sorted(locale.slot_types.items()):
        values[name] = _values(slot_type, words)
    intents = [
        _intent(name, intent, words, _changes(name, intent, hints))
        for name, intent in sorted(locale.intents.items())
    ]
    used = {kind for intent in intents for kind in intent.slots.values()}
    return TrainingSet(
        tuple(intent for intent in intents if intent.utterances),
        {kind: phrases for kind, phrases in values.items() if kind in used},
        closed=_closed(locale) & used,
        guards=(*words.guards, *hints.guards),
        negations=words.negations,
        outside=_outside(intents, words),
    )


def _closed(locale: LexLocale) -> frozenset[str]:
    settings = {name: found.value_selection_setting for name, found in locale.slot_types.items()}
    return frozenset(
        name
        for name, setting in settings.items()
        if setting is not None and setting.resolution_strategy == "TopResolution"
    )


def _outside(intents: Iterable[IntentExamples], words: Language) -> tuple[str, ...]:
    """The language's sentences that no intent here may well be for."""
    said = carrier_words(intents)
    tokens = {sentence: norms(sentence) for sentence in words.outside}
    return tuple(
        sentence for sentence, found in tokens.items() if 2 * len(said & set(found)) <= len(found)
    )


def parse_utterance(text: str) -> Utterance:
    """`restart {service} please` as parts."""
    parts: list[str | SlotText] = []
    begin = 0
    for match in _PLACEHOLDER.finditer(text):
        parts.extend(_plain(text[begin : match.start()]))
        parts.append(SlotText(match.group(1)))
        begin = match.end()
    return (*parts, *_plain(text[begin:]))


def _plain(text: str) -> Iterable[str]:
    return (_BLANKS.sub(" ", text),) if text else ()


def _intent(name: str, intent: LexIntent, words: Language, changes: bool) -> IntentExamples:
    said = list(_texts(intent.sample_utterances))
    if not said:
        said = list(words.intents.get(intent.parent_intent_signature or "", ()))
    slots = {slot: found.slot_type_name or "" for slot, found in sorted(intent.slots.items())}
    answers = [text for slot in intent.slots.values() for text in _texts(_samples(slot))]
    return IntentExamples(
        name,
        tuple(_known(parse_utterance(text), slots) for text in dict.fromkeys(said)),
        slots,
        tuple(_known(parse_utterance(text), slots) for text in dict.fromkeys(answers)),
        guarded=changes,
    )


def _known(utterance: Utterance, slots: Mapping[str, str]) -> Utterance:
    """A placeholder that names no slot of the intent is read as its name."""
    return tuple(
        part if isinstance(part, str) or part.slot in slots else part.slot for part in utterance
    )


def _changes(name: str, intent: LexIntent, hints: Hints) -> bool:
    if hints.changing is not None:
        return name in hints.changing
    confirmation = intent.intent_confirmation_setting
    return confirmation is not None and confirmation.active is not False


def _samples(slot: LexSlot) -> tuple[SampleUtterance, ...] | None:
    setting = slot.value_elicitation_setting
    return setting.sample_utterances if setting is not None else None


def _texts(samples: tuple[SampleUtterance, ...] | None) -> Iterable[str]:
    return (sample.utterance for sample in samples or () if sample.utterance)


def _values(slot_type: LexSlotType, words: Language) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for entry in slot_type.slot_type_values or ():
        for sample in (entry.sample_value, *(entry.synonyms or ())):
            if sample is not None and sample.value:
                found[sample.value] = None
    parent = words.types.get(slot_type.parent_slot_type_signature or "", ())
    return (*found, *parent)
