"""Bots: made, described, replaced, deleted, and in the way of one another."""

from tests.deploy.account.lex_models.world import (
    ALL_DONE,
    DRAFT,
    ROLE,
    Lex,
    bot_settings,
    new_name,
    refused,
)


def test_a_bot_is_creating_and_then_available(lex: Lex) -> None:
    name = new_name()
    made = lex.api.create_bot(**bot_settings(name, description="Ours", botTags={"owner": "us"}))

    assert made["botStatus"] == "Creating"
    assert made["botTags"] == {"owner": "us"}
    assert lex.api.describe_bot(botId=made["botId"])["botStatus"] == "Creating"
    lex.pass_time(2)
    found = lex.api.describe_bot(botId=made["botId"])
    assert found["botStatus"] == "Available"
    assert (found["botName"], found["description"], found["roleArn"]) == (name, "Ours", ROLE)
    assert found["dataPrivacy"] == {"childDirected": False}
    assert found["idleSessionTTLInSeconds"] == 300


def test_time_is_the_simulated_clock_s(lex: Lex) -> None:
    first = lex.api.describe_bot(botId=lex.bot())["creationDateTime"]
    lex.pass_time(3600)
    second = lex.api.describe_bot(botId=lex.bot())["creationDateTime"]

    assert (second - first).total_seconds() == 3600 + ALL_DONE


def test_an_update_replaces(lex: Lex) -> None:
    name = new_name()
    bot = lex.api.create_bot(**bot_settings(name, description="Ours"))["botId"]
    lex.settle()

    other = new_name()
    answer = lex.api.update_bot(botId=bot, **bot_settings(other, idleSessionTTLInSeconds=60))

    assert answer["botStatus"] == "Updating"
    lex.settle()
    found = lex.api.describe_bot(botId=bot)
    assert (found["botName"], found["idleSessionTTLInSeconds"]) == (other, 60)
    assert "description" not in found
    assert found["lastUpdatedDateTime"] > found["creationDateTime"]


def test_a_name_is_taken_once(lex: Lex) -> None:
    name, other = new_name(), lex.bot()
    lex.bot(name)

    assert name in refused("ConflictException", lex.api.create_bot, **bot_settings(name))
    refused("ConflictException", lex.api.update_bot, botId=other, **bot_settings(name))


def test_a_bot_that_is_being_made_takes_no_changes(lex: Lex) -> None:
    bot = lex.api.create_bot(**bot_settings(new_name()))["botId"]
    locale = {"botId": bot, "botVersion": DRAFT, "localeId": "en_US"}

    for call, parameters in (
        (lex.api.update_bot, {"botId": bot, **bot_settings(new_name())}),
        (lex.api.delete_bot, {"botId": bot}),
        (lex.api.create_bot_locale, {**locale, "nluIntentConfidenceThreshold": 0.4}),
        (lex.api.create_bot_alias, {"botId": bot, "botAliasName": "live"}),
    ):
        assert "Creating" in refused("ConflictException", call, **parameters)


def test_a_deleted_bot_is_gone_after_a_while(lex: Lex) -> None:
    bot = lex.bot()

    assert lex.api.delete_bot(botId=bot)["botStatus"] == "Deleting"
    assert lex.api.describe_bot(botId=bot)["botStatus"] == "Deleting"
    refused("ConflictException", lex.api.delete_bot, botId=bot)
    lex.pass_time(2)
    refused("ResourceNotFoundException", lex.api.describe_bot, botId=bot)


def test_a_bot_with_an_alias_of_its_own_is_in_use(lex: Lex) -> None:
    bot = lex.bot()
    lex.alias(bot, "live")

    message = refused("PreconditionFailedException", lex.api.delete_bot, botId=bot)
    assert "live" in message
    lex.api.delete_bot(botId=bot, skipResourceInUseCheck=True)
    lex.settle()
    refused("ResourceNotFoundException", lex.api.describe_bot, botId=bot)


def test_what_is_not_there_is_404_or_412_as_the_operation_declares(lex: Lex) -> None:
    nobody = "NOBODYHERE"
    refused("ResourceNotFoundException", lex.api.describe_bot, botId=nobody)
    message = refused("PreconditionFailedException", lex.api.delete_bot, botId=nobody)
    assert message.startswith("Failed to retrieve resource since it does not exist")
    refused("ValidationException", lex.api.list_bot_versions, botId=nobody)


def test_networks_of_bots_are_refused(lex: Lex) -> None:
    settings = bot_settings(new_name(), botType="BotNetwork")
    assert "network" in refused("ValidationException", lex.api.create_bot, **settings)


def test_lists_filter_and_sort_by_name(lex: Lex) -> None:
    common = new_name()
    for suffix in ("-b", "-a", "-c"):
        lex.bot(common + suffix)

    def listed(operator: str, value: str, order: str = "Ascending") -> list[str]:
        found = lex.api.list_bots(
            filters=[{"name": "BotName", "values": [value], "operator": operator}],
            sortBy={"attribute": "BotName", "order": order},
            maxResults=1000,
        )["botSummaries"]
        return [one["botName"].removeprefix(common) for one in found]

    assert listed("CO", common) == ["-a", "-b", "-c"]
    assert listed("CO", common, "Descending") == ["-c", "-b", "-a"]
    assert listed("EQ", f"{common}-b") == ["-b"]
    assert "-b" not in listed("NE", f"{common}-b")


def test_a_region_knows_nothing_of_another(lex: Lex) -> None:
    name = new_name()
    bot = lex.bot(name)
    elsewhere = Lex(lex.server, "eu-west-1")

    refused("ResourceNotFoundException", elsewhere.api.describe_bot, botId=bot)
    assert elsewhere.bot(name) != bot
