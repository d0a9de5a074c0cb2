"""Intents of a locale: Create (without priorities), Describe, Update (replaces), Delete, List."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.lex.codec import encode
from bot.lex.definition import LexIntent
from deploy.local.account.lex_models.decoding import decoded
from deploy.local.account.lex_models.finding import (
    find_editable_locale,
    find_intent,
    find_locale,
    put_edited,
    taken,
)
from deploy.local.account.lex_models.listing import Row, page, sortable
from deploy.local.account.lex_models.region import (
    Call,
    Operation,
    invalid,
    names,
    precondition,
    quota_reached,
)
from deploy.local.account.lex_models.state import (
    FALLBACK,
    FALLBACK_SIGNATURE,
    Document,
    IntentState,
    LocaleState,
)


def create_intent(call: Call) -> Document:
    locale = find_editable_locale(call)
    quota_reached(len(locale.intents) + 1, "intents", call.params["localeId"])
    value = replace(_checked(call, locale, ""), identifier=call.region.identifiers.draw())
    now = call.region.now()
    intent = IntentState(value, now, now)
    _put(call, locale, intent)
    return _document(call, intent)


def describe_intent(call: Call) -> Document:
    return _document(call, find_intent(call, find_locale(call)))


def update_intent(call: Call) -> Document:
    """What the call leaves out is removed."""
    locale = find_editable_locale(call)
    before = find_intent(call, locale)
    given = _checked(call, locale, call.params["intentId"])
    value = replace(
        given,
        identifier=before.value.identifier,
        conversation_flow=before.value.conversation_flow,
    )
    _check_priorities(value, before)
    intent = replace(before, value=value, updated=call.region.now())
    _put(call, locale, intent)
    return _document(call, intent)


def delete_intent(call: Call) -> Document:
    locale = find_editable_locale(call)
    find_intent(call, locale)
    wanted = call.params["intentId"]
    if wanted == FALLBACK:
        raise precondition("the fallback intent belongs to the locale: it cannot be deleted")
    kept = {name: one for name, one in locale.intents.items() if name != wanted}
    put_edited(call, locale, intents=kept)
    return {}


def list_intents(call: Call) -> Document:
    locale = find_locale(call)
    rows = [_row(call, intent) for intent in locale.intents.values()]
    also = {name: call.params[name] for name in ("botId", "botVersion", "localeId")}
    return page(call, rows, "intentSummaries", "IntentName", also)


def _checked(call: Call, locale: LocaleState, intent_id: str) -> LexIntent:
    """The intent that a call gives. Raises ModelsApiError for what Lex refuses at once."""
    value = decoded(LexIntent, call.params)
    for other_id, other in locale.intents.items():
        if other.value.name == value.name and other_id != intent_id:
            raise taken("intent", value.name or "")
    _check_parent(value, intent_id)
    utterances = value.sample_utterances or ()
    quota_reached(len(utterances), "utterances_per_intent")
    if utterances and value.parent_intent_signature:
        raise invalid(f"{value.name} is derived from a built-in intent: it takes no utterances")
    return value


def _check_parent(value: LexIntent, intent_id: str) -> None:
    parent = value.parent_intent_signature
    if parent is None and value.name in names("built_in_intents"):
        raise invalid(
            f"The specified intent name {value.name} conflicts with a built-in intent name. "
            "Please use a different name."
        )
    if (parent == FALLBACK_SIGNATURE) is not (intent_id == FALLBACK):
        raise precondition(f"a locale has one intent derived from {FALLBACK_SIGNATURE}: its own")


def _check_priorities(value: LexIntent, intent: IntentState) -> None:
    given = [priority.slot_name for priority in value.slot_priorities or ()]
    unknown = sorted({str(slot_id) for slot_id in given} - set(intent.slots))
    if unknown:
        raise precondition(f"slotPriorities name slots that {value.name} has not: {unknown}")
    if len(given) > len(set(given)):
        raise invalid(f"slotPriorities of {value.name} name a slot twice")


def _put(call: Call, locale: LocaleState, intent: IntentState) -> None:
    intents = {**locale.intents, str(intent.value.identifier): intent}
    put_edited(call, locale, intents=intents)


def _document(call: Call, intent: IntentState) -> dict[str, Any]:
    return {
        **{name: call.params[name] for name in ("botId", "botVersion", "localeId")},
        **encode(intent.value, "api"),
        "creationDateTime": intent.created,
        "lastUpdatedDateTime": intent.updated,
    }


def _row(call: Call, intent: IntentState) -> Row:
    attributes = {
        "IntentName": intent.value.name or "",
        "LastUpdatedDateTime": sortable(intent.updated),
    }
    return Row(str(intent.value.identifier), _document(call, intent), attributes)


OPERATIONS: Mapping[str, Operation] = {
    "CreateIntent": create_intent,
    "DescribeIntent": describe_intent,
    "UpdateIntent": update_intent,
    "DeleteIntent": delete_intent,
    "ListIntents": list_intents,
}
