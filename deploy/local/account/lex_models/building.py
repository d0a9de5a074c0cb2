"""BuildBotLocale: queued, Building, and then Built or Failed with the reasons."""

from collections.abc import Mapping
from dataclasses import replace

from deploy.local.account.lex_models.checks import build_failures
from deploy.local.account.lex_models.definitions import lex_locale
from deploy.local.account.lex_models.finding import find_editable_locale, put_locale
from deploy.local.account.lex_models.region import Call, Operation, Region, quota_reached
from deploy.local.account.lex_models.state import Document, LocaleState


def build_bot_locale(call: Call) -> Document:
    """Answers Building, while describing the locale says what it said before for a moment."""
    region, bot_id, locale_id = call.region, call.params["botId"], call.params["localeId"]
    locale = find_editable_locale(call)
    quota_reached(_under_way(region) + 1, "parallel_builds")
    now = region.now()
    queued = replace(locale, submitted=now, is_queued=True)
    put_locale(region.bots[bot_id], locale_id, queued)
    region.timeline.later(region.durations.build_queued, lambda: _begin(region, bot_id, locale_id))
    return {
        **{name: call.params[name] for name in ("botId", "botVersion", "localeId")},
        "botLocaleStatus": "Building",
        "lastBuildSubmittedDateTime": now,
    }


def _under_way(region: Region) -> int:
    return sum(
        locale.is_queued or locale.status == "Building"
        for bot in region.bots.values()
        for locale in bot.draft.locales.values()
    )


def _begin(region: Region, bot_id: str, locale_id: str) -> None:
    bot = region.bots[bot_id]
    locale = replace(bot.draft.locales[locale_id], is_queued=False, status="Building")
    put_locale(bot, locale_id, replace(locale, failure_reasons=()))
    region.timeline.later(region.durations.building, lambda: _end(region, bot_id, locale_id))


def _end(region: Region, bot_id: str, locale_id: str) -> None:
    bot = region.bots[bot_id]
    locale = bot.draft.locales[locale_id]
    reasons = build_failures(locale_id, lex_locale(locale_id, locale))
    put_locale(bot, locale_id, _ended(locale, tuple(reasons), region))


def _ended(locale: LocaleState, reasons: tuple[str, ...], region: Region) -> LocaleState:
    event = "Build failed" if reasons else "Built"
    return replace(
        locale,
        status="Failed" if reasons else "Built",
        failure_reasons=reasons,
        history=(*locale.history, (event, region.now())),
    )


OPERATIONS: Mapping[str, Operation] = {"BuildBotLocale": build_bot_locale}
