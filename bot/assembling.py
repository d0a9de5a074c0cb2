"""From documents that were read to the model: no I/O, and nothing is checked here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.definition import Definition, LocaleExtras
from bot.flow import Flow, merged, with_messages
from bot.lex.definition import CustomVocabulary, MessageGroup
from bot.load_checks import Documents
from bot.model import (
    Access,
    AlexaListing,
    AlexaSkill,
    Bot,
    GrammarFile,
    Intent,
    IntentWords,
    Locale,
    NameWords,
    OutputContext,
    Sentence,
    SlackApp,
    Slot,
    SlotType,
    SlotValue,
    WordForms,
)
from bot.phrases import with_phrases
from bot.places import Places


@dataclass(frozen=True)
class LiveValue(SlotValue):
    """A value of a source, with what only one language calls it."""

    locale_synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Locale id -> synonyms."""


LiveValues = Mapping[str, tuple[SlotValue, ...]]
"""Values of a slot type's `source` ("services", "environments")."""


def assemble(documents: Documents, live_values: LiveValues) -> Definition:
    """The definition in `documents`, all of which have their form."""
    return Definition(
        bot=_bot(documents, live_values),
        flows=_flows(documents),
        extras={name: _extras(found.data) for name, found in documents.locales.items()},
        places=_places(documents),
    )


def _bot(documents: Documents, live_values: LiveValues) -> Bot:
    data = documents.bot.data
    intents = [_intent(documents, folder) for folder in documents.intents]
    slot_types = [_slot_type(document.data, live_values) for document in documents.slot_types]
    voice = data.get("voice", {})
    locales = [_locale(name, found.data, voice) for name, found in documents.locales.items()]
    return Bot(
        name=data["name"],
        summary=data["summary"],
        session_ttl_seconds=data["session_ttl_seconds"],
        confidence_threshold=float(data["confidence_threshold"]),
        intents=tuple(sorted(intents, key=lambda intent: intent.name)),
        slot_types=tuple(sorted(slot_types, key=lambda slot_type: slot_type.name)),
        locales=tuple(locales),
        dialog=data.get("dialog", "managed"),
        is_child_directed=data.get("child_directed", False),
        slack=SlackApp(**data["slack"]) if "slack" in data else None,
        alexa=AlexaSkill(**_frozen(data["alexa"])) if "alexa" in data else None,
    )


def _locale(locale_id: str, data: dict[str, Any], default_voice: Mapping[str, str]) -> Locale:
    voice = data.get("voice", default_voice)
    return Locale(
        id=locale_id,
        voice_id=voice.get("id", ""),
        voice_engine=voice.get("engine", ""),
        confidence_threshold=data.get("confidence_threshold"),
        confirm=tuple(data["confirm"]),
        deny=tuple(data["deny"]),
        messages=data["messages"],
        fillers=tuple(data.get("fillers", ())),
        function_words=tuple(data.get("function_words", ())),
        guards=tuple(data.get("guards", ())),
        not_offered=tuple(data.get("not_offered", ())),
        not_offered_last=tuple(data.get("not_offered_last", ())),
        word_forms=_word_forms(data.get("word_forms", {})),
        names=NameWords(**_frozen(data.get("names", {}))),
        contractions=data.get("contractions", {}),
        replies=_replies(data),
        alexa=AlexaListing(**_frozen(data["alexa"])) if "alexa" in data else None,
    )


def _frozen(data: Mapping[str, Any]) -> dict[str, Any]:
    """The members of a record, its lists as tuples."""
    return {key: tuple(item) if isinstance(item, list) else item for key, item in data.items()}


def _word_forms(data: dict[str, Any]) -> WordForms:
    return WordForms(
        letters=data.get("letters", {}),
        suffixes=tuple(data.get("suffixes", ())),
        prefixes=tuple(data.get("prefixes", ())),
        doubled=data.get("doubled", ""),
        joints=tuple(data.get("joints", ())),
    )


def _extras(data: dict[str, Any]) -> LocaleExtras:
    vocabulary = tuple(data.get("vocabulary", ()))
    return LocaleExtras(
        description=data.get("description", ""),
        vocabulary=CustomVocabulary(vocabulary) if vocabulary else None,
        generative=data.get("generative"),
    )


