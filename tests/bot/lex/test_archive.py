"""Archives: real ones and generated ones come back without loss; hostile ones are refused."""

import io
import json
import stat
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from bot.errors import ArchiveError
from bot.lex.archive import archive_files, read_archive, read_folder, write_archive, write_folder
from bot.lex.archive.files import MAX_BYTES, folder_files, zip_files
from bot.lex.definition import LexBot, LexIntent, LexLocale
from tests.bot.lex.generated import bots
from tests.bot.lex.real import ARCHIVES, REAL, real


def without_nulls(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: without_nulls(item) for key, item in data.items() if item is not None}
    return [without_nulls(item) for item in data] if isinstance(data, list) else data


@pytest.mark.parametrize("name", REAL)
def test_a_real_archive_is_written_back_without_loss(name: str) -> None:
    path = real(name)
    files = folder_files(path) if path.is_dir() else zip_files(path.read_bytes())
    archive = read_folder(path) if path.is_dir() else read_archive(path.read_bytes())
    assert archive.unknown == ()
    written = {name: json.loads(text) for name, text in archive_files(archive.bot).items()}
    assert written == {name: without_nulls(json.loads(data)) for name, data in files.items()}


@settings(max_examples=50, deadline=None)
@given(bots())
def test_a_generated_bot_is_written_back_without_loss(bot: LexBot) -> None:
    data = write_archive(bot)
    archive = read_archive(data)
    assert (archive.bot, archive.unknown) == (bot, ())
    assert write_archive(archive.bot) == data


def test_the_same_bot_is_the_same_bytes() -> None:
    bot = LexBot(name="Small", locales={"en_US": LexLocale(identifier="en_US")})
    assert write_archive(bot) == write_archive(bot)
    with zipfile.ZipFile(io.BytesIO(write_archive(bot))) as package:
        assert package.namelist() == [
            "Manifest.json",
            "Small/Bot.json",
            "Small/BotLocales/en_US/BotLocale.json",
        ]


def test_a_folder_is_as_good_as_a_zip(tmp_path: Path) -> None:
    bot = LexBot(name="Small", locales={"en_US": LexLocale(intents={"Book": LexIntent("Book")})})
    write_folder(bot, tmp_path)
    assert read_folder(tmp_path).bot == read_archive(write_archive(bot)).bot == bot


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in files.items():
            package.writestr(name, text)
    return buffer.getvalue()


BOT = '{"name": "Small"}'
INTENT = "Small/BotLocales/en_US/Intents/Book/Intent.json"


@pytest.mark.parametrize(
    "files",
    [
        {"Small/Bot.json": BOT, INTENT: '{"name": "Book"}'},
        {"Bot.json": BOT, "BotLocales/en_US/Intents/Book/Intent.json": '{"name": "Book"}'},
        {"a/b/Small/Bot.json": BOT, f"a/b/{INTENT}": '{"name": "Book"}', "__MACOSX/x": "junk"},
    ],
    ids=["without manifest", "without the bot's folder", "folders around it"],
)
def test_a_sloppy_archive_is_read(files: dict[str, str | bytes]) -> None:
    archive = read_archive(zipped(files))
    assert archive.bot.name == "Small"
    assert archive.bot.locales["en_US"].intents["Book"].name == "Book"
    assert archive.unknown == ()


def test_an_export_of_one_locale_is_read() -> None:
    archive = read_archive(zipped({
        "Manifest.json": "{}",
        "BotLocales/en_US/BotLocale.json": '{"identifier": "en_US"}',
    }))  # fmt: skip
    assert archive.bot.locales["en_US"].identifier == "en_US"


def test_an_unknown_key_and_file_are_told_and_left_out() -> None:
    archive = read_archive(zipped({
        "Small/Bot.json": '{"name": "Small", "colour": "red"}',
        INTENT: '{"name": "Book"}',
        "Small/Sound.json": "{}",
    }))  # fmt: skip
    assert [str(problem) for problem in archive.unknown] == [
        "Small/Bot.json: /colour: unknown key 'colour'. Remove it.",
        "Small/Sound.json: no file of that name is known. It is left out.",
    ]


def refused(data: bytes, password: str = "") -> str:
    with pytest.raises(ArchiveError) as raised:
        read_archive(data, password)
    return str(raised.value)


