"""Files out of an untrusted zip or folder: nothing outside it, and nothing too large."""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from bot.errors import ArchiveError

MAX_FILES: Final = 20_000
"""A locale of 1,000 intents with ten slots each has half as many."""
MAX_BYTES: Final = 128 * 1024 * 1024
"""Of all files together, unpacked: a locale holds at most 2,000,000 characters of utterances."""

_MALFORMED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What `zipfile` raises on malformed headers; the last two cover versions it does not implement
and names that are not in their encoding."""

Files = Mapping[str, bytes]
"""Path with forward slashes -> content."""


def zip_files(data: bytes, password: str = "") -> dict[str, bytes]:
    """Every file of the zip `data`. Raises ArchiveError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = _entries(package)
            return {name: _content(package, entry, password) for name, entry in entries.items()}
    except _MALFORMED as error:
        raise ArchiveError("", f"this is no zip file: {error}", _EXPORT_AGAIN) from error


def folder_files(root: Path) -> dict[str, bytes]:
    """Every file below `root`. Raises ArchiveError for a link, and for what cannot be read."""
    found: dict[str, bytes] = {}
    size = 0
    for path in _walk(root):
        name = path.relative_to(root).as_posix()
        if path.is_symlink():
            raise ArchiveError(name, "this is a link", "Replace it by the file itself")
        try:
            size += path.stat().st_size
            _check_size(name, len(found) + 1, size)
            found[name] = path.read_bytes()
        except OSError as error:
            raise ArchiveError(name, f"it cannot be read: {error}", "Make it readable") from error
    return found


def _walk(root: Path) -> Iterator[Path]:
    if not root.is_dir():
        raise ArchiveError(str(root), "there is no such folder", "Name a zip or a folder")
    for path in sorted(root.rglob("*")):
        if path.is_symlink() or path.is_file():
            yield path


def _entries(package: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    found: dict[str, zipfile.ZipInfo] = {}
    size = 0
    for entry in package.infolist():
        name = entry.filename
        _check_name(name)
        if entry.is_dir():
            continue
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise ArchiveError(name, "this is a link", "Replace it by the file itself")
        if name in found:
            raise ArchiveError(name, "it is in the zip twice", "Zip the folder again")
        size += entry.file_size
        _check_size(name, len(found) + 1, size)
        found[name] = entry
    return found


def _check_name(name: str) -> None:
    path = PurePosixPath(name)
    is_outside = path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name
    if is_outside or not name or "\0" in name:
        raise ArchiveError(
            name, "this path leaves the archive, or is none", "Zip the bot's folder itself"
        )


def _check_size(name: str, files: int, size: int) -> None:
    if files > MAX_FILES:
        raise ArchiveError(
            name, f"the archive has more than {MAX_FILES} files", "Export one bot at a time"
        )
    if size > MAX_BYTES:
        raise ArchiveError(
            name,
            f"the archive unpacks to more than {MAX_BYTES // 1024 // 1024} MB",
            "No bot is that large: check where the archive comes from",
        )


def _content(package: zipfile.ZipFile, entry: zipfile.ZipInfo, password: str) -> bytes:
    is_encrypted = entry.flag_bits & 0x1
    if is_encrypted and not password:
        raise ArchiveError(entry.filename, "it is encrypted", "Give the password of the export")
    try:
        with package.open(entry, pwd=password.encode() if is_encrypted else None) as file:
            # The size in the directory may lie: read no more than it says, and one byte.
            data = file.read(entry.file_size + 1)
    except (RuntimeError, NotImplementedError, zipfile.BadZipFile, OSError, EOFError) as error:
        raise ArchiveError(entry.filename, f"it cannot be unpacked: {error}", _UNPACK) from error
    except Exception as error:  # zlib.error is no subclass of anything that zipfile names
        raise ArchiveError(entry.filename, f"it is damaged: {error}", _EXPORT_AGAIN) from error
    if len(data) > entry.file_size:
        raise ArchiveError(entry.filename, "it is larger than the zip says", _EXPORT_AGAIN)
    return data


_EXPORT_AGAIN = "Export the bot again"
_UNPACK = "Check the password; an archive encrypted with AES must be unpacked by hand first"
