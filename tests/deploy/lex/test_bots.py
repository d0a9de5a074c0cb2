"""Ids, aliases and locales of bots that are served; what cannot be served."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from bot.errors import ArchiveError, LexApiError
from bot.runtime.functions import Delegating
from bot.runtime.registry import Registry
from deploy.errors import DeployError
from deploy.lex.bots import ServedBot, alias_named, aliases_named, deployments, read_bots
from deploy.lex.serving import Place, addresses
from tests.bot.lex.real import real


def export(folder: Path, locale: str = "en_US", slot_type: str = "AMAZON.Date", **bot: Any) -> Path:
    """A small export: one intent that says hello, with a slot."""
    name = bot.setdefault("name", "Hello")
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:

        def add(path: str, document: Any) -> None:
            archive.writestr(path, json.dumps(document))

        add("Manifest.json", {"metaData": {"schemaVersion": "1", "resourceType": "BOT"}})
        add(f"{name}/Bot.json", bot)
        place = f"{name}/BotLocales/{locale}"
        add(f"{place}/BotLocale.json", {"identifier": locale, "unheardOf": 1})
        hello = {"name": "Hello", "sampleUtterances": [{"utterance": "hello"}]}
        add(f"{place}/Intents/Hello/Intent.json", hello)
        slot = {"name": "Day", "slotTypeName": slot_type}
        add(f"{place}/Intents/Hello/Slots/Day/Slot.json", slot)
    path = folder / f"{name}-{locale}-{len(list(folder.iterdir()))}.zip"
    path.write_bytes(data.getvalue())
    return path


def read(*paths: Path) -> tuple[ServedBot, ...]:
    return read_bots(paths)


def test_lexs_own_id_is_kept_and_a_missing_one_comes_from_the_name(tmp_path: Path) -> None:
    (kept,) = read(export(tmp_path, identifier="W0GI1MTZAH"))
    assert kept.id == "W0GI1MTZAH"
    (made,) = read(export(tmp_path, identifier=""))
    (again,) = read(export(tmp_path, identifier="short"))
    (other,) = read(export(tmp_path, name="Other"))
    assert made.id == again.id != other.id
    assert len(made.id) == 10


def test_exports_of_one_bot_with_other_locales_are_one_bot(tmp_path: Path) -> None:
    (one,) = read(export(tmp_path, "en_US"), export(tmp_path, "de_DE"))
    assert set(one.lex.locales) == {"en_US", "de_DE"}
    assert {locale.id for locale in one.bot.locales} == {"en_US", "de_DE"}
    assert len(one.left_out) == 2
    with pytest.raises(DeployError, match="with en_US once more: serve one export of each"):
        read(export(tmp_path), export(tmp_path))


def test_what_no_file_or_key_is_known_for_is_left_out_and_told(tmp_path: Path) -> None:
    path = export(tmp_path)
    (one,) = read(path)
    (told,) = one.left_out
    assert told.startswith(f"{path.name}: Hello/BotLocales/en_US/BotLocale.json: /unheardOf")


def test_a_slot_without_its_type_is_told(tmp_path: Path) -> None:
    (one,) = read(export(tmp_path, slot_type="Weekday"))
    assert "en_US/Hello/Day: its slot type 'Weekday' is not in the export" in one.left_out[-1]


def test_a_problem_names_the_export_that_has_it(tmp_path: Path) -> None:
    path = tmp_path / "broken.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Hello/Bot.json", "{")
    with pytest.raises(ArchiveError, match=r"broken\.zip/Hello/Bot\.json:1: it is not JSON"):
        read(export(tmp_path), path)
    path.write_bytes(b"no zip")
    with pytest.raises(ArchiveError, match=r"broken\.zip: this is no zip file"):
        read(path)
    with pytest.raises(DeployError, match="neither a file nor a folder"):
        read(Path("/dev/null"))


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["prod", "prod"], "every bot has prod "),
        (["a=ABCDEFGHIJ", "b=ABCDEFGHIJ"], r"every bot has a \(ABCDEFGHIJ\) already"),
        (["prod=TSTALIASID"], "every bot has TestBotAlias"),
    ],
)
def test_an_alias_is_there_once(texts: list[str], told: str) -> None:
    with pytest.raises(DeployError, match=told):
        aliases_named(texts)


def test_every_bot_has_the_test_alias_and_those_that_are_named(tmp_path: Path) -> None:
    bots = read(export(tmp_path, version="7"), export(tmp_path, name="Other"))
    aliases = aliases_named(["prod", "beta=BETAALIAS1"])
    served = tuple(deployments(bots, aliases, Delegating()))
    assert [(one.bot_name, one.alias_name, one.version) for one in served] == [
        ("Hello", "TestBotAlias", "DRAFT"),
        ("Hello", "prod", "7"),
        ("Hello", "beta", "7"),
        ("Other", "TestBotAlias", "DRAFT"),
        ("Other", "prod", "1"),
        ("Other", "beta", "1"),
    ]
    assert served[1].alias_id == served[4].alias_id == alias_named("prod").id
    assert served[2].alias_id == "BETAALIAS1"
    registry = Registry(served)
    assert registry.find(bots[1].id, "BETAALIAS1", "en_US").bot_name == "Other"
    with pytest.raises(LexApiError, match="has no locale de_DE: use en_US"):
        registry.find(bots[0].id, "TSTALIASID", "de_DE")


@pytest.mark.parametrize(
    "text", ["", "=ABCDEFGHIJ", "prod=short", "prod=", "prod=ABCDEFGHI-", "a b", "a__b"]
)
def test_an_alias_without_a_name_or_with_another_id_is_refused(text: str) -> None:
    with pytest.raises(DeployError, match="write NAME, or NAME=ALIASID"):
        alias_named(text)


def test_what_cannot_be_served_is_told(tmp_path: Path) -> None:
    with pytest.raises(DeployError, match=r"there is no .*nowhere\.zip"):
        read(tmp_path / "nowhere.zip")
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK nothing")
    with pytest.raises(ArchiveError):
        read(broken)


def test_commands_that_can_be_pasted_name_each_bot(tmp_path: Path) -> None:
    bots = read(export(tmp_path, identifier="W0GI1MTZAH"), export(tmp_path, name="Other"))
    served = tuple(deployments(bots, [], Delegating()))
    text = "\n".join(addresses(served, Place(port=0), 8123))
    for one in bots:
        assert f"--endpoint-url http://127.0.0.1:8123 --bot-id {one.id} " in text
        assert f'botId="{one.id}", botAliasId="TSTALIASID", localeId="en_US"' in text


def test_real_exports_keep_their_ids() -> None:
    bots = read(real("BlogBot.zip"), real("ReminderBot"), real("BankingAgent.zip"))
    assert [one.id for one in bots][::2] == ["W0GI1MTZAH", "WOL5OVLJA5"]
    assert [one.name for one in bots] == ["BlogBot", "ReminderBot", "FSI-Agent"]
