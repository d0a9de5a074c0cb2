"""Imports: an unsigned upload, then everything of the archive or nothing of it."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.lex.archive import archive_files
from bot.lex.definition import LexBot, LexIntent, LexSlotType, SampleUtterance, SlotPriority
from deploy.local.account.lex_models.encryption import encrypted_zip
from tests.deploy.account.lex_models.archives import (
    anonymous,
    archive,
    read,
    real_archives,
    shop,
    shop_locale,
)
from tests.deploy.account.lex_models.world import (
    EN,
    ROLE,
    Lex,
    Locale,
    import_target,
    names,
    new_name,
    refused,
    zipped,
)


def test_an_import_is_in_progress_and_then_completed(lex: Lex) -> None:
    name = new_name()
    target = {"botImportSpecification": {**import_target(name), "idleSessionTTLInSeconds": 120}}
    import_id = lex.upload(archive(shop()))

    started = lex.api.start_import(
        importId=import_id, resourceSpecification=target, mergeStrategy="FailOnConflict"
    )

    assert (started["importStatus"], started["resourceSpecification"]) == ("InProgress", target)
    assert lex.api.describe_import(importId=import_id)["importStatus"] == "InProgress"
    assert bots_named(lex, name) == []
    lex.pass_time(3)
    found = lex.api.describe_import(importId=import_id)
    assert (found["importStatus"], found["importedResourceName"]) == ("Completed", name)
    bot = lex.api.describe_bot(botId=found["importedResourceId"])
    assert (bot["botStatus"], bot["botName"], bot["roleArn"]) == ("Available", name, ROLE)
    assert (bot["description"], bot["idleSessionTTLInSeconds"]) == ("Sells drinks", 120)


def bots_named(lex: Lex, name: str) -> list[str]:
    only = [{"name": "BotName", "values": [name], "operator": "EQ"}]
    return names(lex.api.list_bots(filters=only)["botSummaries"], "botId")


def test_what_was_imported_is_read_through_the_api(lex: Lex) -> None:
    bot = lex.import_bot(archive(shop()))["importedResourceId"]
    locale = Locale(bot)

    found = lex.describe(locale)
    assert (found["botLocaleStatus"], found["intentsCount"], found["slotTypesCount"]) == (
        *("NotBuilt", 2),
        1,
    )
    intent = one_intent(lex, locale, "Order")
    [slot] = lex.api.list_slots(**locale.at, intentId=intent["intentId"])["slotSummaries"]
    [kind] = lex.api.list_slot_types(**locale.at)["slotTypeSummaries"]
    assert slot["slotTypeId"] == kind["slotTypeId"] != "ARCHIVETYP"
    assert intent["slotPriorities"] == [{"priority": 1, "slotId": slot["slotId"]}]
    assert lex.build(locale)["botLocaleStatus"] == "Built"
    alias = lex.api.describe_bot_alias(botId=bot, botAliasId="TSTALIASID")
    assert alias["botAliasLocaleSettings"] == {EN: {"enabled": True}}


def one_intent(lex: Lex, locale: Locale, name: str) -> Any:
    [found] = [
        one["intentId"]
        for one in lex.api.list_intents(**locale.at, maxResults=1000)["intentSummaries"]
        if one["intentName"] == name
    ]
    return lex.api.describe_intent(**locale.at, intentId=found)


@pytest.mark.parametrize("name", real_archives())
def test_a_real_export_survives_import_and_export(lex: Lex, name: str) -> None:
    given = real_archives()[name]

    imported = lex.import_bot(archive(given))
    assert imported["importStatus"] == "Completed", imported

    found = read(lex.export(imported["importedResourceId"]))
    assert anonymous(found) == anonymous(given)
    for locale_id in given.locales:
        built = lex.build(Locale(imported["importedResourceId"], locale_id))
        assert built["botLocaleStatus"] == "Built", built["failureReasons"]


def test_overwriting_a_bot_replaces_the_locales_of_the_archive_and_keeps_ids(lex: Lex) -> None:
    name = new_name()
    both = shop(locales=("en_US", "de_DE"))
    bot = lex.import_bot(archive(both), name)["importedResourceId"]
    locale, german = Locale(bot), Locale(bot, "de_DE")
    extra = lex.intent(locale, "Extra", "something else")
    before = one_intent(lex, locale, "Order")
    lex.build(locale)
    lex.build(german)

    again = lex.import_bot(archive(shop("buy a {size} coffee", description="New")), name)

    assert again["importedResourceId"] == bot
    after = one_intent(lex, locale, "Order")
    assert after["sampleUtterances"] == [{"utterance": "buy a {size} coffee"}]
    assert after["intentId"] == before["intentId"]
    assert after["slotPriorities"] == before["slotPriorities"]
    refused("ResourceNotFoundException", lex.api.describe_intent, **locale.at, intentId=extra)
    assert lex.describe(locale)["botLocaleStatus"] == "NotBuilt"
    assert lex.describe(german)["botLocaleStatus"] == "Built"
    assert lex.api.describe_bot(botId=bot)["description"] == "New"


def test_a_bot_is_importing_while_it_is_overwritten(lex: Lex) -> None:
    name = new_name()
    bot = lex.import_bot(archive(shop()), name)["importedResourceId"]
    target = {"botImportSpecification": import_target(name)}

    lex.start(archive(shop()), target, "Overwrite")

    assert lex.api.describe_bot(botId=bot)["botStatus"] == "Importing"
    refused("ConflictException", lex.api.create_intent, **Locale(bot).at, intentName="Late")
    refused(
        *("ConflictException", lex.api.start_import),
        importId=lex.upload(archive(shop())),
        resourceSpecification=target,
        mergeStrategy="Overwrite",
    )
    lex.settle()
    assert lex.api.describe_bot(botId=bot)["botStatus"] == "Available"


def test_an_import_that_finds_its_bot_made_meanwhile_and_busy_fails(lex: Lex) -> None:
    name = new_name()
    target = {"botImportSpecification": import_target(name)}
    first = lex.start(archive(shop()), target, "Overwrite")
    lex.pass_time(1)
    second = lex.start(archive(shop("buy one")), target, "Overwrite")
    lex.pass_time(2)
    bot = lex.api.describe_import(importId=first)["importedResourceId"]
    lex.api.build_bot_locale(**Locale(bot).at)
    lex.settle()

    failed = lex.api.describe_import(importId=second)

    assert failed["failureReasons"] == ["the bot's en_US is being changed"]
    assert lex.describe(Locale(bot))["botLocaleStatus"] == "Built"


def test_fail_on_conflict_leaves_the_bot_as_it_is(lex: Lex) -> None:
    name = new_name()
    bot = lex.import_bot(archive(shop()), name)["importedResourceId"]

    failed = lex.import_bot(archive(shop("buy one")), name, "FailOnConflict")

    assert failed["importStatus"] == "Failed"
    assert name in failed["failureReasons"][0]
    order = one_intent(lex, Locale(bot), "Order")
    assert order["sampleUtterances"] == [{"utterance": "order a {size} coffee"}]


def test_a_locale_is_overwritten_whole(lex: Lex) -> None:
    locale = lex.locale()
    lex.intent(locale, "Extra", "something else")
    only = replace(shop(), locales={EN: shop_locale()})

    done = lex.import_locale(
        archive(only), locale, nluIntentConfidenceThreshold=0.8, voiceSettings={"voiceId": "Ivy"}
    )

    assert (done["importStatus"], done["importedResourceId"]) == ("Completed", EN)
    listed = lex.api.list_intents(**locale.at)["intentSummaries"]
    assert names(listed, "intentName") == ["FallbackIntent", "Order"]
    found = lex.describe(locale)
    assert found["nluIntentConfidenceThreshold"] == 0.8
    assert found["voiceSettings"] == {"voiceId": "Ivy"}
    assert found["botLocaleStatus"] == "NotBuilt"


def test_a_locale_is_appended_to(lex: Lex) -> None:
    locale = lex.locale()
    lex.intent(locale, "Extra", "something else")
    lex.intent(locale, "Order", "an older order")
    lex.slot_type(locale, "Other", "value")

    done = lex.import_locale(archive(shop()), locale, "Append")

    assert done["importStatus"] == "Completed", done
    listed = lex.api.list_intents(**locale.at)["intentSummaries"]
    assert names(listed, "intentName") == ["Extra", "FallbackIntent", "Order"]
    assert len(one_intent(lex, locale, "Order")["slotPriorities"]) == 1
    kinds = lex.api.list_slot_types(**locale.at)["slotTypeSummaries"]
    assert names(kinds, "slotTypeName") == ["Other", "Size"]
    assert "voiceSettings" not in lex.describe(locale)


def test_a_new_locale_is_imported_and_an_existing_one_is_busy_meanwhile(lex: Lex) -> None:
    bot = lex.bot()
    german = Locale(bot, "de_DE")
    only = replace(shop(), locales={"de_DE": shop_locale("de_DE")})
    assert lex.import_locale(archive(only), german, "FailOnConflict")["importStatus"] == "Completed"

    lex.start(archive(only), {"botLocaleImportSpecification": german.at}, "Overwrite")

    assert lex.describe(german)["botLocaleStatus"] == "Importing"
    refused("ConflictException", lex.api.create_intent, **german.at, intentName="Late")
    lex.settle()
    assert lex.describe(german)["botLocaleStatus"] == "NotBuilt"


def test_a_failed_import_of_a_locale_leaves_it_built(lex: Lex) -> None:
    built = lex.built()

    failed = lex.import_locale(archive(shop()), built, "FailOnConflict")

    assert failed["importStatus"] == "Failed"
    assert lex.describe(built)["botLocaleStatus"] == "Built"
    other = replace(shop(), locales={"de_DE": shop_locale("de_DE")})
    wrong = lex.import_locale(archive(other), built)
    assert wrong["failureReasons"] == ["the archive has de_DE, and the import is for en_US alone"]


def with_order(**changes: Any) -> LexBot:
    locale = shop_locale()
    order = replace(locale.intents["Order"], **changes)
    return replace(
        shop(), locales={EN: replace(locale, intents={**locale.intents, "Order": order})}
    )


def broken_file(name: str, content: str) -> bytes:
    files = dict(archive_files(shop()))
    [path] = [path for path in files if path.endswith(name)]
    return zipped({**files, path: content})


def unknown_key() -> bytes:
    files = dict(archive_files(shop()))
    path = "Shop/BotLocales/en_US/BotLocale.json"
    return zipped({**files, path: json.dumps({**json.loads(files[path]), "speakerSetting": 1})})


MISSING_TYPE = replace(shop_locale(), slot_types={})
BROKEN: dict[str, tuple[bytes, str]] = {
    "no zip": (b"not a zip", "this is no zip file"),
    "an empty zip": (zipped({}), "no Bot.json"),
    "a file that is no JSON": (
        broken_file("Order/Intent.json", '{"name": "Order",'),
        "Shop/BotLocales/en_US/Intents/Order/Intent.json:1: it is not JSON",
    ),
    "a key that is not known": (unknown_key(), "BotLocale.json: /speakerSetting: unknown key"),
    "a file that is not known": (
        zipped({**archive_files(shop()), "Shop/Notes.txt": "hello"}),
        "Shop/Notes.txt: no file of that name",
    ),
    "a slot of a type that is not there": (
        archive(replace(shop(), locales={EN: MISSING_TYPE})),
        "Intents/Order/Slots/size/Slot.json: there is no slot type Size",
    ),
    "a priority of no slot": (
        archive(with_order(slot_priorities=(SlotPriority(1, "colour"),))),
        "Intents/Order/Intent.json: slotPriorities names colour",
    ),
    "a locale that Lex has not": (
        archive(shop(locales=("xx_YY",))),
        "BotLocales/xx_YY/BotLocale.json: Lex has no such locale",
    ),
    "what the API would not take": (
        archive(with_order(description="x" * 2001)),
        "Intents/Order/Intent.json: Value 'xxx",
    ),
    "more than a quota": (
        archive(with_order(sample_utterances=tuple(SampleUtterance(f"{n}") for n in range(1501)))),
        "1501 utterances per intent: at most 1500",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_archive_fails_with_file_and_problem_and_changes_nothing(
    lex: Lex, name: str
) -> None:
    data, reason = BROKEN[name]
    bot_name = new_name()

    found = lex.import_bot(data, bot_name)

    assert found["importStatus"] == "Failed"
    assert any(reason in one for one in found["failureReasons"]), found["failureReasons"]
    assert bots_named(lex, bot_name) == []


def test_every_problem_of_every_file_is_named(lex: Lex) -> None:
    data = archive(with_order(description="x" * 2001, slot_priorities=(SlotPriority(1, "colour"),)))
    assert len(lex.import_bot(data)["failureReasons"]) == 2


def test_composite_types_follow_their_parts_to_new_ids(lex: Lex) -> None:
    files = dict(archive_files(shop()))
    kind = {
        "name": "Drink",
        "identifier": "ARCHIVEDRK",
        "compositeSlotTypeSetting": {"subSlots": [{"name": "size", "slotTypeId": "ARCHIVETYP"}]},
    }
    path = "Shop/BotLocales/en_US/SlotTypes/Drink/SlotType.json"

    done = lex.import_bot(zipped({**files, path: json.dumps(kind)}))

    assert done["importStatus"] == "Completed", done
    kinds = read(lex.export(done["importedResourceId"])).locales[EN].slot_types
    assert parts(kinds["Drink"]) == [("size", kinds["Size"].identifier)]
    assert kinds["Size"].identifier != "ARCHIVETYP"


def parts(kind: LexSlotType) -> list[tuple[str | None, str | None]]:
    setting = kind.composite_slot_type_setting
    assert setting is not None
    return [(part.name, part.slot_type_id) for part in setting.sub_slots or ()]


def test_a_locale_without_fallback_is_imported_and_not_built(lex: Lex) -> None:
    locale = shop_locale()
    only: dict[str, LexIntent] = {"Order": locale.intents["Order"]}
    data = archive(replace(shop(), locales={EN: replace(locale, intents=only)}))
    bot = lex.import_bot(data)["importedResourceId"]

    [reason] = lex.build(Locale(bot))["failureReasons"]

    assert "AMAZON.FallbackIntent" in reason


def test_a_password_opens_the_archive(lex: Lex) -> None:
    data = encrypted_zip(archive_files(shop()), "open sesame")

    assert lex.import_bot(data, filePassword="open sesame")["importStatus"] == "Completed"
    wrong = lex.import_bot(data, filePassword="sesame")
    assert wrong["importStatus"] == "Failed"
    assert all("sesame" not in reason for reason in wrong["failureReasons"])
    assert "encrypted" in lex.import_bot(data)["failureReasons"][0]
