"""boto3's own waiters, which poll every ten seconds: here of simulated time."""

import time
from typing import Any

import pytest
from botocore.exceptions import WaiterError

from tests.deploy.account.lex_models.archives import archive, shop
from tests.deploy.account.lex_models.world import (
    DRAFT,
    EN,
    Lex,
    Locale,
    bot_settings,
    import_target,
    new_name,
)


@pytest.fixture(autouse=True)
def _waiting(lex: Lex, monkeypatch: pytest.MonkeyPatch) -> None:
    """A waiter that sleeps lets the account's time pass."""
    monkeypatch.setattr("botocore.waiter.time.sleep", lex.pass_time)


def wait(lex: Lex, name: str, **parameters: Any) -> None:
    lex.api.get_waiter(name).wait(**parameters, WaiterConfig={"Delay": 1, "MaxAttempts": 30})


def test_sleeping_is_simulated(lex: Lex) -> None:
    before = time.monotonic()
    bot = lex.api.create_bot(**bot_settings(new_name()))["botId"]
    lex.api.get_waiter("bot_available").wait(botId=bot)  # with its own delay of ten seconds
    assert lex.api.describe_bot(botId=bot)["botStatus"] == "Available"
    assert time.monotonic() - before < 5


def test_a_bot_from_nothing_to_an_alias(lex: Lex) -> None:
    bot = lex.api.create_bot(**bot_settings(new_name()))["botId"]
    wait(lex, "bot_available", botId=bot)
    locale = Locale(bot)
    lex.api.create_bot_locale(**locale.at, nluIntentConfidenceThreshold=0.4)
    wait(lex, "bot_locale_created", **locale.at)
    lex.intent(locale, "Greet", "hello")
    lex.api.build_bot_locale(**locale.at)
    lex.pass_time(1)  # else the waiter sees NotBuilt and fails: see the next test
    wait(lex, "bot_locale_built", **locale.at)
    made = lex.api.create_bot_version(
        botId=bot, botVersionLocaleSpecification={EN: {"sourceBotVersion": DRAFT}}
    )
    version = {"botId": bot, "botVersion": made["botVersion"]}
    wait(lex, "bot_version_available", **version)  # over the 404 of the first moment
    assert lex.api.describe_bot_version(**version)["botStatus"] == "Available"
    alias = lex.api.create_bot_alias(**version, botAliasName="live")["botAliasId"]
    wait(lex, "bot_alias_available", botId=bot, botAliasId=alias)
    assert lex.api.describe_bot_alias(botId=bot, botAliasId=alias)["botAliasStatus"] == "Available"


def test_the_waiter_for_a_build_can_come_too_early(lex: Lex) -> None:
    locale = lex.locale()
    lex.api.build_bot_locale(**locale.at)

    with pytest.raises(WaiterError, match="NotBuilt"):
        wait(lex, "bot_locale_built", **locale.at)


def test_express_testing_is_waited_for_as_the_build_is(lex: Lex) -> None:
    locale = lex.locale()
    lex.api.build_bot_locale(**locale.at)
    lex.pass_time(1)
    wait(lex, "bot_locale_express_testing_available", **locale.at)
    assert lex.describe(locale)["botLocaleStatus"] == "Built"


def test_a_build_that_fails_ends_the_waiting(lex: Lex) -> None:
    locale = lex.locale()
    lex.intent(locale, "Greet", "hello {nobody}")
    lex.api.build_bot_locale(**locale.at)
    lex.pass_time(1)

    with pytest.raises(WaiterError, match="Failed"):
        wait(lex, "bot_locale_built", **locale.at)


def test_imports_and_exports(lex: Lex) -> None:
    target = {"botImportSpecification": import_target(new_name())}
    import_id = lex.start(archive(shop()), target, "FailOnConflict")
    wait(lex, "bot_import_completed", importId=import_id)
    bot = lex.api.describe_import(importId=import_id)["importedResourceId"]

    source = {"botExportSpecification": {"botId": bot, "botVersion": DRAFT}}
    made = lex.api.create_export(resourceSpecification=source, fileFormat="LexJson")
    wait(lex, "bot_export_completed", exportId=made["exportId"])

    assert "downloadUrl" in lex.api.describe_export(exportId=made["exportId"])
    with pytest.raises(WaiterError, match="Failed"):
        wait(lex, "bot_import_completed", importId=lex.start(b"broken", target, "Overwrite"))
