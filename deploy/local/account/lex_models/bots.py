"""Bots: CreateBot, DescribeBot, UpdateBot, DeleteBot, ListBots."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.lex.codec import decode, encode, members
from bot.lex.definition import LexBot
from deploy.local.account.lex_models import aliases
from deploy.local.account.lex_models.finding import find_bot, find_idle_bot, taken
from deploy.local.account.lex_models.listing import Row, page
from deploy.local.account.lex_models.region import (
    Call,
    Operation,
    Region,
    conflict,
    invalid,
    precondition,
    quota_reached,
)
from deploy.local.account.lex_models.state import (
    DRAFT,
    TEST_ALIAS,
    BotState,
    BotStatus,
    Document,
    VersionState,
)


def create_bot(call: Call) -> Document:
    region, params = call.region, call.params
    _refuse_network(params)
    quota_reached(len(region.bots) + 1, "bots")
    if region.bot_named(params["botName"]):
        raise taken("bot", params["botName"])
    bot = add_bot(region, settings(params), params["roleArn"], "Creating")
    set_tags(region, bot, params)
    region.timeline.later(
        region.durations.creating, lambda: set_status(region, bot.id, "Available")
    )
    tags = {name: params.get(name) for name in ("botTags", "testBotAliasTags")}
    return {**document(bot), **tags}


def describe_bot(call: Call) -> Document:
    return document(find_bot(call))


def update_bot(call: Call) -> Document:
    region, params = call.region, call.params
    _refuse_network(params)
    bot = find_idle_bot(call)
    other = region.bot_named(params["botName"])
    if other not in (None, bot):
        raise taken("bot", params["botName"])
    bot.versions[DRAFT] = replace(
        bot.draft,
        value=replace(settings(params), identifier=bot.id, version=DRAFT),
        role_arn=params["roleArn"],
        updated=region.now(),
        status="Updating",
    )
    region.timeline.later(
        region.durations.updating, lambda: set_status(region, bot.id, "Available")
    )
    return document(bot)


def delete_bot(call: Call) -> Document:
    region = call.region
    bot = find_idle_bot(call)
    if any(locale.is_busy for locale in bot.draft.locales.values()):
        raise conflict(f"a locale of bot {bot.id} is not at rest: try again when it is")
    others = [alias.settings["botAliasName"] for alias in bot.aliases.values()]
    others.remove("TestBotAlias")
    if others and not call.params.get("skipResourceInUseCheck"):
        raise precondition(f"bot {bot.id} is in use by its aliases {', '.join(others)}")
    set_status(region, bot.id, "Deleting")
    region.timeline.later(region.durations.deleting, lambda: _remove(region, bot))
    return document(bot)


def list_bots(call: Call) -> Document:
    rows = [
        Row(bot.id, _summary(bot), {"BotName": bot.name, "BotType": "Bot"})
        for bot in call.region.bots.values()
    ]
    return page(call, rows, "botSummaries", "BotName")


def add_bot(region: Region, value: LexBot, role_arn: str, status: BotStatus) -> BotState:
    """A new bot with its DRAFT and its test alias."""
    now, bot_id = region.now(), region.identifiers.draw()
    kept = replace(value, identifier=bot_id, version=DRAFT, locales={})
    draft = VersionState(kept, now, now, role_arn, status)
    bot = BotState(bot_id, {DRAFT: draft})
    bot.aliases[TEST_ALIAS] = aliases.test_alias(now)
    region.bots[bot_id] = bot
    return bot


def set_tags(region: Region, bot: BotState, given: Mapping[str, Any]) -> None:
    """Keep `botTags` and `testBotAliasTags` of CreateBot or a bot import."""
    region.tags.setdefault(region.bot_arn(bot.id), {}).update(given.get("botTags", {}))
    arn = region.alias_arn(bot.id, TEST_ALIAS)
    region.tags.setdefault(arn, {}).update(given.get("testBotAliasTags", {}))


def set_status(region: Region, bot_id: str, status: BotStatus) -> None:
    bot = region.bots.get(bot_id)
    if bot is not None:
        bot.versions[DRAFT] = replace(bot.draft, status=status)


def settings(params: Mapping[str, Any]) -> LexBot:
    """What of a request belongs to a bot's definition."""
    keys = {member.key for member in members(LexBot, "api")}
    return decode(LexBot, {key: params[key] for key in keys & set(params)}, "api")[0]


def document(bot: BotState) -> Document:
    draft = bot.draft
    return {
        **encode(draft.value, "api"),
        "roleArn": draft.role_arn,
        "botStatus": draft.status,
        "botType": "Bot",
        "creationDateTime": draft.created,
        "lastUpdatedDateTime": draft.updated,
    }


def _summary(bot: BotState) -> Document:
    numbers = [int(name) for name, one in bot.versions.items() if name != DRAFT and one.is_visible]
    latest = {"latestBotVersion": str(max(numbers))} if numbers else {}
    return {**document(bot), **latest}


def _remove(region: Region, bot: BotState) -> None:
    for alias_id in bot.aliases:
        region.tags.pop(region.alias_arn(bot.id, alias_id), None)
    region.tags.pop(region.bot_arn(bot.id), None)
    region.bots.pop(bot.id, None)


def _refuse_network(params: Mapping[str, Any]) -> None:
    if params.get("botType") == "BotNetwork" or params.get("botMembers"):
        raise invalid("networks of bots are not served by the simulated account")


OPERATIONS: Mapping[str, Operation] = {
    "CreateBot": create_bot,
    "DescribeBot": describe_bot,
    "UpdateBot": update_bot,
    "DeleteBot": delete_bot,
    "ListBots": list_bots,
}
