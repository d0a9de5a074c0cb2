"""Lex V2 archives (LexJson): read from a zip or a folder, and written as the console does."""

from bot.lex.archive.reading import Archive, read_archive, read_folder
from bot.lex.archive.writing import archive_files, write_archive, write_folder

__all__ = [
    "Archive",
    "archive_files",
    "read_archive",
    "read_folder",
    "write_archive",
    "write_folder",
]
