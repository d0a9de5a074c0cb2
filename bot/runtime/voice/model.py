"""What a recogniser is given to hear one bot in one language: words, values, a language model."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.grammar import build_grammar
from bot.model import Access, Bot, Intent, IntentWords, Locale, Slot
from bot.runtime.recognizer.protocol import Eliciting
from bot.runtime.voice.arpa import arpa
from bot.runtime.voice.paths import CHARACTER, FILLER, Builder, Paths, shares
from bot.runtime.voice.phrases import Phrase, Phrases, base_of, english, phrases_of
from bot.runtime.voice.pronouncing import Pronouncing, Sounds
from bot.templates import escaped
from bot.words import plain, spelling_of

CONFIRMATION: Final = "yes or no"
"""The intent of a bot's words for yes and no; an answer's is `slot Intent.slot` or `type T`."""
_CONFIRMATION_WEIGHT: Final = 3.0
_ANSWER_WEIGHT: Final = 1.0
_CLEAR_PHONES: Final = 3
_ANYONE: Final = Access("anyone")


@dataclass(frozen=True)
class Sentences:
    """What templates say, without the values: changes with the definition only."""

    paths: Paths
    arpa: str
    sounds: Mapping[str, Sounds]
    """Word -> how it is said."""
    classes: Mapping[str, str]
    """Symbol of a slot type -> its name in `arpa`, of those that are in it."""
    unspoken: tuple[str, ...]
    """Words that templates have and nobody can pronounce: their sentences are not heard."""


@dataclass(frozen=True)
class Value:
    """One way to say one value of a class."""

    name: str
    """In the recogniser's dictionary; it holds no space."""
    written: str
    sounds: Sounds


@dataclass(frozen=True)
class Vocabulary:
    """A recogniser's input, and what is needed to read what it gives back."""

    sentences: Sentences
    values: Mapping[str, tuple[Value, ...]]
    """Name of a class -> its values."""
    written: Mapping[str, str]
    """Name of a value -> how a transcript has it."""
    symbols: Mapping[str, str]
    """Name of a value -> the symbol of its class."""


def sentences(bot: Bot, locale: Locale, pronouncing: Pronouncing) -> Sentences:
    """What is said to `bot` in `locale`."""
    intents = tuple(_intents(bot, locale, pronouncing))
    types = sorted({slot.type for intent in intents for slot in intent.slots})
    classes = {f"{{{name}}}": f"C{number}" for number, name in enumerate(types)}
    classes |= {FILLER: "FILLER", CHARACTER: "CHARACTER"}
    grammar = build_grammar(intents, locale.id, spelling_of(locale))
    contractions = english().contractions
    said = {symbol for symbol in grammar.symbols if not symbol.startswith("{")}
    short = set(contractions.values())
    sounds = {word: pronouncing.word(word) for word in sorted(said | short)}
    spelled = {name for name in types if base_of(bot, name) in english().spelled}
    builder = Builder(
        lambda symbol: symbol in classes or bool(sounds[symbol]),
        spelled,
        {long: short for long, short in contractions.items() if sounds[short]},
    )
    paths = builder.build(grammar)
    weights = {name: _weight(name, len(bot.intents)) for name in paths.starts}
    named = {
        tuple(classes.get(symbol, symbol) for symbol in row): share
        for row, share in shares(paths, weights).items()
    }
    unspoken = tuple(word for word in sorted(said) if not sounds[word])
    used = {symbol: name for symbol, name in classes.items() if (name,) in named}
    return Sentences(paths, arpa(named), sounds, used, unspoken)


def vocabulary(
    bot: Bot,
    locale: Locale,
    found: Sentences,
    pronouncing: Pronouncing,
    hints: Mapping[str, Sequence[str]],
) -> Vocabulary:
    """`found` with the values of now. `hints`: more of them, by slot type."""
    phrases: dict[str, tuple[Phrase, ...]] = dict(_by_symbol(phrases_of(bot, locale.id, hints)))
    phrases[FILLER] = _phrases(locale.fillers)
    phrases[CHARACTER] = _phrases(english().characters)
    values = {
        name: tuple(_values(name, phrases.get(symbol, ()), pronouncing))
        for symbol, name in found.classes.items()
    }
    symbols = {name: symbol for symbol, name in found.classes.items()}
    everything = [(of, one) for of, ones in values.items() for one in ones]
    return Vocabulary(
        found,
        values,
        {one.name: one.written for _, one in everything},
        {one.name: symbols[of] for of, one in everything},
    )


def answer_intents(bot: Bot, eliciting: Eliciting | None) -> frozenset[str]:
    """The names in `Paths.starts` of what answers the question that is open."""
    if eliciting is None:
        return frozenset()
    intent = bot.intent(eliciting.intent)
    slot = intent.slot(eliciting.slot) if intent else None
    if slot is None:
        return frozenset((CONFIRMATION,))
    return frozenset((f"slot {eliciting.intent}.{slot.name}", f"type {slot.type}", CONFIRMATION))


def _intents(bot: Bot, locale: Locale, pronouncing: Pronouncing) -> Iterator[Intent]:
    """The bot's, and the answers to its questions as intents of their own."""
    yield from bot.intents
    clear = (phrase for phrase in locale.confirm if _is_clear(phrase, pronouncing))
    yes_or_no = (*english().confirm, *clear, *locale.deny)
    yield _answers(CONFIRMATION, locale, tuple(map(escaped, yes_or_no)))
    for slot_type in sorted({slot.type for intent in bot.intents for slot in intent.slots}):
        answer = Slot("type", slot_type)
        yield _answers(f"type {slot_type}", locale, english().answers, (answer,))
    for intent in bot.intents:
        words = intent.words.get(locale.id)
        for slot, templates in (words.slot_utterances if words else {}).items():
            yield _answers(f"slot {intent.name}.{slot}", locale, templates, intent.slots)


def _is_clear(phrase: str, pronouncing: Pronouncing) -> bool:
    """Whether a yes is long enough not to be heard into a cough or another word ("go")."""
    ways = pronouncing.phrase(plain(phrase))
    return bool(ways) and all(len(way.split()) >= _CLEAR_PHONES for way in ways)


def _answers(
    name: str, locale: Locale, templates: tuple[str, ...], slots: tuple[Slot, ...] = ()
) -> Intent:
    words = {locale.id: IntentWords(templates)}
    return Intent(name, "", "read", _ANYONE, slots=slots, words=words)


def _weight(name: str, intents: int) -> float:
    if name == CONFIRMATION:
        return _CONFIRMATION_WEIGHT
    return _ANSWER_WEIGHT if " " in name else max(1.0, 20 / max(1, intents))


def _by_symbol(phrases: Phrases) -> Iterator[tuple[str, tuple[Phrase, ...]]]:
    for name, found in phrases.items():
        yield f"{{{name}}}", found


def _phrases(texts: Sequence[str]) -> tuple[Phrase, ...]:
    return tuple(Phrase(text, plain(text)) for text in texts if plain(text))


def _values(name: str, phrases: Sequence[Phrase], pronouncing: Pronouncing) -> Iterator[Value]:
    for number, phrase in enumerate(phrases):
        if sounds := pronouncing.phrase(phrase.words):
            yield Value(f"v{number}:{name}", phrase.written, sounds)
