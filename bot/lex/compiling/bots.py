"""The bot and its locales."""

from dataclasses import replace
from typing import cast

from bot.definition import Definition, LocaleExtras
from bot.lex.compiling.intents import compile_intent
from bot.lex.compiling.slot_types import compile_slot_type
from bot.lex.compiling.utterances import spread
from bot.lex.definition import (
    DataPrivacy,
    LexBot,
    LexLocale,
    VoiceSettings,
)
from bot.lex.definition.bots import VoiceEngine
from bot.lex.identifiers import identifier
from bot.model import Bot, Intent, IntentWords, Locale
from bot.platforms import lex_platform


def compile_lex(definition: Definition) -> LexBot:
    """The whole bot, one locale for each language; `bot.lex.archive` writes it as a zip.

    What Lex would refuse is compiled all the same: `bot.rules` has told of it.
    """
    bot = definition.bot
    return LexBot(
        name=bot.name,
        version="DRAFT",
        description=_description(bot.summary, bot.name),
        identifier=identifier("bot", bot.name),
        data_privacy=DataPrivacy(bot.is_child_directed),
        idle_session_ttl_in_seconds=bot.session_ttl_seconds,
        locales={locale.id: _locale(definition, locale) for locale in bot.locales},
    )


def _locale(definition: Definition, locale: Locale) -> LexLocale:
    bot = definition.bot
    extras = definition.extras.get(locale.id, LocaleExtras())
    intents = [_in_locale(intent, locale.id) for intent in bot.intents if _has(intent, locale.id)]
    utterances = spread(intents, locale.id)
    return LexLocale(
        name=lex_platform().locales.get(locale.id, locale.id),
        identifier=locale.id,
        description=extras.description or None,
        voice_settings=_voice(locale),
        nlu_confidence_threshold=_threshold(bot, locale),
        generative_ai_settings=extras.generative,
        intents={
            intent.name: compile_intent(definition, intent, locale, utterances[intent.name])
            for intent in intents
        },
        slot_types={
            slot_type.name: compile_slot_type(slot_type, locale.id) for slot_type in bot.slot_types
        },
        custom_vocabulary=extras.vocabulary,
    )


def _has(intent: Intent, locale: str) -> bool:
    """An intent without any words (the fallback intent needs none) is in every language."""
    return locale in intent.words or not intent.words


def _in_locale(intent: Intent, locale: str) -> Intent:
    return intent if intent.words else replace(intent, words={locale: IntentWords()})


def _voice(locale: Locale) -> VoiceSettings | None:
    if not locale.voice_id:
        return None
    engine = cast("VoiceEngine | None", locale.voice_engine or None)
    return VoiceSettings(engine, locale.voice_id)


def _threshold(bot: Bot, locale: Locale) -> float:
    own = locale.confidence_threshold
    return bot.confidence_threshold if own is None else own


def _description(summary: str, name: str) -> str | None:
    """An import without a description gets the name as its summary: that is none."""
    return summary if summary != name else None
