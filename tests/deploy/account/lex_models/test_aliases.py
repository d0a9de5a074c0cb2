"""Aliases: what they point at, what an update takes from them, and their history."""

from typing import Any

import pytest

from tests.deploy.account.lex_models.world import (
    DRAFT,
    EN,
    Lex,
    names,
    refused,
    with_function,
)

TEST = "TSTALIASID"
LOGS = {
    "textLogSettings": [
        {
            "enabled": True,
            "destination": {
                "cloudWatch": {
                    "cloudWatchLogGroupArn": "arn:aws:logs:us-east-1:123456789012:log-group:lex",
                    "logPrefix": "ground",
                }
            },
        }
    ]
}


def test_an_alias_is_creating_and_then_available(lex: Lex) -> None:
    bot = lex.built().bot
    settings = {
        "botVersion": lex.version(bot),
        "description": "What people talk to",
        "botAliasLocaleSettings": with_function(),
        "conversationLogSettings": LOGS,
        "sentimentAnalysisSettings": {"detectSentiment": False},
    }

    made = lex.api.create_bot_alias(
        botId=bot, botAliasName="live", tags={"owner": "us"}, **settings
    )

    assert (made["botAliasStatus"], made["tags"]) == ("Creating", {"owner": "us"})
    where = {"botId": bot, "botAliasId": made["botAliasId"]}
    assert lex.api.describe_bot_alias(**where)["botAliasStatus"] == "Creating"
    lex.pass_time(2)
    found = lex.api.describe_bot_alias(**where)
    assert found["botAliasStatus"] == "Available"
    assert {name: found[name] for name in settings} == settings


def test_an_update_takes_away_what_it_leaves_out(lex: Lex) -> None:
    bot = lex.built().bot
    version = lex.version(bot)
    alias = lex.alias(
        *(bot, "live"),
        botVersion=version,
        description="Ours",
        botAliasLocaleSettings=with_function(),
        conversationLogSettings=LOGS,
    )
    where = {"botId": bot, "botAliasId": alias}

    lex.api.update_bot_alias(**where, botAliasName="live", botVersion=version)

    assert lex.api.describe_bot_alias(**where)["botAliasStatus"] == "Creating"
    lex.settle()
    found = lex.api.describe_bot_alias(**where)
    assert (found["botAliasStatus"], found["botVersion"]) == ("Available", version)
    gone = {"description", "botAliasLocaleSettings", "conversationLogSettings"}
    assert not gone & set(found)


def test_the_history_tells_when_which_version_was_live(lex: Lex) -> None:
    bot = lex.built().bot
    first, second = lex.version(bot), lex.version(bot)
    alias = lex.alias(bot, "live", botVersion=first)
    where = {"botId": bot, "botAliasId": alias}

    def move(version: str) -> Any:
        lex.pass_time(100)
        lex.api.update_bot_alias(**where, botAliasName="live", botVersion=version)
        lex.settle()
        return lex.api.describe_bot_alias(**where)

    move(second)
    move(second)
    found = move(first)

    events = found["botAliasHistoryEvents"]
    assert names(events, "botVersion") == [first, second, first]
    assert events[0]["startDate"] == found["creationDateTime"]
    assert events[0]["endDate"] == events[1]["startDate"] < events[1]["endDate"]
    assert "endDate" not in events[2]
    assert events[2]["startDate"] == found["lastUpdatedDateTime"]


def test_the_test_alias_comes_with_the_bot_and_serves_draft(lex: Lex) -> None:
    locale = lex.locale()
    where = {"botId": locale.bot, "botAliasId": TEST}

    found = lex.api.describe_bot_alias(**where)

    assert (found["botAliasName"], found["botVersion"]) == ("TestBotAlias", DRAFT)
    assert found["botAliasLocaleSettings"] == {EN: {"enabled": True}}
    assert names(found["botAliasHistoryEvents"], "botVersion") == [DRAFT]


def test_the_test_alias_can_be_given_a_function_and_nothing_else(lex: Lex) -> None:
    bot = lex.built().bot
    version = lex.version(bot)
    where = {"botId": bot, "botAliasId": TEST}
    name = {"botAliasName": "TestBotAlias"}

    refused("ValidationException", lex.api.update_bot_alias, **where, **name, botVersion=version)
    refused(
        *("ValidationException", lex.api.update_bot_alias),
        **where,
        botAliasName="other",
        botVersion=DRAFT,
    )
    refused("PreconditionFailedException", lex.api.delete_bot_alias, **where)
    given = with_function()
    lex.api.update_bot_alias(**where, **name, botVersion=DRAFT, botAliasLocaleSettings=given)
    assert lex.api.describe_bot_alias(**where)["botAliasLocaleSettings"] == given


def test_an_alias_points_at_a_version_that_there_is(lex: Lex) -> None:
    locale = lex.built()
    bot = locale.bot
    version = lex.version(bot)
    alias = lex.alias(bot, "live", botVersion=version)
    update = {"botId": bot, "botAliasId": alias, "botAliasName": "live"}

    refused(
        *("PreconditionFailedException", lex.api.create_bot_alias),
        botId=bot,
        botAliasName="other",
        botVersion="9",
    )
    refused("PreconditionFailedException", lex.api.update_bot_alias, **update, botVersion="9")
    refused("ValidationException", lex.api.update_bot_alias, **update, botVersion=DRAFT)
    assert lex.api.describe_bot_alias(botId=bot, botAliasId=alias)["botVersion"] == version


def test_an_alias_that_is_busy_takes_no_update(lex: Lex) -> None:
    bot = lex.bot()
    alias = lex.alias(bot, "live")
    update = {"botId": bot, "botAliasId": alias, "botAliasName": "live"}

    lex.api.update_bot_alias(**update)

    assert "Creating" in refused("ConflictException", lex.api.update_bot_alias, **update)


def test_a_name_is_taken_once_in_a_bot(lex: Lex) -> None:
    bot = lex.bot()
    lex.alias(bot, "live")
    other = lex.alias(bot, "beta")

    refused("ConflictException", lex.api.create_bot_alias, botId=bot, botAliasName="live")
    refused(
        *("ConflictException", lex.api.update_bot_alias),
        botId=bot,
        botAliasId=other,
        botAliasName="live",
    )


def test_a_deleted_alias_is_gone_after_a_while(lex: Lex) -> None:
    bot = lex.bot()
    where = {"botId": bot, "botAliasId": lex.alias(bot, "live")}

    assert lex.api.delete_bot_alias(**where)["botAliasStatus"] == "Deleting"
    refused("ConflictException", lex.api.delete_bot_alias, **where)
    lex.settle()
    refused("ResourceNotFoundException", lex.api.describe_bot_alias, **where)
    assert names(lex.api.list_bot_aliases(botId=bot)["botAliasSummaries"], "botAliasId") == [TEST]


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:lambda:us-east-1:123456789012:function:ground:live:7",
        "arn:aws:sqs:us-east-1:123456789012:ground",
        "ground",
    ],
)
def test_a_function_is_named_by_its_arn(lex: Lex, arn: str) -> None:
    message = refused(
        *("ValidationException", lex.api.create_bot_alias),
        botId=lex.bot(),
        botAliasName="live",
        botAliasLocaleSettings=with_function(arn),
    )
    assert "lambdaARN" in message
