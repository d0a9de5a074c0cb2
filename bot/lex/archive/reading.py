"""From files to a typed bot, with every problem of every file at once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from bot.errors import ArchiveError, Problem
from bot.lex.archive.documents import read_json
from bot.lex.archive.files import Files, folder_files, zip_files
from bot.lex.archive.layout import Layout, lay_out
from bot.lex.codec import Mistake, decode
from bot.lex.definition import (
    ConversationFlow,
    CustomVocabulary,
    LexBot,
    LexIntent,
    LexLocale,
    LexSlot,
    LexSlotType,
)

_Kind = TypeVar("_Kind")


@dataclass(frozen=True)
class Archive:
    """A bot that was read, and what was left out because no file or key of that name is known."""

    bot: LexBot
    unknown: tuple[Problem, ...] = ()


def read_archive(data: bytes, password: str = "") -> Archive:
    """The bot in a zip. Raises ArchiveError, which lists every problem."""
    return _read(zip_files(data, password))


def read_folder(root: Path) -> Archive:
    """The bot in an unpacked archive. Raises ArchiveError, which lists every problem."""
    return _read(folder_files(root))


def _read(files: Files) -> Archive:
    layout = lay_out(files)
    reader = _Reader(files)
    bot = reader.bot(layout)
    if reader.wrong:
        raise ArchiveError.listing(reader.wrong)
    strays = [
        Problem(name, 0, "no file of that name is known", "It is left out")
        for name in layout.unknown
    ]
    return Archive(bot, (*reader.unknown, *strays))


class _Reader:
    def __init__(self, files: Files) -> None:
        self._files = files
        self.wrong: list[Problem] = []
        self.unknown: list[Problem] = []

    def bot(self, layout: Layout) -> LexBot:
        bot = self._file(LexBot, layout.bot) if layout.bot else LexBot(name=layout.name or None)
        locales = {name: self._locale(layout, name) for name in layout.locales}
        return replace(bot, locales=locales)

    def _locale(self, layout: Layout, name: str) -> LexLocale:
        found = layout.locales[name]
        slot_types = {n: self._file(LexSlotType, path) for n, path in found.slot_types.items()}
        vocabulary = self._file(CustomVocabulary, found.vocabulary) if found.vocabulary else None
        return replace(
            self._file(LexLocale, found.file) if found.file else LexLocale(identifier=name),
            intents={n: self._intent(layout, name, n) for n in found.intents},
            slot_types=slot_types,
            custom_vocabulary=vocabulary,
        )

    def _intent(self, layout: Layout, locale: str, name: str) -> LexIntent:
        found = layout.locales[locale].intents[name]
        slots = {n: self._file(LexSlot, path) for n, path in found.slots.items()}
        flow = self._file(ConversationFlow, found.flow) if found.flow else None
        intent = self._file(LexIntent, found.file) if found.file else LexIntent(name=name)
        return replace(intent, slots=slots, conversation_flow=flow)

    def _file(self, kind: type[_Kind], path: str) -> _Kind:
        try:
            data = read_json(path, self._files[path])
        except ArchiveError as error:
            self.wrong.extend(error.problems)
            return kind()
        found, mistakes = decode(kind, data, "archive")
        for mistake in mistakes:
            kept = self.unknown if mistake.is_unknown else self.wrong
            kept.append(_problem(path, mistake))
        return found


def _problem(path: str, mistake: Mistake) -> Problem:
    return Problem(path, 0, f"{mistake.path or 'the file'}: {mistake.message}", mistake.cure)


def problems_of(archive: Archive) -> Iterator[str]:
    """What was left out, a line each."""
    for problem in archive.unknown:
        yield str(problem)
