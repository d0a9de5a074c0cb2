"""A definition as the files that `bot.load` reads: the other way of `ground import`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

import yaml

from bot.definition import Definition, LocaleExtras
from bot.flow import Flow
from bot.lex.codec import encode
from bot.load_checks import RESERVED_FOLDERS, folder_names
from bot.model import (
    Bot,
    Intent,
    IntentWords,
    Locale,
    NameWords,
    Slot,
    SlotType,
    SlotValue,
    WordForms,
)


def definition_files(definition: Definition, heading: str = "") -> dict[str, str]:
    """Path -> YAML text. `heading` becomes a comment at the top of each file."""
    bot = definition.bot
    found: dict[str, Any] = {"bot.yaml": _bot(bot)}
    for locale in bot.locales:
        extras = definition.extras.get(locale.id, LocaleExtras())
        found[f"{locale.id}.yaml"] = _locale(locale, extras)
    type_files = folder_names(slot_type.name for slot_type in bot.slot_types)
    for slot_type in bot.slot_types:
        found[f"slot_types/{type_files[slot_type.name]}.yaml"] = _slot_type(slot_type)
    folders = folder_names((intent.name for intent in bot.intents), RESERVED_FOLDERS)
    for intent in bot.intents:
        folder = folders[intent.name]
        found[f"{folder}/intent.yaml"] = _intent(bot, intent)
        for locale_id, words in intent.words.items():
            flow = definition.flows.get((intent.name, locale_id))
            found[f"{folder}/{locale_id}.yaml"] = _words(words, flow)
    comment = f"# {heading}\n" if heading else ""
    return {path: comment + yaml_text(data) for path, data in found.items()}


_BREAKS = re.compile("[\x85\u2028\u2029]")


def yaml_text(data: Any) -> str:
    """`data` as YAML that is read back as it was.

    PyYAML writes the line breaks of Unicode as they are and reads them as spaces: a text that has
    one is written in escapes.
    """
    text: str = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=100)
    if _BREAKS.search(text):
        text = yaml.safe_dump(data, sort_keys=False, allow_unicode=False, width=100)
    return text


def _given(**members: Any) -> dict[str, Any]:
    """What is not empty: absence is every member's default."""
    return {key: item for key, item in members.items() if item not in (None, "", (), [], {})}


def _bot(bot: Bot) -> dict[str, Any]:
    return {
        "name": bot.name,
        "summary": bot.summary,
        "locales": [locale.id for locale in bot.locales],
        **({"dialog": bot.dialog} if bot.dialog != "managed" else {}),
        **({"child_directed": True} if bot.is_child_directed else {}),
        "session_ttl_seconds": bot.session_ttl_seconds,
        "confidence_threshold": bot.confidence_threshold,
    }


def _locale(locale: Locale, extras: LocaleExtras) -> dict[str, Any]:
    vocabulary = extras.vocabulary and extras.vocabulary.custom_vocabulary_items
    voice = _given(engine=locale.voice_engine, id=locale.voice_id) if locale.voice_id else None
    return {
        **_given(
            description=extras.description,
            voice=voice,
            confidence_threshold=locale.confidence_threshold,
        ),
        "confirm": list(locale.confirm),
        "deny": list(locale.deny),
        "messages": dict(locale.messages),
        **_given(
            fillers=list(locale.fillers),
            function_words=list(locale.function_words),
            guards=list(locale.guards),
            word_forms=_members(locale.word_forms),
            names=_members(locale.names),
            contractions=dict(locale.contractions),
            vocabulary=encode(vocabulary, "yaml") if vocabulary else None,
            generative=encode(extras.generative, "yaml"),
        ),
    }


def _members(record: WordForms | NameWords) -> dict[str, Any]:
    """The members that are not empty, as YAML has them."""
    found = {member.name: getattr(record, member.name) for member in fields(record)}
    return _given(**{name: list(it) if isinstance(it, tuple) else it for name, it in found.items()})


def _slot_type(slot_type: SlotType) -> dict[str, Any]:
    grammar = slot_type.grammar
    return {
        "type": slot_type.name,
        "summary": slot_type.summary,
        "resolution": slot_type.resolution,
        **_given(
            source=slot_type.source,
            parent=slot_type.parent,
            pattern=slot_type.pattern,
            parts=dict(slot_type.parts),
            vocabulary=slot_type.is_vocabulary or None,
            grammar=_given(bucket=grammar.bucket, key=grammar.key, kms_key_arn=grammar.kms_key_arn)
            if grammar
            else None,
            values=_values(slot_type.values),
            locales={name: _values(values) for name, values in slot_type.locale_values.items()},
        ),
    }


def _values(values: Iterable[SlotValue]) -> dict[str, list[str]]:
    return {one.value: list(one.synonyms) for one in values}


def _intent(bot: Bot, intent: Intent) -> dict[str, Any]:
    access = _given(default=intent.access.default, environment=dict(intent.access.environment))
    contexts = {
        one.name: {"seconds": one.seconds, "turns": one.turns} for one in intent.output_contexts
    }
    everywhere = {locale.id for locale in bot.locales} == set(intent.words)
    return {
        "intent": intent.name,
        "summary": intent.summary,
        "effect": intent.effect,
        "access": access,
        **_given(
            builtin=intent.builtin,
            command=intent.command,
            locales=None if everywhere else list(intent.words),
            channels=_channels(intent),
            input_contexts=list(intent.input_contexts),
            output_contexts=contexts,
            slots={slot.name: _slot(slot) for slot in intent.slots},
        ),
    }


def _channels(intent: Intent) -> list[str] | None:
    default = Intent("", "", "read", intent.access).channels
    return None if intent.channels == default else list(intent.channels)


def _slot(slot: Slot) -> dict[str, Any]:
    default = Slot(slot.name, slot.type)
    return {
        "type": slot.type,
        **_given(
            required=slot.required or None,
            max_retries=slot.max_retries if slot.max_retries != default.max_retries else None,
            multiple=slot.multiple or None,
            defaults=list(slot.defaults),
            obfuscated=slot.obfuscated or None,
            summary=slot.summary,
            expression=slot.expression,
        ),
    }


def _words(words: IntentWords, flow: Flow | None) -> dict[str, Any]:
    return {
        "utterances": list(words.utterances),
        **_given(
            prompts=_lists(words.prompts),
            slot_utterances=_lists(words.slot_utterances),
            help=words.help,
            flow=encode(flow, "yaml") if flow else None,
        ),
    }


def _lists(tuples: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {key: list(texts) for key, texts in tuples.items()}
