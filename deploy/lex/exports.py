"""Exports of Lex on this machine: a problem of one names the export too."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from bot.errors import ArchiveError
from bot.lex.archive import Archive, read_archive, read_folder
from bot.lex.definition import LexBot
from deploy.errors import DeployError

VARIABLE: Final = "GROUND_ARCHIVE_PASSWORD"
"""The variable of the environment that opens encrypted archives."""
MAX_ZIP_BYTES: Final = 128 * 1024 * 1024
_BUILT_IN: Final = "AMAZON."


def read_export(path: Path, password: str = "") -> Archive:
    """The export at `path`, a zip or a folder. Without a password that of the environment opens it.

    Raises DeployError where there is none, ArchiveError where it cannot be read.
    """
    if not path.exists():
        raise DeployError(f"there is no {path}: name an export of Lex, or a folder with bot.yaml")
    if not path.is_dir() and not path.is_file():
        raise DeployError(f"{path} is neither a file nor a folder: name an export of Lex")
    if path.is_file() and path.stat().st_size > MAX_ZIP_BYTES:
        raise DeployError(
            f"{path} has more than {MAX_ZIP_BYTES} bytes, which no export has: name the export"
        )
    try:
        if path.is_dir():
            return read_folder(path)
        return read_archive(path.read_bytes(), password or os.environ.get(VARIABLE, ""))
    except ArchiveError as error:
        named = (replace(one, where=_within(path, one.where)) for one in error.problems)
        raise ArchiveError.listing(named) from None


def _within(path: Path, where: str) -> str:
    return str(path) if where == ArchiveError.WHOLE else f"{path}/{where}"


def without_type(bot: LexBot) -> Iterator[str]:
    """A line for each slot whose type is neither built in nor in the export."""
    for locale, words in bot.locales.items():
        for intent, one in words.intents.items():
            for slot, found in one.slots.items():
                kind = found.slot_type_name or ""
                if not kind.startswith(_BUILT_IN) and kind not in words.slot_types:
                    yield (
                        f"{locale}/{intent}/{slot}: its slot type {kind!r} is not in the export: "
                        "nothing that is said fills it. Export the whole bot"
                    )
