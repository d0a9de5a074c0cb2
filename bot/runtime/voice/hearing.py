"""Hearing a bot's own sentences: the guesses of a recogniser, held against its templates."""

import hashlib
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Final

from bot.model import Bot, Locale
from bot.runtime.loading import Loaded
from bot.runtime.recognizer.protocol import Eliciting, Hints, Recognizer
from bot.runtime.voice.model import (
    CONFIRMATION,
    Sentences,
    Vocabulary,
    answer_intents,
    sentences,
    vocabulary,
)
from bot.runtime.voice.packaged import check_english
from bot.runtime.voice.paths import without_fillers
from bot.runtime.voice.ports import Decoder, Sound
from bot.runtime.voice.pronouncing import Pronouncing, Sounds
from bot.runtime.voice.sphinx import Sphinx, dictionary
from bot.serialize import to_text

SURE: Final = 0.85
"""How sure the recognizer must be of words that are no sentence of the bot."""
MAX_TRANSCRIPT: Final = 1024
KEPT: Final = 6
"""Decoders in memory: of a definition and locale, and of the values hinted at."""

_logger = logging.getLogger(__name__)


class Kept:
    """What was made before, by what it was made of."""

    def __init__(self) -> None:
        self.sentences: Loaded[str, Sentences] = Loaded(KEPT)
        self.decoders: Loaded[str, tuple[Vocabulary, Decoder]] = Loaded(KEPT)


_KEPT = Kept()


class GrammarHearing:
    """Hears what the templates of `bot` say, and answers to what it asks.

    What is made for a definition is `kept` by a hash of its content: another bot object with the
    same content, or a later session with the same hints, finds it made. `recognizer`: says what
    words mean that are no sentence of the bot; without it those are not heard.
    """

    def __init__(
        self,
        bot: Bot,
        recognizer: Recognizer | None = None,
        sounds: Callable[[], Mapping[str, Sounds]] = dictionary,
        decoder: Callable[[Vocabulary], Decoder] = Sphinx,
        kept: Kept = _KEPT,
    ) -> None:
        self._bot = bot
        self._recognizer = recognizer
        self._sounds = sounds
        self._decoder = decoder
        self._kept = kept

    def check(self, locale: str) -> None:
        """See `Hearing.check`."""
        check_english(locale, "recogniser")

    def hear(self, sound: Sound, locale: str, eliciting: Eliciting | None, hints: Hints) -> str:
        """See `Hearing.hear`."""
        found = self._bot.locale(locale)
        if found is None or not sound.any():
            return ""
        words, decoder = self._ready(found, self._by_type(hints))
        guesses = decoder.guesses(sound)
        text = heard(guesses, words, self._bot, eliciting)
        return text or self._nearly(guesses, words, locale)

    def _nearly(self, guesses: Sequence[tuple[str, ...]], words: Vocabulary, locale: str) -> str:
        """The best guess, where it is no sentence of the bot but surely means a question of its.

        Any noise is some of the bot's words: a change is never heard into it.
        """
        if self._recognizer is None or not guesses:
            return ""
        text = transcript(guesses[0], words)[:MAX_TRANSCRIPT]
        found = self._recognizer.recognize(text, locale=locale).interpretations
        best = next(iter(found), None)
        if best is None or (best.confidence or 0.0) < SURE:
            return ""
        intent = self._bot.intent(best.intent)
        return text if intent is not None and intent.effect == "read" else ""

    def _ready(
        self, locale: Locale, hints: Mapping[str, Sequence[str]]
    ) -> tuple[Vocabulary, Decoder]:
        key = f"{self._content}/{locale.id}"
        with_hints = f"{key}/{json.dumps(hints, sort_keys=True)}"

        def make() -> tuple[Vocabulary, Decoder]:
            pronouncing = Pronouncing(self._sounds())
            said = self._kept.sentences.get(key, lambda: self._said(locale, pronouncing))
            words = vocabulary(self._bot, locale, said, pronouncing, hints)
            return words, self._decoder(words)

        return self._kept.decoders.get(with_hints, make)

    def _said(self, locale: Locale, pronouncing: Pronouncing) -> Sentences:
        found = sentences(self._bot, locale, pronouncing)
        if found.unspoken:
            _logger.info("not heard, since nobody knows how: %s", ", ".join(found.unspoken))
        return found

    @cached_property
    def _content(self) -> str:
        return hashlib.sha256(to_text(self._bot).encode()).hexdigest()

    def _by_type(self, hints: Hints) -> dict[str, list[str]]:
        """Slot type -> phrases; those of slots that the bot does not have are left out."""
        found: dict[str, dict[str, None]] = {}
        for name, slots in hints.items():
            intent = self._bot.intent(name)
            for slot_name, phrases in slots.items():
                slot = intent.slot(slot_name) if intent else None
                if slot is not None:
                    found.setdefault(slot.type, {}).update(dict.fromkeys(phrases))
        return {slot_type: sorted(phrases) for slot_type, phrases in found.items()}


def heard(
    guesses: Sequence[tuple[str, ...]], words: Vocabulary, bot: Bot, eliciting: Eliciting | None
) -> str:
    """The best guess that answers the open question; else the best that is a sentence of the bot,
    one without fillers before others; "" where none is."""
    paths = words.sentences.paths
    said = [[words.symbols.get(name, name) for name in guess] for guess in guesses]
    core = [without_fillers(symbols) for symbols in said]
    answers = answer_intents(bot, eliciting)
    requests = paths.starts.keys() & {*(intent.name for intent in bot.intents), CONFIRMATION}
    for intents, sentences_said in ((answers, core), (requests, said), (requests, core)):
        for guess, symbols in zip(guesses, sentences_said, strict=True):
            if paths.accepts(symbols, intents):
                return transcript(guess, words)
    return ""


def transcript(guess: Sequence[str], words: Vocabulary) -> str:
    """`guess` as people write it."""
    return " ".join(words.written.get(name, name) for name in guess)
