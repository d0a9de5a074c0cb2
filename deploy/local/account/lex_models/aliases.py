"""Aliases: Create, Describe, Update (which replaces), Delete, List; and the test alias of DRAFT."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from deploy.local.account.lex_models.finding import (
    find_alias,
    find_bot,
    find_idle_bot,
    find_version,
    taken,
)
from deploy.local.account.lex_models.listing import Row, page
from deploy.local.account.lex_models.region import (
    Call,
    Operation,
    Region,
    conflict,
    invalid,
    precondition,
)
from deploy.local.account.lex_models.state import (
    DRAFT,
    TEST_ALIAS,
    AliasState,
    AliasStatus,
    BotState,
    Document,
)

_TEST_NAME = "TestBotAlias"
_NOT_SETTINGS = ("botId", "botAliasId", "tags")


def create_bot_alias(call: Call) -> Document:
    region, bot = call.region, find_idle_bot(call)
    settings = _settings(call.params)
    _check(call, bot, settings, "")
    alias_id, now = region.identifiers.draw(), region.now()
    history = ((settings["botVersion"], now, None),) if "botVersion" in settings else ()
    alias = AliasState(alias_id, settings, "Creating", now, now, history)
    bot.aliases[alias_id] = alias
    region.tags[region.alias_arn(bot.id, alias_id)] = dict(call.params.get("tags", {}))
    _become_available(region, bot.id, alias_id)
    return {**_document(bot, alias), "tags": call.params.get("tags")}


def describe_bot_alias(call: Call) -> Document:
    bot = find_bot(call)
    alias = find_alias(call, bot)
    events = [
        {"botVersion": version, "startDate": start, "endDate": end}
        for version, start, end in alias.history
    ]
    return {**_document(bot, alias), "botAliasHistoryEvents": events}


def update_bot_alias(call: Call) -> Document:
    """What the call leaves out is removed: an alias without settings has no function any more."""
    region, bot = call.region, find_idle_bot(call)
    alias = _find_quiet(call, bot)
    settings = _settings(call.params)
    _check(call, bot, settings, alias.id)
    now = region.now()
    updated = replace(alias, settings=settings, status="Creating", updated=now)
    bot.aliases[alias.id] = _with_history(updated, alias.version, now)
    _become_available(region, bot.id, alias.id)
    return _document(bot, bot.aliases[alias.id])


def delete_bot_alias(call: Call) -> Document:
    region, bot = call.region, find_idle_bot(call)
    alias = _find_quiet(call, bot)
    if alias.id == TEST_ALIAS:
        raise precondition("the test alias belongs to the bot: it cannot be deleted")
    _set_status(region, bot.id, alias.id, "Deleting")
    region.timeline.later(region.durations.deleting, lambda: _remove(region, bot.id, alias.id))
    return _document(bot, bot.aliases[alias.id])


def list_bot_aliases(call: Call) -> Document:
    bot = find_bot(call)
    rows = [
        Row(alias.id, _document(bot, alias), {"name": alias.settings["botAliasName"]})
        for alias in bot.aliases.values()
    ]
    return page(call, rows, "botAliasSummaries", "name", {"botId": bot.id})


def test_alias(now: datetime) -> AliasState:
    """What every bot has from its beginning."""
    settings = {"botAliasName": _TEST_NAME, "botVersion": DRAFT}
    return AliasState(TEST_ALIAS, settings, "Available", now, now, ((DRAFT, now, None),))


def enable_for_tests(bot: BotState, locale_id: str) -> None:
    """A locale that came to be is enabled on the test alias."""
    alias = bot.aliases[TEST_ALIAS]
    locales = {locale_id: {"enabled": True}, **alias.settings.get("botAliasLocaleSettings", {})}
    settings = {**alias.settings, "botAliasLocaleSettings": locales}
    bot.aliases[TEST_ALIAS] = replace(alias, settings=settings)


def forget_version(bot: BotState, version: str, now: datetime) -> None:
    """Make the aliases that point at a version point at none: it is being deleted."""
    for alias_id, alias in bot.aliases.items():
        if alias.version == version:
            kept = {key: value for key, value in alias.settings.items() if key != "botVersion"}
            bot.aliases[alias_id] = _with_history(replace(alias, settings=kept), version, now)


def _find_quiet(call: Call, bot: BotState) -> AliasState:
    alias = find_alias(call, bot)
    if alias.status != "Available":
        raise conflict(f"alias {alias.id} is {alias.status}: try again when it is Available")
    return alias


def _check(call: Call, bot: BotState, settings: Document, alias_id: str) -> None:
    for other in bot.aliases.values():
        if other.settings["botAliasName"] == settings["botAliasName"] and other.id != alias_id:
            raise taken("alias", settings["botAliasName"])
    if alias_id == TEST_ALIAS:
        if settings.get("botVersion") != DRAFT or settings["botAliasName"] != _TEST_NAME:
            raise invalid(f"the test alias is called {_TEST_NAME} and points at {DRAFT}")
    elif settings.get("botVersion") == DRAFT:
        raise invalid(f"only the test alias points at {DRAFT}: make a version")
    elif "botVersion" in settings:
        status = find_version(call, settings["botVersion"], bot).status
        if status != "Available":
            raise conflict(f"version {settings['botVersion']} is {status}: wait until Available")


def _settings(params: Mapping[str, Any]) -> Document:
    return {key: value for key, value in params.items() if key not in _NOT_SETTINGS}


def _with_history(alias: AliasState, before: str, now: datetime) -> AliasState:
    if alias.version == before:
        return alias
    closed = tuple((version, start, end or now) for version, start, end in alias.history)
    begun = ((alias.version, now, None),) if alias.version else ()
    return replace(alias, history=(*closed, *begun))


def _become_available(region: Region, bot_id: str, alias_id: str) -> None:
    region.timeline.later(
        region.durations.creating, lambda: _set_status(region, bot_id, alias_id, "Available")
    )


def _set_status(region: Region, bot_id: str, alias_id: str, status: AliasStatus) -> None:
    bot = region.bots.get(bot_id)
    if bot is not None and alias_id in bot.aliases:
        bot.aliases[alias_id] = replace(bot.aliases[alias_id], status=status)


def _remove(region: Region, bot_id: str, alias_id: str) -> None:
    bot = region.bots.get(bot_id)
    if bot is not None:
        bot.aliases.pop(alias_id, None)
        region.tags.pop(region.alias_arn(bot_id, alias_id), None)


def _document(bot: BotState, alias: AliasState) -> Document:
    return {
        **alias.settings,
        "botId": bot.id,
        "botAliasId": alias.id,
        "botAliasStatus": alias.status,
        "creationDateTime": alias.created,
        "lastUpdatedDateTime": alias.updated,
    }


OPERATIONS: Mapping[str, Operation] = {
    "CreateBotAlias": create_bot_alias,
    "DescribeBotAlias": describe_bot_alias,
    "UpdateBotAlias": update_bot_alias,
    "DeleteBotAlias": delete_bot_alias,
    "ListBotAliases": list_bot_aliases,
}
