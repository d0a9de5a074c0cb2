"""Versions: of built locales, immutable, numbered for ever, visible after a moment."""

from tests.deploy.account.lex_models.world import DRAFT, EN, ROLE, Lex, bot_settings, names, refused

SOURCE = {EN: {"sourceBotVersion": DRAFT}}


def test_a_version_shows_after_a_moment_and_is_available_later(lex: Lex) -> None:
    bot = lex.built().bot

    made = lex.api.create_bot_version(
        botId=bot, botVersionLocaleSpecification=SOURCE, description="first"
    )

    assert (made["botVersion"], made["botStatus"]) == ("1", "Versioning")
    assert made["botVersionLocaleSpecification"] == SOURCE
    first = {"botId": bot, "botVersion": "1"}
    refused("ResourceNotFoundException", lex.api.describe_bot_version, **first)
    assert names(listed(lex, bot), "botVersion") == [DRAFT]
    assert lex.api.describe_bot(botId=bot)["botStatus"] == "Versioning"
    lex.pass_time(1)
    assert lex.api.describe_bot_version(**first)["botStatus"] == "Versioning"
    lex.pass_time(3)
    found = lex.api.describe_bot_version(**first)
    assert (found["botStatus"], found["description"], found["roleArn"]) == (
        *("Available", "first"),
        ROLE,
    )
    assert lex.api.describe_bot(botId=bot)["botStatus"] == "Available"


def listed(lex: Lex, bot: str, order: str = "Descending") -> list[dict[str, str]]:
    by = {"attribute": "BotVersion", "order": order}
    found: list[dict[str, str]] = lex.api.list_bot_versions(botId=bot, sortBy=by, maxResults=1000)[
        "botVersionSummaries"
    ]
    return found


def test_one_version_is_made_at_a_time_and_nothing_is_changed_meanwhile(lex: Lex) -> None:
    locale = lex.built()
    lex.api.create_bot_version(botId=locale.bot, botVersionLocaleSpecification=SOURCE)

    again = {"botId": locale.bot, "botVersionLocaleSpecification": SOURCE}
    assert "Versioning" in refused("ConflictException", lex.api.create_bot_version, **again)
    refused("ConflictException", lex.api.create_intent, **locale.at, intentName="Late")


def test_a_version_never_changes(lex: Lex) -> None:
    locale = lex.built()
    version = lex.version(locale.bot)
    fixed = {**locale.at, "botVersion": version}
    [_, greet] = lex.api.list_intents(**fixed)["intentSummaries"]
    before = lex.api.describe_intent(**fixed, intentId=greet["intentId"])

    lex.api.delete_intent(**locale.at, intentId=greet["intentId"])
    lex.api.update_bot(botId=locale.bot, **bot_settings("renamed-" + locale.bot))
    lex.settle()

    after = lex.api.describe_intent(**fixed, intentId=greet["intentId"])
    assert after["sampleUtterances"] == before["sampleUtterances"]
    assert lex.api.describe_bot_locale(**fixed)["botLocaleStatus"] == "Built"
    described = lex.api.describe_bot_version(botId=locale.bot, botVersion=version)
    assert not described["botName"].startswith("renamed")


def test_numbers_rise_and_are_never_used_again(lex: Lex) -> None:
    bot = lex.built().bot
    assert [lex.version(bot) for _ in range(3)] == ["1", "2", "3"]

    lex.api.delete_bot_version(botId=bot, botVersion="3")
    assert lex.api.describe_bot_version(botId=bot, botVersion="3")["botStatus"] == "Deleting"
    lex.settle()

    refused("ResourceNotFoundException", lex.api.describe_bot_version, botId=bot, botVersion="3")
    assert lex.version(bot) == "4"
    assert names(listed(lex, bot, "Ascending"), "botVersion") == ["1", "2", "4", DRAFT]
    mine = [{"name": "BotName", "values": [name_of(lex, bot)], "operator": "EQ"}]
    [summary] = lex.api.list_bots(filters=mine)["botSummaries"]
    assert summary["latestBotVersion"] == "4"


def name_of(lex: Lex, bot: str) -> str:
    found: str = lex.api.describe_bot(botId=bot)["botName"]
    return found


def test_only_built_locales_that_there_are(lex: Lex) -> None:
    bot = lex.built().bot
    lex.locale(bot, "de_DE")

    def sources(**given: str) -> dict[str, object]:
        spec = {locale: {"sourceBotVersion": source} for locale, source in given.items()}
        return {"botId": bot, "botVersionLocaleSpecification": spec}

    message = refused(
        "PreconditionFailedException", lex.api.create_bot_version, **sources(de_DE=DRAFT)
    )
    assert "de_DE" in message
    for given in ({"fr_FR": DRAFT}, {EN: "7"}):
        refused("PreconditionFailedException", lex.api.create_bot_version, **sources(**given))
    assert names(listed(lex, bot), "botVersion") == [DRAFT]
    assert lex.version(bot) == "1"


def test_a_version_can_be_made_of_another(lex: Lex) -> None:
    locale = lex.built()
    first = lex.version(locale.bot)
    lex.intent(locale, "Later", "something else")
    lex.build(locale)

    lex.api.create_bot_version(
        botId=locale.bot, botVersionLocaleSpecification={EN: {"sourceBotVersion": first}}
    )
    lex.settle()

    copied = lex.api.list_intents(**{**locale.at, "botVersion": "2"})["intentSummaries"]
    assert names(copied, "intentName") == ["FallbackIntent", "Greet"]


def test_a_version_that_an_alias_points_at_is_in_use(lex: Lex) -> None:
    bot = lex.built().bot
    version = lex.version(bot)
    alias = lex.alias(bot, "live", botVersion=version)
    used = {"botId": bot, "botVersion": version}

    assert "live" in refused("PreconditionFailedException", lex.api.delete_bot_version, **used)
    lex.api.delete_bot_version(**used, skipResourceInUseCheck=True)
    lex.settle()
    refused("ResourceNotFoundException", lex.api.describe_bot_version, **used)
    found = lex.api.describe_bot_alias(botId=bot, botAliasId=alias)
    assert "botVersion" not in found
    assert found["botAliasHistoryEvents"][0]["endDate"]
