"""What is known of one locale: its words, values and automaton, built once from the definition."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.grammar import Grammar, build_grammar
from bot.model import Bot, Intent, Locale
from bot.nlu.language import language as language_data
from bot.runtime.recognizer.compounds import Compounds
from bot.runtime.recognizer.lexicon import Lexicon
from bot.runtime.recognizer.phrases import Phrases
from bot.runtime.recognizer.protocol import Hints
from bot.runtime.recognizer.reading import Reading, read
from bot.runtime.recognizer.rows import Rows
from bot.runtime.recognizer.spelling import Speller
from bot.runtime.recognizer.stem import Stemmer
from bot.runtime.recognizer.typed import Now, TypedValues, spots
from bot.words import Spelling, Word, plain, spelling_of, words

MAX_WORDS = 64
"""A request is shorter; the rest of a long text only costs time."""


class Language:
    """One locale of one bot."""

    def __init__(self, bot: Bot, locale: Locale, now: Now) -> None:
        self.locale = locale
        self.typed = TypedValues(bot, locale.id, now)
        self.intents = tuple(_with_default_phrases(intent, locale.id) for intent in bot.intents)
        self.spelling = spelling_of(locale)
        self.stemmer = Stemmer(locale.word_forms)
        self.lexicon = Lexicon(bot.slot_types, locale)
        self._alike = self.lexicon.alike
        self.grammar = build_grammar(self.intents, locale.id, self.spelling)
        self.intent_literals = _literals(self.grammar, self.intents)
        self.literals = frozenset(word for found in self.intent_literals.values() for word in found)
        self.fillers = Phrases(locale.fillers, self.spelling)
        self.rows = Rows(self.intents, locale.id, self.spelling)
        self.function_words = _word_set(locale.function_words, self.spelling)
        self.function_stems = frozenset(map(self.stemmer.stem, self.function_words))
        self.guards = Phrases(locale.guards, self.spelling)
        self.confirmations = Phrases(locale.confirm, self.spelling)
        guarding = _single_words(locale.guards, self.spelling)
        self.untelling_stems = self.function_stems | frozenset(map(self.stemmer.stem, guarding))
        """Of words that tell no intent alone, whatever templates have them: "the", "not"."""
        self._not_offered = Phrases(locale.not_offered, self.spelling)
        self._not_offered_last = Phrases(locale.not_offered_last, self.spelling)
        self.filler_words = _word_set(locale.fillers, self.spelling)
        self.denials = _single_words(locale.deny, self.spelling)
        telling = (*locale.guards, *locale.not_offered_last)
        small_words = self.function_words | self.filler_words
        self.no_names = small_words | _word_set(telling, self.spelling)
        """Words that no name has that nobody knows."""
        self.no_values = self.no_names | self.literals
        """Words that are never taken for such a name alone."""
        self.slots_before = _neighbours(self.grammar)
        self._speller = Speller(self.literals)
        self._compounds = Compounds(self.literals, locale.word_forms.joints)
        self._slot_types = {
            (intent.name, slot.name): slot.type for intent in bot.intents for slot in intent.slots
        }

    def read(self, text: str, hints: Hints) -> Reading:
        """The words of `text`, misspelt ones put right, with the values in it."""
        lexicon = self.lexicon.with_hints(hints, self._slot_types) if hints else self.lexicon
        found = words(text, self.spelling)[:MAX_WORDS]
        typed = self.typed.spans(text)
        first = read(text, found, lexicon, spots(typed, found))
        corrected = self._corrected(first)[:MAX_WORDS]
        if corrected == found:
            return first
        return read(text, corrected, lexicon, spots(typed, corrected))

    def kind(self, slot_type: str) -> str:
        """The type that stands for all whose values sound like those of `slot_type`."""
        return self._alike.get(slot_type, slot_type)

    def stems(self, text: str) -> tuple[str, ...]:
        """The stems of the words of `text`."""
        return tuple(map(self.stemmer.stem, plain(text, self.spelling)))

    def is_not_offered(self, said: tuple[str, ...]) -> bool:
        """Whether these words ask for what no intent does: they begin or end like that."""
        return self._not_offered.at(said, 0) > 0 or self._not_offered_last.at_end(said)

    def _corrected(self, reading: Reading) -> tuple[Word, ...]:
        covered = {
            place
            for spots in reading.spots
            for spot in spots[:1]
            for place in range(spot.start, spot.end)
        }
        return tuple(
            word if text == word.text else word._replace(text=text)
            for place, word in enumerate(reading.words)
            for text in ([word.text] if place in covered else self._put_right(word.text))
        )

    def _put_right(self, word: str) -> tuple[str, ...]:
        """The word as templates have it: taken apart, or without its slip."""
        if word in self.no_values:
            return (word,)
        parts = self._compounds.parts(word)
        return parts if len(parts) > 1 else (self._speller.corrected(word),)


def _with_default_phrases(intent: Intent, locale: str) -> Intent:
    """With what Lex itself understands for a built-in intent (guide: built-in-intents)."""
    own = intent.words.get(locale)
    phrases = language_data(locale).intents.get(intent.builtin, ()) if intent.builtin else ()
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


def _word_set(phrases: Iterable[str], spelling: Spelling) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word in plain(phrase, spelling))


def _single_words(phrases: Iterable[str], spelling: Spelling) -> frozenset[str]:
    found = (plain(phrase, spelling) for phrase in phrases)
    return frozenset(words[0] for words in found if len(words) == 1)


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
