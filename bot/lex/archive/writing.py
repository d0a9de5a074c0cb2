"""From a typed bot to files, the same bytes every time."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from bot.errors import ArchiveError
from bot.lex.codec import encode
from bot.lex.definition import LexBot, LexIntent, LexLocale

MANIFEST: Final = {
    "metaData": {"schemaVersion": "1", "resourceType": "BOT", "fileFormat": "LexJson"}
}
_NAME: Final = re.compile(r"[0-9a-zA-Z_-]{1,100}")
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The first time that a zip can hold: archives of the same bot are the same to the byte."""


def write_archive(bot: LexBot) -> bytes:
    """The zip that Lex imports."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in archive_files(bot).items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            package.writestr(entry, text.encode())
    return buffer.getvalue()


def write_folder(bot: LexBot, root: Path) -> None:
    """The unpacked archive, below `root`."""
    for name, text in archive_files(bot).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def archive_files(bot: LexBot) -> dict[str, str]:
    """Path -> JSON text, sorted by path. Raises ArchiveError for a name that is no folder's."""
    found = {"Manifest.json": _text(MANIFEST)}
    for path, document in _documents(bot):
        found[path] = _text(document)
    return dict(sorted(found.items()))


def _documents(bot: LexBot) -> Iterator[tuple[str, Any]]:
    root = _folder(bot.name or "Bot")
    yield f"{root}/Bot.json", encode(bot, "archive")
    for name, locale in bot.locales.items():
        for path, document in _locale_documents(locale):
            yield f"{root}/BotLocales/{_folder(name)}/{path}", document


def _folder(name: str) -> str:
    """A name as a folder. Names come out of files that strangers wrote."""
    if not _NAME.fullmatch(name):
        cure = "Use letters and digits with single _ or - between them, at most 100"
        raise ArchiveError(name, f"{name!r} is no name that Lex accepts", cure)
    return name


def _locale_documents(locale: LexLocale) -> Iterator[tuple[str, Any]]:
    yield "BotLocale.json", encode(locale, "archive")
    if locale.custom_vocabulary is not None:
        path = "CustomVocabulary/CustomVocabulary.json"
        yield path, encode(locale.custom_vocabulary, "archive")
    for name, slot_type in locale.slot_types.items():
        yield f"SlotTypes/{_folder(name)}/SlotType.json", encode(slot_type, "archive")
    for name, intent in locale.intents.items():
        for path, document in _intent_documents(intent):
            yield f"Intents/{_folder(name)}/{path}", document


def _intent_documents(intent: LexIntent) -> Iterator[tuple[str, Any]]:
    yield "Intent.json", encode(intent, "archive")
    for name, slot in intent.slots.items():
        yield f"Slots/{_folder(name)}/Slot.json", encode(slot, "archive")
    if intent.conversation_flow is not None:
        yield "ConversationFlow.json", encode(intent.conversation_flow, "archive")


def _text(document: Any) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"
