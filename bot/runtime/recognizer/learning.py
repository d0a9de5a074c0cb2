"""What a model learns from: one locale of a bot, in the words that recognition reads texts in."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.lex.compiling.utterances import sample
from bot.model import Bot, Intent
from bot.nlu import IntentExamples, SlotText, TrainingSet, Utterance
from bot.nlu.language import language as language_data
from bot.runtime.recognizer.language import Language
from bot.words import plain

UTTERANCES = 40
"""Of an intent, or one a template where it has more of those: others say the same once more."""
_SLOT = re.compile(r"\{((?:[0-9a-zA-Z][_-]?){1,100})\}")


def training_set(bot: Bot, language: Language) -> TrainingSet:
    """Utterances, evenly over the templates, and what is said for values. Intents without
    utterances are left out. Guards of a bot of ours are the recognizer's own."""
    known = language_data(language.locale.id)
    intents = [_intent(intent, language) for intent in language.intents]
    used = sorted({kind for intent in intents for kind in intent.slots.values()})
    values = {kind: _values(bot, kind, language, known.types) for kind in used}
    restricted = {one.name for one in bot.slot_types if one.resolution == "restrict"}
    return TrainingSet(
        tuple(intent for intent in intents if intent.utterances),
        {kind: phrases for kind, phrases in values.items() if phrases},
        closed=frozenset(restricted.intersection(used)),
        negations=known.negations if bot.dialog == "configured" else (),
        outside=_outside(known.outside, language),
    )


def spoken(words: Sequence[str]) -> str:
    """A text of words, as a model is given it."""
    return " ".join(words)


def _intent(intent: Intent, language: Language) -> IntentExamples:
    words = intent.words.get(language.locale.id)
    slots = {slot.name: slot.type for slot in sorted(intent.slots, key=lambda slot: slot.name)}
    answers = words.slot_utterances.values() if words else ()
    return IntentExamples(
        intent.name,
        _said(words.utterances if words else (), slots, language),
        slots,
        _said([answer for found in answers for answer in found], slots, language),
        guarded=intent.effect != "read",
    )


def _said(
    templates: Sequence[str], slots: Mapping[str, str], language: Language
) -> tuple[Utterance, ...]:
    texts = sample(templates, max(UTTERANCES, len(templates)))
    found = (tuple(_parts(text, slots, language)) for text in texts)
    return tuple(parts for parts in dict.fromkeys(found) if parts)


def _parts(text: str, slots: Mapping[str, str], language: Language) -> Iterator[str | SlotText]:
    """With blanks between; a placeholder that names no slot of the intent is read as its name."""
    is_first = True
    for number, piece in enumerate(_SLOT.split(text)):
        if number % 2 and piece in slots:
            yield from () if is_first else (" ",)
            yield SlotText(piece)
            is_first = False
        elif said := spoken(plain(piece, language.spelling)):
            yield said if is_first else f" {said}"
            is_first = False


def _values(
    bot: Bot, kind: str, language: Language, built_in: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    found = bot.slot_type(kind)
    listed = found.in_locale(language.locale.id) if found is not None else ()
    texts = [text for one in listed for text in (one.value, *one.synonyms)]
    texts += built_in.get(found.parent if found is not None else kind, ())
    said = (spoken(plain(text, language.spelling)) for text in texts)
    return tuple(dict.fromkeys(text for text in said if text))


def _outside(sentences: Sequence[str], language: Language) -> tuple[str, ...]:
    """Those of `sentences` that say something else than the templates do."""
    found = [plain(sentence, language.spelling) for sentence in sentences]
    return tuple(spoken(words) for words in found if _is_foreign(words, language))


def _is_foreign(words: Sequence[str], language: Language) -> bool:
    telling = set(words) - language.function_words
    return bool(telling) and 2 * len(telling & language.literals) <= len(telling)
