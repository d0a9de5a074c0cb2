"""The recognizer of the local runtime: exact templates first, then what is like them.

Deterministic. What it knows of a language is in the definition: the templates, and the locale's
fillers, function words, guards and contractions; and, where models are given, in what was trained
with them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.dialog.state import Interpretation, SlotFill, UserInput
from bot.errors import UnknownLocaleError
from bot.model import Bot
from bot.runtime.recognizer.answers import Answers
from bot.runtime.recognizer.language import Language
from bot.runtime.recognizer.protocol import NO_HINTS, Eliciting, Hints, Recognizer
from bot.runtime.recognizer.reading import Reading
from bot.runtime.recognizer.typed import Now
from bot.runtime.recognizer.understanding import Candidate, Understanding
from bot.runtime.recognizer.values import Values

if TYPE_CHECKING:
    from bot.runtime.recognizer.models import TrainedModels

MAX_INTERPRETATIONS = 5
"""Lex returns at most five."""
_FALLBACK = "AMAZON.FallbackIntent"


@dataclass(frozen=True)
class _Locale:
    language: Language
    understanding: Understanding
    answers: Answers
    values: Values


class TemplateRecognizer:
    """Understands what is like the templates of `bot`."""

    def __init__(self, bot: Bot, now: Now, models: "TrainedModels | None") -> None:
        self._bot = bot
        self._now = now
        self._models = models
        self._multiple = {
            (intent.name, slot.name)
            for intent in bot.intents
            for slot in intent.slots
            if slot.multiple
        }
        self._fallback = next((i.name for i in bot.intents if i.builtin == _FALLBACK), "")
        self._locales = {locale.id: self._build(locale.id) for locale in bot.locales}

    def recognize(
        self,
        text: str,
        *,
        locale: str,
        eliciting: Eliciting | None = None,
        hints: Hints = NO_HINTS,
    ) -> UserInput:
        """See `Recognizer.recognize`."""
        parts = self._locale(locale)
        reading = parts.language.read(text, hints)
        candidates = parts.understanding.candidates(reading)
        if eliciting is None:
            return UserInput(self._ranked(parts, reading, candidates), transcript=text)
        if eliciting.confirmation:
            return self._confirming(parts, reading, eliciting, candidates)
        value = parts.values.value(reading, eliciting, candidates, hints)
        if value is not None and (eliciting.intent, eliciting.slot) in self._multiple:
            value = _as_list(value)
        if value is not None:
            known = {eliciting.slot: value}
            candidates = _first(
                parts.understanding.in_play(reading, eliciting.intent, known), candidates
            )
        return UserInput(
            self._ranked(parts, reading, candidates), slot_value=value, transcript=text
        )

    def _confirming(
        self,
        parts: _Locale,
        reading: Reading,
        eliciting: Eliciting,
        candidates: Sequence[Candidate],
    ) -> UserInput:
        """A yes or no; or other values for the intent ("no, production"), to be planned anew."""
        answer = parts.answers.answer(reading.text)
        if answer is None and parts.values.is_bare(reading, eliciting):
            candidates = _first(
                parts.understanding.in_play(reading, eliciting.intent, {}), candidates
            )
        return UserInput(
            self._ranked(parts, reading, candidates), answer=answer, transcript=reading.text
        )

    def _locale(self, locale: str) -> _Locale:
        if locale not in self._locales:
            known = ", ".join(self._locales)
            raise UnknownLocaleError(f"the bot has no locale {locale!r}: use one of {known}")
        return self._locales[locale]

    def _build(self, locale_id: str) -> _Locale:
        locale = next(locale for locale in self._bot.locales if locale.id == locale_id)
        language = Language(self._bot, locale, self._now)
        answers = Answers(locale)
        model = self._models.of(self._bot, language) if self._models else None
        understanding = Understanding(language, model)
        return _Locale(language, understanding, answers, Values(language, answers))

    def _ranked(
        self, parts: _Locale, reading: Reading, candidates: Sequence[Candidate]
    ) -> tuple[Interpretation, ...]:
        """Interpretations with the fallback intent placed by the threshold (Lex: intents at or
        above it come first, those below after)."""
        threshold = self._bot.confidence_threshold
        sure = [one for one in candidates if one.confidence >= threshold]
        unsure = [one for one in candidates if one.confidence < threshold]
        fallback = [None] if self._fallback else []
        return tuple(
            self._interpretation(parts.understanding.filled(one, reading))
            if one is not None
            else Interpretation(self._fallback)
            for one in [*sure, *fallback, *unsure][:MAX_INTERPRETATIONS]
        )

    def _interpretation(self, candidate: Candidate) -> Interpretation:
        """Slots that take several values: one alone is a list of one too."""
        slots = {
            name: _as_list(fill) if (candidate.intent, name) in self._multiple else fill
            for name, fill in candidate.slots.items()
        }
        return Interpretation(candidate.intent, slots, candidate.confidence)


def _as_list(fill: SlotFill) -> SlotFill:
    return fill if fill.shape == "List" else replace(fill, shape="List", values=(fill,))


def _local_now() -> datetime:
    return datetime.now().astimezone()


def _first(intent: Candidate, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """`intent` before the others: what was asked for is answered."""
    return (intent, *(other for other in candidates if other.intent != intent.intent))


def build_recognizer(
    bot: Bot, now: Now = _local_now, models: "TrainedModels | None" = None
) -> Recognizer:
    """The recognizer for `bot`: everything is built here, `recognize` only reads.

    `now` says from when relative dates count; without it, the clock and zone of this machine.
    `models`: where a trained model of each locale comes from; without it, what no template says is
    taken for what it resembles alone, which costs no training and understands less.
    """
    return TemplateRecognizer(bot, now, models)
