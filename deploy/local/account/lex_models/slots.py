"""Slots of an intent: Create, Describe, Update (replaces), Delete, List."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.lex.codec import encode
from bot.lex.definition import LexSlot
from deploy.local.account.lex_models.decoding import decoded
from deploy.local.account.lex_models.finding import (
    find_editable_locale,
    find_intent,
    find_locale,
    find_slot,
    put_edited,
    taken,
)
from deploy.local.account.lex_models.listing import Row, page, sortable
from deploy.local.account.lex_models.region import Call, Operation, quota_reached
from deploy.local.account.lex_models.state import Document, IntentState, LocaleState, Stored

_TYPE = frozenset({"slotTypeId"})
_WHERE = ("botId", "botVersion", "localeId", "intentId")


def create_slot(call: Call) -> Document:
    locale = find_editable_locale(call)
    intent = find_intent(call, locale)
    quota_reached(len(intent.slots) + 1, "slots_per_intent")
    everywhere = sum(len(one.slots) for one in locale.intents.values())
    quota_reached(everywhere + 1, "slots", call.params["localeId"])
    value = _checked(call, locale, intent, "")
    now = call.region.now()
    slot = Stored(replace(value, identifier=call.region.identifiers.draw()), now, now)
    _put(call, locale, intent, slot)
    return _document(call, slot)


def describe_slot(call: Call) -> Document:
    return _document(call, find_slot(call, find_intent(call, find_locale(call))))


def update_slot(call: Call) -> Document:
    """What the call leaves out is removed."""
    locale = find_editable_locale(call)
    intent = find_intent(call, locale)
    before = find_slot(call, intent)
    value = _checked(call, locale, intent, call.params["slotId"])
    value = replace(value, identifier=before.value.identifier)
    slot = Stored(value, before.created, call.region.now())
    _put(call, locale, intent, slot)
    return _document(call, slot)


def delete_slot(call: Call) -> Document:
    """Takes the slot's priority away with it."""
    locale = find_editable_locale(call)
    intent = find_intent(call, locale)
    find_slot(call, intent)
    wanted = call.params["slotId"]
    kept = {name: one for name, one in intent.slots.items() if name != wanted}
    priorities = tuple(one for one in intent.value.slot_priorities or () if one.slot_name != wanted)
    value = replace(intent.value, slot_priorities=priorities or None)
    _put_intent(call, locale, replace(intent, value=value, slots=kept))
    return {}


def list_slots(call: Call) -> Document:
    intent = find_intent(call, find_locale(call))
    rows = [_row(call, slot) for slot in intent.slots.values()]
    also = {name: call.params[name] for name in _WHERE}
    return page(call, rows, "slotSummaries", "SlotName", also)


def _checked(call: Call, locale: LocaleState, intent: IntentState, slot_id: str) -> LexSlot:
    value = decoded(LexSlot, call.params, _TYPE)
    for other_id, other in intent.slots.items():
        if other.value.name == value.name and other_id != slot_id:
            raise taken("slot", value.name or "")
    kind = value.slot_type_name or ""
    if kind and not kind.startswith("AMAZON.") and kind not in locale.slot_types:
        raise call.missing(f"slot type {kind}")
    return value


def _put(call: Call, locale: LocaleState, intent: IntentState, slot: Stored[LexSlot]) -> None:
    slots = {**intent.slots, str(slot.value.identifier): slot}
    _put_intent(call, locale, replace(intent, slots=slots))


def _put_intent(call: Call, locale: LocaleState, intent: IntentState) -> None:
    intents = {**locale.intents, str(intent.value.identifier): intent}
    put_edited(call, locale, intents=intents)


def _document(call: Call, slot: Stored[LexSlot]) -> dict[str, Any]:
    return {
        **{name: call.params[name] for name in _WHERE},
        **encode(slot.value, "api"),
        "creationDateTime": slot.created,
        "lastUpdatedDateTime": slot.updated,
    }


def _row(call: Call, slot: Stored[LexSlot]) -> Row:
    document = _document(call, slot)
    setting = document.get("valueElicitationSetting", {})
    document["slotConstraint"] = setting.get("slotConstraint")
    document["valueElicitationPromptSpecification"] = setting.get("promptSpecification")
    attributes = {
        "SlotName": slot.value.name or "",
        "LastUpdatedDateTime": sortable(slot.updated),
    }
    return Row(str(slot.value.identifier), document, attributes)


OPERATIONS: Mapping[str, Operation] = {
    "CreateSlot": create_slot,
    "DescribeSlot": describe_slot,
    "UpdateSlot": update_slot,
    "DeleteSlot": delete_slot,
    "ListSlots": list_slots,
}
