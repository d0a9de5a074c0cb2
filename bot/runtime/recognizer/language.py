"""What is known of one locale: its words, values and automaton, built once from the definition."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.grammar import Grammar, build_grammar
from bot.model import Bot, Intent, Locale
from bot.runtime.recognizer.lexicon import Lexicon
from bot.runtime.recognizer.matcher import Reading, read
from bot.runtime.recognizer.phrases import Phrases
from bot.runtime.recognizer.protocol import Hints
from bot.runtime.recognizer.spelling import Speller
from bot.words import Word, plain, words

MAX_WORDS = 64
"""A request is shorter; the rest of a long text only costs time."""

DEFAULT_PHRASES: Mapping[str, tuple[str, ...]] = {
    "AMAZON.CancelIntent": ("cancel", "never mind", "forget it"),
    "AMAZON.HelpIntent": ("help", "help me", "can you help me"),
}
"""What Lex itself understands for the built-in intents (guide: built-in-intents)."""


class Language:
    """One locale of one bot."""

    def __init__(self, bot: Bot, locale: Locale) -> None:
        self.locale = locale
        self.intents = tuple(_with_default_phrases(intent, locale.id) for intent in bot.intents)
        self.lexicon = Lexicon(bot.slot_types, locale.contractions)
        self.grammar = build_grammar(self.intents, locale.id, locale.contractions)
        self.intent_literals = _literals(self.grammar, self.intents)
        self.literals = frozenset(word for found in self.intent_literals.values() for word in found)
        self.fillers = Phrases(locale.fillers, locale.contractions)
        self.function_words = _word_set(locale.function_words, locale)
        self.guards = Phrases(locale.guards, locale.contractions)
        self.not_offered = Phrases(locale.not_offered, locale.contractions)
        self.filler_words = _word_set(locale.fillers, locale)
        self.denials = frozenset(
            phrase[0]
            for phrase in (plain(said, locale.contractions) for said in locale.deny)
            if len(phrase) == 1
        )
        self.known_words = self.literals | self.function_words | self.filler_words
        self.slots_before = _neighbours(self.grammar)
        self._speller = Speller(self.literals)
        self._slot_types = {
            (intent.name, slot.name): slot.type for intent in bot.intents for slot in intent.slots
        }

    def read(self, text: str, hints: Hints) -> Reading:
        """The words of `text`, misspelt ones put right, with the values in it."""
        lexicon = self.lexicon.with_hints(hints, self._slot_types) if hints else self.lexicon
        found = words(text, self.locale.contractions)[:MAX_WORDS]
        first = read(text, found, lexicon)
        return read(text, self._corrected(first), lexicon)

    def _corrected(self, reading: Reading) -> tuple[Word, ...]:
        covered = {
            place
            for spots in reading.spots
            for spot in spots[:1]
            for place in range(spot.start, spot.end)
        }
        return tuple(
            word
            if place in covered or word.text in self.known_words
            else replace(word, text=self._speller.corrected(word.text))
            for place, word in enumerate(reading.words)
        )


def _with_default_phrases(intent: Intent, locale: str) -> Intent:
    phrases = DEFAULT_PHRASES.get(intent.builtin, ())
    own = intent.words.get(locale)
    if not phrases or own is None:
        return intent
    utterances = tuple(dict.fromkeys((*own.utterances, *phrases)))
    return replace(intent, words={**intent.words, locale: replace(own, utterances=utterances)})


def _literals(grammar: Grammar, intents: Iterable[Intent]) -> Mapping[str, frozenset[str]]:
    """Intent -> the words, other than slots, of its templates."""
    found: dict[str, set[str]] = {intent.name: set() for intent in intents}
    for symbol, owner in zip(grammar.symbols, grammar.owners, strict=True):
        if not symbol.startswith("{"):
            found[owner.intent].add(symbol)
    return {intent: frozenset(words) for intent, words in found.items()}


def _word_set(phrases: Iterable[str], locale: Locale) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word in plain(phrase, locale.contractions))


def _neighbours(grammar: Grammar) -> Mapping[tuple[str, str], frozenset[str]]:
    """(intent, slot symbol) -> words that stand right before it; "^" is the beginning."""
    found: dict[tuple[str, str], set[str]] = {}
    everything = [("^", grammar.start), *zip(grammar.symbols, grammar.follow, strict=True)]
    for before, following in everything:
        for symbol, states in following.items():
            if symbol.startswith("{"):
                for state in states:
                    key = (grammar.owners[state].intent, symbol)
                    found.setdefault(key, set()).add(before)
    return {key: frozenset(before) for key, before in found.items()}