def test_every_broken_file_is_told_at_once() -> None:
    found = refused(zipped({
        "Small/Bot.json": '{"name": "Small",\n "version" 1}',
        INTENT: "[]",
        "Small/BotLocales/en_US/BotLocale.json": b"\xff\xfe",
        "Small/BotLocales/en_US/Intents/Go/Intent.json": '{"name": 7}',
    }))  # fmt: skip
    assert [line.partition(". ")[0] for line in found.splitlines()] == [
        "Small/Bot.json:2: it is not JSON: Expecting ':' delimiter (column 12)",
        "Small/BotLocales/en_US/BotLocale.json: it is not UTF-8: invalid start byte",
        f"{INTENT}: it holds no JSON object",
        "Small/BotLocales/en_US/Intents/Go/Intent.json: /name: 7 is not text",
    ]


@pytest.mark.skipif(not ARCHIVES.is_dir(), reason="the shared archives are not here")
def test_a_v1_export_is_refused_by_name() -> None:
    found = refused((ARCHIVES / "barista_50-LexV1.zip").read_bytes())
    assert "barista_Export.json: this is an export of Lex V1. Migrate the bot" in found


OUTSIDE = ("../Bot.json", "/Bot.json", "a/../../Bot.json", "..\\Bot.json", "C:/Bot.json")


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_path_that_leaves_the_archive_is_refused(name: str) -> None:
    assert "this path leaves the archive" in refused(zipped({name: BOT}))


def test_a_link_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        entry = zipfile.ZipInfo("Small/Bot.json")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        package.writestr(entry, "/etc/passwd")
    assert "Small/Bot.json: this is a link" in refused(buffer.getvalue())
    (tmp_path / "Bot.json").symlink_to("/etc/passwd")
    with pytest.raises(ArchiveError, match="this is a link"):
        read_folder(tmp_path)


def test_a_zip_bomb_is_refused_unread() -> None:
    bomb = zipped({"Small/Bot.json": BOT, "Small/zeros": b"\0" * (MAX_BYTES + 1)})
    assert len(bomb) < MAX_BYTES / 100
    assert f"unpacks to more than {MAX_BYTES // 1024 // 1024} MB" in refused(bomb)


def test_a_zip_that_lies_about_a_size_is_refused() -> None:
    data = bytearray(zipped({"Small/Bot.json": BOT + " " * 100}))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.index(signature) + offset
        data[at : at + 4] = (3).to_bytes(4, "little")
    assert "Small/Bot.json" in refused(bytes(data))


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all", zipped({})[:10]])
def test_what_is_no_zip_is_refused(data: bytes) -> None:
    assert "this is no zip file" in refused(data)


def test_a_zip_without_a_bot_is_refused() -> None:
    assert "no Bot.json and no BotLocale.json" in refused(zipped({"README": "hello"}))
    two = {"A/Bot.json": BOT, "B/Bot.json": BOT}
    assert "there are 2 bots in it: A/, B/" in refused(zipped(two))


@pytest.mark.parametrize("name", ["../evil", "a/b", "", "name with spaces"])
def test_a_bot_with_a_name_that_is_no_folder_is_not_written(name: str, tmp_path: Path) -> None:
    bot = LexBot(name="Small", locales={"en_US": LexLocale(intents={name: LexIntent(name)})})
    with pytest.raises(ArchiveError, match="is no name that Lex accepts"):
        write_folder(bot, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"importType": ' + "[" * 200_000, "too deep"),
        ('{"importType": ' + "[" * 300 + "]" * 300 + "}", "too deep"),
        ('{"description": "hi \\udfff"}', r"/description: 'hi \udfff' holds half a surrogate pair"),
        ('{"name": "Book", "name": "Go"}', "an object has the key 'name' twice"),
        ('{"name": NaN}', "NaN is no number"),
        ('{"name": -Infinity}', "-Infinity is no number"),
        ('{"name": 1e999}', "the number 1e999 is too large"),
    ],
)
def test_json_that_only_python_takes_is_refused(text: str, told: str) -> None:
    found = refused(zipped({"Small/Bot.json": BOT, INTENT: text}))
    assert f"{INTENT}: " in found
    assert told in found


@pytest.mark.parametrize(
    ("offset", "value"),
    [(6, b"\xff\xff"), (8, b"\x00\x08")],
    ids=["a version that is not implemented", "a name that is not UTF-8"],
)
def test_a_zip_with_a_malformed_header_is_refused(offset: int, value: bytes) -> None:
    data = bytearray(zipped({"Small/Bot.json": BOT}))
    at = data.index(b"PK\x01\x02")
    data[at + offset : at + offset + 2] = value
    data[at + 46 : at + 48] = b"\xff\xfe"
    assert "this is no zip file" in refused(bytes(data))
