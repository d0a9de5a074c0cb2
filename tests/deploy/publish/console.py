"""What people do beside publishing, through boto3: as the console does it."""

from typing import Any

from tests.deploy.publish.world import World


def edit_draft(world: World, utterance: str) -> None:
    """Add an utterance to Greet in DRAFT's English."""
    where = {"botId": world.bot_id(), "botVersion": "DRAFT", "localeId": "en_US"}
    listed = world.lex.list_intents(**where)["intentSummaries"]
    (intent_id,) = [one["intentId"] for one in listed if one["intentName"] == "Greet"]
    found = world.lex.describe_intent(**where, intentId=intent_id)
    kept = {name: found[name] for name in ("intentName", "slotPriorities")}
    utterances = [*found["sampleUtterances"], {"utterance": utterance}]
    world.lex.update_intent(**where, intentId=intent_id, sampleUtterances=utterances, **kept)


def cut_version(world: World, description: str) -> int:
    """A version of DRAFT's English, as it was built."""
    made = world.lex.create_bot_version(
        botId=world.bot_id(),
        description=description,
        botVersionLocaleSpecification={"en_US": {"sourceBotVersion": "DRAFT"}},
    )
    world.server.advance(30)
    return int(made["botVersion"])


def add_alias(world: World, name: str, version: str) -> None:
    world.lex.create_bot_alias(botId=world.bot_id(), botAliasName=name, botVersion=version)
    world.server.advance(10)


def edit_alias(
    world: World,
    *,
    locales: dict[str, Any] | None = None,
    drop: tuple[str, ...] = (),
    **settings: Any,
) -> None:
    """Everything is sent again, with the change in it: UpdateBotAlias replaces."""
    alias = world.alias()
    kept: dict[str, Any] = {
        name: alias[name]
        for name in ("botAliasId", "botAliasName", "botId", "botVersion", "description")
        if name in alias
    }
    all_locales: dict[str, Any] = {**alias["botAliasLocaleSettings"], **(locales or {})}
    given = {name: one for name, one in all_locales.items() if name not in drop}
    sent: dict[str, Any] = {**kept, "botAliasLocaleSettings": given, **settings}
    world.lex.update_bot_alias(**sent)
    world.server.advance(10)


def functions_of(alias: dict[str, Any]) -> dict[str, str]:
    """Locale -> ARN of the function that it calls."""
    return {
        locale: one["codeHookSpecification"]["lambdaCodeHook"]["lambdaARN"]
        for locale, one in alias["botAliasLocaleSettings"].items()
        if "codeHookSpecification" in one
    }
