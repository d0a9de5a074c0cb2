"""Finds what a call names, and puts it back changed. Raises what the operation has for missing."""

from dataclasses import replace
from typing import Any

from bot.lex.definition import LexSlot, LexSlotType
from deploy.errors import ModelsApiError
from deploy.local.account.lex_models.region import Call, conflict, precondition
from deploy.local.account.lex_models.state import (
    DRAFT,
    AliasState,
    BotState,
    IntentState,
    LocaleState,
    Stored,
    VersionState,
)


def find_bot(call: Call, bot_id: str = "") -> BotState:
    wanted = bot_id or call.params["botId"]
    bot = call.region.bots.get(wanted)
    if bot is None:
        raise call.missing(f"bot {wanted}")
    return bot


def find_idle_bot(call: Call, bot_id: str = "") -> BotState:
    """A bot that may be changed. Raises ConflictException while something is under way."""
    bot = find_bot(call, bot_id)
    if bot.draft.status != "Available":
        raise conflict(f"bot {bot.id} is {bot.draft.status}: try again when it is Available")
    return bot


def find_version(call: Call, version: str = "", bot: BotState | None = None) -> VersionState:
    """A version that can be seen already; DRAFT is one."""
    bot = bot or find_bot(call)
    wanted = version or call.params["botVersion"]
    found = bot.versions.get(wanted)
    if found is None or not found.is_visible:
        raise call.missing(f"version {wanted} of bot {bot.id}")
    return found


def find_locale(call: Call, version: VersionState | None = None) -> LocaleState:
    version = version or find_version(call)
    wanted = call.params["localeId"]
    locale = version.locales.get(wanted)
    if locale is None:
        raise call.missing(f"locale {wanted} of version {version.value.version}")
    return locale


def find_editable_locale(call: Call) -> LocaleState:
    """A locale of DRAFT that may be changed now. Raises ConflictException, or what is missing."""
    bot = find_idle_bot(call)
    if call.params["botVersion"] != DRAFT:
        raise precondition("only the DRAFT version can be changed")
    locale = find_locale(call, bot.draft)
    require_quiet(locale, call.params["localeId"])
    return locale


def require_quiet(locale: LocaleState, locale_id: str) -> None:
    """Raises ConflictException while the locale is being built, imported, made or deleted."""
    if locale.is_busy:
        status = "Building" if locale.is_queued else locale.status
        raise conflict(f"locale {locale_id} is {status}: try again when that has ended")


def find_intent(call: Call, locale: LocaleState) -> IntentState:
    intent = locale.intents.get(call.params["intentId"])
    if intent is None:
        raise call.missing(f"intent {call.params['intentId']}")
    return intent


def find_slot(call: Call, intent: IntentState) -> Stored[LexSlot]:
    slot = intent.slots.get(call.params["slotId"])
    if slot is None:
        raise call.missing(f"slot {call.params['slotId']}")
    return slot


def find_slot_type(call: Call, locale: LocaleState) -> Stored[LexSlotType]:
    slot_type = locale.slot_types.get(call.params["slotTypeId"])
    if slot_type is None:
        raise call.missing(f"slot type {call.params['slotTypeId']}")
    return slot_type


def find_alias(call: Call, bot: BotState) -> AliasState:
    alias = bot.aliases.get(call.params["botAliasId"])
    if alias is None:
        raise call.missing(f"alias {call.params['botAliasId']} of bot {bot.id}")
    return alias


def put_locale(bot: BotState, locale_id: str, locale: LocaleState | None) -> None:
    """Make it DRAFT's locale; None takes it away."""
    kept = {name: one for name, one in bot.draft.locales.items() if name != locale_id}
    locales = kept if locale is None else {**bot.draft.locales, locale_id: locale}
    bot.versions[DRAFT] = replace(bot.draft, locales=locales)


def put_edited(call: Call, locale: LocaleState, **changes: Any) -> None:
    """Put the locale of a call back with `changes`: what was built is no longer what it says."""
    edited = replace(locale, updated=call.region.now(), status="NotBuilt", failure_reasons=())
    changed = replace(edited, **changes)
    put_locale(call.region.bots[call.params["botId"]], call.params["localeId"], changed)


def taken(kind: str, name: str) -> ModelsApiError:
    return conflict(f"there is a {kind} with the name {name} already")
