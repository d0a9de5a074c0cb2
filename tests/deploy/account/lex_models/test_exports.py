"""Exports: what a version was, behind an unsigned URL, with a password where one is wanted."""

import io
import json
import zipfile
from typing import Any

import pytest

from bot.errors import ArchiveError
from bot.lex.archive import read_archive
from tests.deploy.account.lex_models.archives import anonymous, archive, read, shop
from tests.deploy.account.lex_models.world import (
    DRAFT,
    EN,
    Lex,
    Locale,
    get,
    get_status,
    names,
    refused,
)


def specification(bot: str, version: str = DRAFT, locale: str = "") -> dict[str, Any]:
    where = {"botId": bot, "botVersion": version}
    if locale:
        return {"botLocaleExportSpecification": {**where, "localeId": locale}}
    return {"botExportSpecification": where}


def test_an_export_is_in_progress_and_then_completed(lex: Lex) -> None:
    bot = lex.import_bot(archive(shop()))["importedResourceId"]
    source = specification(bot)

    made = lex.api.create_export(resourceSpecification=source, fileFormat="LexJson")

    where = {"exportId": made["exportId"]}
    assert (made["exportStatus"], made["resourceSpecification"]) == ("InProgress", source)
    assert "downloadUrl" not in lex.api.describe_export(**where)
    lex.pass_time(2)
    found = lex.api.describe_export(**where)
    assert found["exportStatus"] == "Completed"
    name = lex.api.describe_bot(botId=bot)["botName"]
    assert f"/{name}-DRAFT-{made['exportId']}-LexJson.zip?" in found["downloadUrl"]
    assert anonymous(read(get(found["downloadUrl"]))) == anonymous(shop())


def test_a_bot_made_through_the_api_is_exported_by_name(lex: Lex) -> None:
    locale = lex.locale()
    kind = lex.slot_type(locale, "Size", "small")
    intent = lex.intent(locale, "Order", "order a {size}")
    slot = lex.slot(locale, intent, "size", kind)
    lex.prioritize(locale, intent, slot)
    lex.build(locale)
    version = lex.version(locale.bot)
    lex.api.update_slot_type(**locale.at, slotTypeId=kind, slotTypeName="Extent")

    bot = read(lex.export(locale.bot, version))

    order = bot.locales[EN].intents["Order"]
    assert (bot.identifier, bot.version) == (locale.bot, version)
    assert order.slots["size"].slot_type_name == "Size"
    assert [(one.priority, one.slot_name) for one in order.slot_priorities or ()] == [(1, "size")]
    draft = read(lex.export(locale.bot)).locales[EN]
    assert draft.intents["Order"].slots["size"].slot_type_name == "Extent"
    assert draft.identifier == EN


def test_an_export_is_of_the_moment_it_was_asked_for(lex: Lex) -> None:
    locale = lex.locale()
    made = lex.api.create_export(
        resourceSpecification=specification(locale.bot), fileFormat="LexJson"
    )
    lex.intent(locale, "Late", "later")
    lex.settle()

    bot = read(get(lex.api.describe_export(exportId=made["exportId"])["downloadUrl"]))

    assert set(bot.locales[EN].intents) == {"FallbackIntent"}


def test_a_locale_is_exported_alone_and_imported_again(lex: Lex) -> None:
    bot = lex.import_bot(archive(shop(locales=("en_US", "de_DE"))))["importedResourceId"]

    data = lex.export(bot, locale="de_DE")

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        manifest = json.loads(package.read("Manifest.json"))
        assert "de_DE/Intents/Order/Slots/size/Slot.json" in package.namelist()
        assert not any("en_US" in name or "Bot.json" in name for name in package.namelist())
    assert manifest["metaData"]["resourceType"] == "BOTLOCALE"
    other = Locale(lex.bot(), "de_DE")
    assert lex.import_locale(data, other)["importStatus"] == "Completed"
    assert lex.build(other)["botLocaleStatus"] == "Built"


