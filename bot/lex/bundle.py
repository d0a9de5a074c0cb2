"""A whole Lex bot as one JSON document: what functions that run dialogs read."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.errors import SerializeError
from bot.lex.codec import decode, encode
from bot.lex.definition import LexBot, LexIntent, LexLocale, LexSlot


def to_bundle(bot: LexBot) -> dict[str, Any]:
    """`bot` without slot types and vocabulary: they are for whoever understands."""
    return {"bot": encode(bot, "archive"), "locales": _each(bot.locales, _locale_document)}


def from_bundle(document: Mapping[str, Any]) -> LexBot:
    """The bot that `to_bundle` wrote. Raises SerializeError, which names the key and the cure."""
    try:
        bot: LexBot = _read(LexBot, document["bot"])
        return replace(bot, locales=_each(document["locales"], _locale))
    except (KeyError, TypeError, AttributeError) as error:
        raise SerializeError(f"the dialogs lack {error}: build the definition again") from error


def _locale_document(locale: LexLocale) -> dict[str, Any]:
    intents = _each(locale.intents, _intent_document)
    return {"locale": encode(locale, "archive"), "intents": intents}


def _intent_document(intent: LexIntent) -> dict[str, Any]:
    bare = replace(intent, sample_utterances=None)
    slots = _each(intent.slots, lambda slot: encode(slot, "archive"))
    return {"intent": encode(bare, "archive"), "slots": slots}


def _locale(document: Mapping[str, Any]) -> LexLocale:
    locale: LexLocale = _read(LexLocale, document["locale"])
    return replace(locale, intents=_each(document["intents"], _intent))


def _intent(document: Mapping[str, Any]) -> LexIntent:
    intent: LexIntent = _read(LexIntent, document["intent"])
    return replace(intent, slots=_each(document["slots"], lambda slot: _read(LexSlot, slot)))


def _read(kind: Any, data: object) -> Any:
    found, mistakes = decode(kind, data, "archive")
    if mistakes:
        first = mistakes[0]
        raise SerializeError(f"the dialogs: {first.path}: {first.message}: build them again")
    return found


def _each(items: Mapping[str, Any], change: Any) -> dict[str, Any]:
    return {name: change(item) for name, item in items.items()}
