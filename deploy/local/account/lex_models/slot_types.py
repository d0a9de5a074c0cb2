"""Custom slot types of a locale: Create, Describe, Update (replaces), Delete, List."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.lex.codec import encode
from bot.lex.definition import LexSlotType
from deploy.local.account.lex_models.checks import slot_type_size
from deploy.local.account.lex_models.decoding import decoded
from deploy.local.account.lex_models.finding import (
    find_editable_locale,
    find_locale,
    find_slot_type,
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
from deploy.local.account.lex_models.state import Document, LocaleState, Stored


def create_slot_type(call: Call) -> Document:
    locale = find_editable_locale(call)
    quota_reached(len(locale.slot_types) + 1, "slot_types", call.params["localeId"])
    value = _checked(call, locale, "")
    now = call.region.now()
    slot_type = Stored(replace(value, identifier=call.region.identifiers.draw()), now, now)
    _put(call, locale, slot_type)
    return _document(call, slot_type)


def describe_slot_type(call: Call) -> Document:
    return _document(call, find_slot_type(call, find_locale(call)))


def update_slot_type(call: Call) -> Document:
    """What the call leaves out is removed."""
    locale = find_editable_locale(call)
    before = find_slot_type(call, locale)
    value = _checked(call, locale, call.params["slotTypeId"])
    value = replace(value, identifier=before.value.identifier)
    slot_type = Stored(value, before.created, call.region.now())
    _put(call, locale, slot_type)
    return _document(call, slot_type)


def delete_slot_type(call: Call) -> Document:
    locale = find_editable_locale(call)
    found = find_slot_type(call, locale)
    wanted = call.params["slotTypeId"]
    users = [
        f"{intent.value.name}.{slot.value.name}"
        for intent in locale.intents.values()
        for slot in intent.slots.values()
        if slot.value.slot_type_name == wanted
    ]
    if users and not call.params.get("skipResourceInUseCheck"):
        raise precondition(f"slot type {found.value.name} is in use by {', '.join(users)}")
    kept = {name: one for name, one in locale.slot_types.items() if name != wanted}
    put_edited(call, locale, slot_types=kept)
    return {}


def list_slot_types(call: Call) -> Document:
    locale = find_locale(call)
    rows = [_row(call, slot_type) for slot_type in locale.slot_types.values()]
    also = {name: call.params[name] for name in ("botId", "botVersion", "localeId")}
    return page(call, rows, "slotTypeSummaries", "SlotTypeName", also)


def _checked(call: Call, locale: LocaleState, slot_type_id: str) -> LexSlotType:
    value = decoded(LexSlotType, call.params)
    others = {name: one.value for name, one in locale.slot_types.items() if name != slot_type_id}
    if any(other.name == value.name for other in others.values()):
        raise taken("slot type", value.name or "")
    if value.name in names("built_in_slot_types"):
        raise invalid(f"{value.name} is the name of a built-in slot type: use another")
    size = slot_type_size(value)
    quota_reached(size, "values_per_slot_type")
    quota_reached(sum(map(slot_type_size, others.values())) + size, "values")
    return value


def _put(call: Call, locale: LocaleState, slot_type: Stored[LexSlotType]) -> None:
    slot_types = {**locale.slot_types, str(slot_type.value.identifier): slot_type}
    put_edited(call, locale, slot_types=slot_types)


def _document(call: Call, slot_type: Stored[LexSlotType]) -> dict[str, Any]:
    return {
        **{name: call.params[name] for name in ("botId", "botVersion", "localeId")},
        **encode(slot_type.value, "api"),
        "creationDateTime": slot_type.created,
        "lastUpdatedDateTime": slot_type.updated,
    }


def _row(call: Call, slot_type: Stored[LexSlotType]) -> Row:
    value = slot_type.value
    attributes = {
        "SlotTypeName": value.name or "",
        "LastUpdatedDateTime": sortable(slot_type.updated),
        "ExternalSourceType": "GRXML" if value.external_source_setting else "",
    }
    document = {**_document(call, slot_type), "slotTypeCategory": _category(value)}
    return Row(str(value.identifier), document, attributes)


def _category(value: LexSlotType) -> str:
    if value.external_source_setting:
        return "ExternalGrammar"
    if value.composite_slot_type_setting:
        return "Composite"
    return "Extended" if value.parent_slot_type_signature else "Custom"


OPERATIONS: Mapping[str, Operation] = {
    "CreateSlotType": create_slot_type,
    "DescribeSlotType": describe_slot_type,
    "UpdateSlotType": update_slot_type,
    "DeleteSlotType": delete_slot_type,
    "ListSlotTypes": list_slot_types,
}