def test_a_password_keeps_others_out_until_it_is_changed(lex: Lex) -> None:
    bot = lex.import_bot(archive(shop()))["importedResourceId"]
    made = lex.api.create_export(
        resourceSpecification=specification(bot), fileFormat="LexJson", filePassword="sesame"
    )
    where = {"exportId": made["exportId"]}
    refused("ConflictException", lex.api.update_export, **where)
    lex.settle()

    def download() -> bytes:
        return get(lex.api.describe_export(**where)["downloadUrl"])

    locked = download()
    with pytest.raises(ArchiveError, match="encrypted"):
        read_archive(locked)
    assert anonymous(read(locked, "sesame")) == anonymous(shop())
    assert lex.api.update_export(**where, filePassword="other")["exportStatus"] == "InProgress"
    assert "downloadUrl" not in lex.api.describe_export(**where)
    lex.settle()
    assert anonymous(read(download(), "other")) == anonymous(shop())
    lex.api.update_export(**where)
    lex.settle()
    assert anonymous(read(download())) == anonymous(shop())


def test_each_description_gives_a_url_for_five_minutes(lex: Lex) -> None:
    made = lex.api.create_export(
        resourceSpecification=specification(lex.bot()), fileFormat="LexJson"
    )
    lex.settle()
    where = {"exportId": made["exportId"]}
    url = lex.api.describe_export(**where)["downloadUrl"]
    lex.pass_time(299)
    assert get_status(url)[0] == 200
    lex.pass_time(2)

    status, body = get_status(url)

    assert (status, "Request has expired" in body) == (403, True)
    fresh = lex.api.describe_export(**where)["downloadUrl"]
    assert get_status(fresh)[0] == 200
    assert get_status(fresh, "PUT")[0] == 403
    assert get_status(fresh.partition("?")[0])[0] == 403


def test_only_what_is_there_is_exported(lex: Lex) -> None:
    locale = lex.built()
    lex.api.create_bot_version(
        botId=locale.bot, botVersionLocaleSpecification={EN: {"sourceBotVersion": DRAFT}}
    )

    def refuse(code: str, source: dict[str, Any], kind: str = "LexJson") -> None:
        call = {"resourceSpecification": source, "fileFormat": kind}
        refused(code, lex.api.create_export, **call)

    refuse("ResourceNotFoundException", specification("NOBODYHERE"))
    refuse("ResourceNotFoundException", specification(locale.bot, "1"))  # not visible yet
    lex.pass_time(2)
    refuse("ConflictException", specification(locale.bot, "1"))  # not Available yet
    lex.settle()
    refuse("ResourceNotFoundException", specification(locale.bot, DRAFT, "de_DE"))
    refuse("ValidationException", specification(locale.bot), "TSV")
    refuse("ValidationException", {})


def test_exports_are_listed_by_what_they_are_of(lex: Lex) -> None:
    locale = lex.built()
    bot, version = locale.bot, lex.version(locale.bot)
    lex.export(bot)
    lex.export(bot, version)
    lex.export(bot, version, EN)

    def listed(**more: Any) -> list[str]:
        found = lex.api.list_exports(botId=bot, **more)["exportSummaries"]
        return [next(iter(one["resourceSpecification"].values()))["botVersion"] for one in found]

    assert listed() == [version, version, DRAFT]
    assert listed(botVersion=version) == [version, version]
    assert listed(localeId=EN) == [version]
    bots = [{"name": "ExportResourceType", "values": ["Bot"], "operator": "EQ"}]
    assert listed(filters=bots) == [version, DRAFT]
    everything = lex.api.list_exports(botId=bot)["exportSummaries"]
    newest = everything[0]["exportId"]
    assert lex.api.delete_export(exportId=newest)["exportStatus"] == "Deleting"
    refused("PreconditionFailedException", lex.api.delete_export, exportId=newest)
    lex.settle()
    refused("ResourceNotFoundException", lex.api.describe_export, exportId=newest)
    left = lex.api.list_exports(botId=bot)["exportSummaries"]
    assert names(left, "exportId") == names(everything[1:], "exportId")
    lex.pass_time(7 * 24 * 3600)
    assert listed() == []
