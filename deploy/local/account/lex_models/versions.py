"""Versions: CreateBotVersion, DescribeBotVersion, ListBotVersions, DeleteBotVersion."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.lex.codec import encode
from deploy.local.account.lex_models import aliases, bots
from deploy.local.account.lex_models.finding import find_bot, find_idle_bot, find_version
from deploy.local.account.lex_models.listing import Row, page
from deploy.local.account.lex_models.region import (
    Call,
    Operation,
    Region,
    conflict,
    precondition,
    quota_reached,
)
from deploy.local.account.lex_models.state import (
    BotState,
    Document,
    LocaleState,
    VersionState,
)


def create_bot_version(call: Call) -> Document:
    """Copies the locales that are named; nothing of it ever changes."""
    region, bot, params = call.region, find_idle_bot(call), call.params
    quota_reached(len(bot.versions), "versions")
    sources = params["botVersionLocaleSpecification"]
    locales = {
        locale_id: _source(call, bot, locale_id, details["sourceBotVersion"])
        for locale_id, details in sources.items()
    }
    number, now = str(bot.made + 1), region.now()
    value = replace(bot.draft.value, version=number, description=params.get("description"))
    version = VersionState(
        value, now, now, bot.draft.role_arn, "Versioning", is_visible=False, locales=locales
    )
    bot.versions[number] = version
    bot.made += 1
    _publish(region, bot, number)
    return {**_document(version), "botVersionLocaleSpecification": sources}


def describe_bot_version(call: Call) -> Document:
    return _document(find_version(call))


def list_bot_versions(call: Call) -> Document:
    bot = find_bot(call)
    rows = [
        Row(number, _document(version), {"BotVersion": number.rjust(5, "0")})
        for number, version in bot.versions.items()
        if version.is_visible
    ]
    return page(call, rows, "botVersionSummaries", "BotVersion", {"botId": bot.id})


def delete_bot_version(call: Call) -> Document:
    region, bot = call.region, find_idle_bot(call)
    version = find_version(call)
    number = call.params["botVersion"]
    if version.status != "Available":
        raise conflict(f"version {number} of bot {bot.id} is {version.status}")
    users = [one.settings["botAliasName"] for one in bot.aliases.values() if one.version == number]
    if users and not call.params.get("skipResourceInUseCheck"):
        raise precondition(f"version {number} is in use by the aliases {', '.join(users)}")
    aliases.forget_version(bot, number, region.now())
    bot.versions[number] = replace(version, status="Deleting")
    region.timeline.later(region.durations.deleting, lambda: _remove(bot, number))
    return _document(bot.versions[number])


def _source(call: Call, bot: BotState, locale_id: str, number: str) -> LocaleState:
    locale = find_version(call, number, bot).locales.get(locale_id)
    if locale is None:
        raise call.missing(f"locale {locale_id} of version {number}")
    if locale.is_busy or locale.status != "Built":
        raise precondition(f"locale {locale_id} of {number} is not built: build it first")
    return locale


def _publish(region: Region, bot: BotState, number: str) -> None:
    durations = region.durations
    bots.set_status(region, bot.id, "Versioning")
    region.timeline.later(durations.version_hidden, lambda: _set(bot, number, is_visible=True))

    def end() -> None:
        _set(bot, number, is_visible=True, status="Available")
        bots.set_status(region, bot.id, "Available")

    region.timeline.later(durations.versioning, end)


def _set(bot: BotState, number: str, **changes: Any) -> None:
    bot.versions[number] = replace(bot.versions[number], **changes)


def _remove(bot: BotState, number: str) -> None:
    bot.versions.pop(number, None)


def _document(version: VersionState) -> Document:
    return {
        **encode(version.value, "api"),
        "roleArn": version.role_arn,
        "botStatus": version.status,
        "botType": "Bot",
        "creationDateTime": version.created,
    }


OPERATIONS: Mapping[str, Operation] = {
    "CreateBotVersion": create_bot_version,
    "DescribeBotVersion": describe_bot_version,
    "ListBotVersions": list_bot_versions,
    "DeleteBotVersion": delete_bot_version,
}
