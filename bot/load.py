"""The YAML under intents/ as a `Bot`, or every problem of every file at once.

intents/bot.yaml                name, locales, voice, session TTL, confidence threshold
intents/<locale>.yaml           words of the bot as a whole
intents/slot_types/<type>.yaml  one slot type a file
intents/<intent>/intent.yaml    the contract
intents/<intent>/<locale>.yaml  the words
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot import forms
from bot.documents import Document, read_document
from bot.errors import DefinitionError
from bot.load_checks import Documents, check_bot, check_documents
from bot.model import Access, Bot, Intent, IntentWords, Locale, Sentence, Slot, SlotType, SlotValue

LiveValues = Mapping[str, tuple[SlotValue, ...]]
"""Values of a slot type's `source` ("services", "environments")."""


def load_bot(root: Path, live_values: LiveValues) -> Bot:
    """The bot defined under `root`.

    `live_values` fills the slot types that name a `source`. Raises DefinitionError with every
    problem, each with file and line.
    """
    documents = read_documents(root)
    problems = [problem for document in documents.all() for problem in document.problems]
    problems += check_documents(documents, live_values)
    if problems:
        raise DefinitionError(problems)
    bot = _bot(documents, live_values)
    if problems := check_bot(documents, bot):
        raise DefinitionError(problems)
    return bot


def read_documents(root: Path) -> Documents:
    """Every file of the definition under `root`, each checked against its form alone."""
    bot = read_document(root / "bot.yaml", "bot.yaml", forms.BOT)
    locales = tuple((bot.data or {}).get("locales", ()))
    folders = sorted(path.parent for path in root.glob("*/intent.yaml"))
    return Documents(
        bot=bot,
        locales={locale: _read(root, f"{locale}.yaml", forms.LOCALE_WORDS) for locale in locales},
        slot_types=tuple(
            _read(root, f"slot_types/{path.name}", forms.SLOT_TYPE)
            for path in sorted((root / "slot_types").glob("*.yaml"))
        ),
        intents={
            folder.name: _read(root, f"{folder.name}/intent.yaml", forms.INTENT)
            for folder in folders
        },
        words={
            (folder.name, locale): _read(root, f"{folder.name}/{locale}.yaml", forms.WORDS)
            for folder in folders
            for locale in locales
        },
    )


def _read(root: Path, name: str, form: forms.Form) -> Document:
    return read_document(root / name, name, form)


def _bot(documents: Documents, live_values: LiveValues) -> Bot:
    data = documents.bot.data
    voice = data.get("voice", {}).get("id", "")
    intents = [_intent(documents, folder) for folder in documents.intents]
    slot_types = [_slot_type(document.data, live_values) for document in documents.slot_types]
    locales = [_locale(name, found.data, voice) for name, found in documents.locales.items()]
    return Bot(
        name=data["name"],
        summary=data["summary"],
        session_ttl_seconds=data["session_ttl_seconds"],
        confidence_threshold=float(data["confidence_threshold"]),
        intents=tuple(sorted(intents, key=lambda intent: intent.name)),
        slot_types=tuple(sorted(slot_types, key=lambda slot_type: slot_type.name)),
        locales=tuple(locales),
    )


def _locale(locale_id: str, data: dict[str, Any], voice: str) -> Locale:
    return Locale(
        id=locale_id,
        voice_id=voice,
        confirm=tuple(data["confirm"]),
        deny=tuple(data["deny"]),
        messages=data["messages"],
        fillers=tuple(data.get("fillers", ())),
        function_words=tuple(data.get("function_words", ())),
        guards=tuple(data.get("guards", ())),
        not_offered=tuple(data.get("not_offered", ())),
        contractions=data.get("contractions", {}),
        replies=_replies(data),
    )


def _slot_type(data: dict[str, Any], live_values: LiveValues) -> SlotType:
    source = data.get("source", "")
    fixed = [SlotValue(value, tuple(also)) for value, also in data.get("values", {}).items()]
    return SlotType(
        name=data["type"],
        summary=data["summary"],
        resolution=data["resolution"],
        source=source,
        values=(*fixed, *live_values.get(source, ())),
    )


def _intent(documents: Documents, folder: str) -> Intent:
    data = documents.intents[folder].data
    access = data["access"]
    default = Intent("", "", "read", Access(""))
    return Intent(
        name=data["intent"],
        summary=data["summary"],
        effect=data["effect"],
        access=Access(access["default"], access.get("environment", {})),
        slots=tuple(_slot(name, slot) for name, slot in data.get("slots", {}).items()),
        builtin=data.get("builtin", ""),
        channels=tuple(data.get("channels", default.channels)),
        words={
            locale: _words(documents.words[folder, locale].data) for locale in documents.locales
        },
        command=data.get("command", ""),
    )


def _slot(name: str, data: dict[str, Any]) -> Slot:
    default = Slot(name, data["type"])
    return Slot(
        name=name,
        type=data["type"],
        required=data.get("required", default.required),
        max_retries=data.get("max_retries", default.max_retries),
    )


def _words(data: dict[str, Any]) -> IntentWords:
    prompts = {slot: tuple(prompts) for slot, prompts in data.get("prompts", {}).items()}
    return IntentWords(
        utterances=tuple(data.get("utterances", ())),
        prompts=prompts,
        help=data.get("help", ""),
        replies=_replies(data),
    )


def _replies(data: dict[str, Any]) -> dict[str, Sentence]:
    return {id_: Sentence(**forms) for id_, forms in data.get("replies", {}).items()}
