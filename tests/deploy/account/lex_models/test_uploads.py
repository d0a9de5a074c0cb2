"""Around an import: its upload URL, how often it is started, lists of imports, the end of one."""

from dataclasses import replace
from typing import Any

import pytest

from tests.deploy.account.lex_models.archives import archive, shop, shop_locale
from tests.deploy.account.lex_models.world import (
    DRAFT,
    EN,
    Lex,
    Locale,
    get_status,
    import_target,
    new_name,
    put,
    refused,
)


def test_an_upload_url_is_good_for_five_minutes(lex: Lex) -> None:
    early, late = lex.api.create_upload_url(), lex.api.create_upload_url()
    lex.pass_time(299)
    assert put(early["uploadUrl"], b"zip") == 200
    lex.pass_time(2)

    assert put(late["uploadUrl"], b"zip") == 403
    target = {"botImportSpecification": import_target(new_name())}
    message = refused(
        *("ValidationException", lex.api.start_import),
        importId=late["importId"],
        resourceSpecification=target,
        mergeStrategy="Overwrite",
    )
    assert "nothing was uploaded" in message


def test_an_upload_url_is_good_for_an_upload_of_its_import_alone(lex: Lex) -> None:
    made = lex.api.create_upload_url()
    url, other = made["uploadUrl"], lex.api.create_upload_url()["importId"]

    assert get_status(url)[0] == 403
    status, body = get_status(url.replace(made["importId"], other), "PUT")
    assert status == 403
    assert "<Code>SignatureDoesNotMatch</Code>" in body
    assert get_status(url.replace("X-Amz-Expires=300", "X-Amz-Expires=999"), "PUT")[0] == 403
    assert (
        get_status(f"{lex.server.url}/lexv2-models/{lex.region}/imports/{other}", "PUT")[0] == 403
    )


def test_an_import_is_started_once(lex: Lex) -> None:
    made = lex.api.create_upload_url()
    assert put(made["uploadUrl"], archive(shop())) == 200
    call = {
        "importId": made["importId"],
        "resourceSpecification": {"botImportSpecification": import_target(new_name())},
        "mergeStrategy": "Overwrite",
    }
    refused("ResourceNotFoundException", lex.api.describe_import, importId=made["importId"])

    lex.api.start_import(**call)

    refused("ConflictException", lex.api.start_import, **call)
    assert put(made["uploadUrl"], archive(shop())) == 403
    refused("ResourceNotFoundException", lex.api.start_import, **call | {"importId": "NOSUCHIMPO"})
    lex.settle()
    assert lex.api.describe_import(importId=made["importId"])["importStatus"] == "Completed"


@pytest.mark.parametrize(
    ("target", "strategy"),
    [
        ({}, "Overwrite"),
        ({"botImportSpecification": import_target("both"), "testSetImport": {}}, "Overwrite"),
        ({"botImportSpecification": import_target("appended")}, "Append"),
        (
            {
                "customVocabularyImportSpecification": {
                    "botId": "A" * 10,
                    "botVersion": DRAFT,
                    "localeId": EN,
                }
            },
            "Overwrite",
        ),
    ],
    ids=["nothing", "two", "a bot appended", "a vocabulary"],
)
def test_one_bot_or_locale_is_imported(lex: Lex, target: dict[str, Any], strategy: str) -> None:
    import_id = lex.upload(archive(shop()))
    known = {name: one for name, one in target.items() if name != "testSetImport"}
    if "testSetImport" in target:
        known["botLocaleImportSpecification"] = Locale("A" * 10).at
    refused(
        *("ValidationException", lex.api.start_import),
        importId=import_id,
        resourceSpecification=known,
        mergeStrategy=strategy,
    )


def test_imports_are_listed_newest_first_for_a_week(lex: Lex) -> None:
    elsewhere = Lex(lex.server, "sa-east-1")
    bot = elsewhere.import_bot(archive(shop()), "Shop")["importedResourceId"]
    only = replace(shop(), locales={"de_DE": shop_locale("de_DE")})
    elsewhere.import_locale(archive(only), Locale(bot, "de_DE"))
    elsewhere.import_bot(b"broken", "Other")

    def listed(**more: Any) -> list[tuple[str, str]]:
        found = elsewhere.api.list_imports(**more)["importSummaries"]
        return [(one["importedResourceType"], one["importStatus"]) for one in found]

    assert listed() == [("Bot", "Failed"), ("BotLocale", "Completed"), ("Bot", "Completed")]
    assert listed(botId=bot) == [("BotLocale", "Completed"), ("Bot", "Completed")]
    assert listed(botId=bot, localeId="de_DE") == [("BotLocale", "Completed")]
    locales = [{"name": "ImportResourceType", "values": ["BotLocale"], "operator": "EQ"}]
    assert listed(filters=locales) == [("BotLocale", "Completed")]
    oldest = {"attribute": "LastUpdatedDateTime", "order": "Ascending"}
    assert listed(sortBy=oldest)[-1] == ("Bot", "Failed")
    elsewhere.pass_time(7 * 24 * 3600)
    assert listed() == []


def test_an_import_is_deleted_when_it_has_ended(lex: Lex) -> None:
    target = {"botImportSpecification": import_target(new_name())}
    import_id = lex.start(archive(shop()), target, "Overwrite")
    where = {"importId": import_id}

    refused("PreconditionFailedException", lex.api.delete_import, **where)
    lex.settle()
    assert lex.api.delete_import(**where)["importStatus"] == "Deleting"
    lex.settle()
    refused("ResourceNotFoundException", lex.api.describe_import, **where)
