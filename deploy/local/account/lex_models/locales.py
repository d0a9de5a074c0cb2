"""Locales of a bot: Create, Describe, Update, Delete, List."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.lex.codec import encode
from bot.lex.definition import LexIntent, LexLocale
from deploy.local.account.lex_models import aliases
from deploy.local.account.lex_models.decoding import decoded
from deploy.local.account.lex_models.finding import (
    find_bot,
    find_editable_locale,
    find_idle_bot,
    find_locale,
    find_version,
    put_edited,
    put_locale,
    taken,
)
from deploy.local.account.lex_models.listing import Row, page
from deploy.local.account.lex_models.region import (
    Call,
    Operation,
    Region,
    invalid,
    names,
    precondition,
)
from deploy.local.account.lex_models.state import (
    DRAFT,
    FALLBACK,
    FALLBACK_SIGNATURE,
    Document,
    IntentState,
    LocaleState,
    LocaleStatus,
)

_BUILD_AGAIN = "Correct what failureReasons names, then build the locale again."


def create_bot_locale(call: Call) -> Document:
    region, locale_id = call.region, call.params["localeId"]
    bot = find_idle_bot(call)
    if call.params["botVersion"] != DRAFT:
        raise precondition("only the DRAFT version can be changed")
    if locale_id in bot.draft.locales:
        raise taken("locale", locale_id)
    value = replace(decoded(LexLocale, call.params), name=name_of(locale_id))
    locale = new_locale(value, region.now())
    put_locale(bot, locale_id, replace(locale, status="Creating"))
    aliases.enable_for_tests(bot, locale_id)
    region.timeline.later(
        region.durations.creating, lambda: set_status(region, bot.id, locale_id, "NotBuilt")
    )
    return _document(call, find_locale(call))


def describe_bot_locale(call: Call) -> Document:
    return _document(call, find_locale(call))


def update_bot_locale(call: Call) -> Document:
    locale = find_editable_locale(call)
    given = decoded(LexLocale, call.params)
    kept = locale.value.custom_vocabulary
    value = replace(given, name=locale.value.name, custom_vocabulary=kept)
    put_edited(call, locale, value=value)
    return _document(call, find_locale(call))


def delete_bot_locale(call: Call) -> Document:
    region, locale_id = call.region, call.params["localeId"]
    find_editable_locale(call)
    bot = find_bot(call)
    set_status(region, bot.id, locale_id, "Deleting")
    region.timeline.later(region.durations.deleting, lambda: put_locale(bot, locale_id, None))
    return _document(call, find_locale(call))


def list_bot_locales(call: Call) -> Document:
    version = find_version(call)
    rows = [
        Row(locale_id, _summary(locale_id, locale), {"BotLocaleName": name_of(locale_id)})
        for locale_id, locale in version.locales.items()
    ]
    also = {name: call.params[name] for name in ("botId", "botVersion")}
    return page(call, rows, "botLocaleSummaries", "BotLocaleName", also)


def name_of(locale_id: str) -> str:
    """ "English (US)". Raises ModelsApiError for a locale that Lex does not have."""
    known = names("locales")
    if locale_id not in known:
        raise invalid(f"Lex has no locale {locale_id}: use one of {', '.join(known)}")
    return str(known[locale_id])


def new_locale(value: LexLocale, now: datetime) -> LocaleState:
    """A locale with the intent that every locale has from its beginning."""
    fallback = LexIntent(
        name="FallbackIntent",
        identifier=FALLBACK,
        description="Default intent when no other intent matches",
        parent_intent_signature=FALLBACK_SIGNATURE,
    )
    history = (("Created", now),)
    return LocaleState(
        value, now, now, intents={FALLBACK: IntentState(fallback, now, now)}, history=history
    )


def set_status(region: Region, bot_id: str, locale_id: str, status: LocaleStatus) -> None:
    bot = region.bots.get(bot_id)
    locale = bot.draft.locales.get(locale_id) if bot else None
    if bot is not None and locale is not None:
        put_locale(bot, locale_id, replace(locale, status=status))


def _document(call: Call, locale: LocaleState) -> Document:
    events = [{"event": event, "eventDate": date} for event, date in locale.history]
    return {
        **_summary(call.params["localeId"], locale),
        **{name: call.params[name] for name in ("botId", "botVersion")},
        "creationDateTime": locale.created,
        "intentsCount": len(locale.intents),
        "slotTypesCount": len(locale.slot_types),
        "failureReasons": list(locale.failure_reasons) or None,
        "recommendedActions": [_BUILD_AGAIN] if locale.failure_reasons else None,
        "botLocaleHistoryEvents": events,
    }


def _summary(locale_id: str, locale: LocaleState) -> Document:
    return {
        **encode(replace(locale.value, version=None), "api"),
        "localeId": locale_id,
        "botLocaleStatus": locale.status,
        "lastUpdatedDateTime": locale.updated,
        "lastBuildSubmittedDateTime": locale.submitted,
    }


OPERATIONS: Mapping[str, Operation] = {
    "CreateBotLocale": create_bot_locale,
    "DescribeBotLocale": describe_bot_locale,
    "UpdateBotLocale": update_bot_locale,
    "DeleteBotLocale": delete_bot_locale,
    "ListBotLocales": list_bot_locales,
}