def _slot_type(data: dict[str, Any], live_values: LiveValues) -> SlotType:
    source = data.get("source", "")
    live = live_values.get(source, ())
    locales = {locale: _values(values) for locale, values in data.get("locales", {}).items()}
    return SlotType(
        name=data["type"],
        summary=data["summary"],
        resolution=data["resolution"],
        source=source,
        values=(
            *_values(data.get("values", {})),
            *(SlotValue(one.value, one.synonyms) for one in live),
        ),
        locale_values=_with_live(locales, live),
        parent=data.get("parent", ""),
        pattern=data.get("pattern", ""),
        parts=data.get("parts", {}),
        grammar=GrammarFile(**data["grammar"]) if "grammar" in data else None,
        is_vocabulary=data.get("vocabulary", False),
    )


def _with_live(
    locales: Mapping[str, tuple[SlotValue, ...]], live: Iterable[SlotValue]
) -> dict[str, tuple[SlotValue, ...]]:
    """`locales` with what each language alone calls the live values."""
    found = dict(locales)
    for one in live:
        for locale, synonyms in one.locale_synonyms.items() if isinstance(one, LiveValue) else ():
            found[locale] = (*found.get(locale, ()), SlotValue(one.value, synonyms))
    return found


def _values(values: Mapping[str, Iterable[str]]) -> tuple[SlotValue, ...]:
    return tuple(SlotValue(value, tuple(synonyms)) for value, synonyms in values.items())


def _intent(documents: Documents, folder: str) -> Intent:
    data = documents.intents[folder].data
    access = data["access"]
    default = Intent("", "", "read", Access(""))
    contexts = data.get("output_contexts", {})
    return Intent(
        name=data["intent"],
        summary=data["summary"],
        effect=data["effect"],
        access=Access(access["default"], access.get("environment", {})),
        slots=tuple(_slot(name, slot) for name, slot in data.get("slots", {}).items()),
        builtin=data.get("builtin", ""),
        channels=tuple(data.get("channels", default.channels)),
        words={
            locale: _words(documents.words[folder, locale].data, _phrases(documents, locale))
            for locale in documents.locales
            if (folder, locale) in documents.words
        },
        command=data.get("command", ""),
        input_contexts=tuple(data.get("input_contexts", ())),
        output_contexts=tuple(OutputContext(name, **life) for name, life in contexts.items()),
    )


def _slot(name: str, data: dict[str, Any]) -> Slot:
    default = Slot(name, data["type"])
    return Slot(
        name=name,
        type=data["type"],
        required=data.get("required", default.required),
        max_retries=data.get("max_retries", default.max_retries),
        multiple=data.get("multiple", default.multiple),
        defaults=tuple(data.get("defaults", ())),
        obfuscated=data.get("obfuscated", default.obfuscated),
        summary=data.get("summary", ""),
        expression=data.get("expression", ""),
    )


def _words(data: dict[str, Any], phrases: Mapping[str, str]) -> IntentWords:
    return IntentWords(
        utterances=with_phrases(data.get("utterances", ()), phrases),
        prompts=_tuples(data.get("prompts", {})),
        slot_utterances={
            slot: with_phrases(templates, phrases)
            for slot, templates in data.get("slot_utterances", {}).items()
        },
        help=data.get("help", ""),
        replies=_replies(data),
    )


def _phrases(documents: Documents, locale: str) -> Mapping[str, str]:
    found: Mapping[str, str] = documents.locales[locale].data.get("phrases", {})
    return found


def _tuples(lists: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(texts) for key, texts in lists.items()}


def _replies(data: dict[str, Any]) -> dict[str, Sentence]:
    return {id_: Sentence(**forms) for id_, forms in data.get("replies", {}).items()}


def _flows(documents: Documents) -> dict[tuple[str, str], Flow]:
    found = {}
    for (folder, locale), words in documents.words.items():
        if folder not in documents.intents or locale not in documents.locales:
            continue
        contract = documents.intents[folder].data
        flow = _flow(contract.get("flow"), words.data)
        if flow is not None:
            found[contract["intent"], locale] = flow
    return found


def _flow(contract: Flow | None, words: dict[str, Any]) -> Flow | None:
    messages: Mapping[str, tuple[MessageGroup, ...]] = words.get("messages", {})
    spoken = with_messages(contract, lambda id_: messages.get(id_, ())) if contract else None
    return merged(spoken, words.get("flow"))


def _places(documents: Documents) -> Places:
    names = {folder: document.data["intent"] for folder, document in documents.intents.items()}
    return Places(
        bot_document=documents.bot,
        locales=documents.locales,
        slot_types={document.data["type"]: document for document in documents.slot_types},
        intents={names[folder]: document for folder, document in documents.intents.items()},
        intent_words={
            (names[folder], locale): document
            for (folder, locale), document in documents.words.items()
            if folder in names
        },
    )
