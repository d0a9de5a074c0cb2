"""A slot type as reading values needs it, taken from a Lex V2 locale."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from bot.lex.definition import LexLocale, LexSlotType

BUILT_IN = "AMAZON."
Strategy = Literal["OriginalValue", "TopResolution", "Concatenation"]


@dataclass(frozen=True)
class ValueView:
    """A value as declared, and its synonyms."""

    value: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class PartView:
    """A sub-slot of a composite type."""

    name: str
    slot_type: "SlotTypeView"


@dataclass(frozen=True, eq=False)
class SlotTypeView:
    """One slot type. Compared by identity: a type may have ten thousand values.

    `built_in`: the built-in type that it is or extends ("AMAZON.Date"), "" for a custom one.
    `pattern`: the regex filter of an AlphaNumeric type. `parts`: those of a composite type.
    """

    name: str
    built_in: str = ""
    values: tuple[ValueView, ...] = ()
    strategy: Strategy = "OriginalValue"
    pattern: str = ""
    parts: tuple[PartView, ...] = ()


@cache
def built_in_view(name: str) -> SlotTypeView:
    """The view of a built-in type by its name, "AMAZON.Number"; always the same object."""
    return SlotTypeView(name, built_in=name)


def views(locale: LexLocale) -> Mapping[str, SlotTypeView]:
    """Name -> view of every slot type that the locale declares or its slots refer to.

    A composite type has the views of its parts' types; a part whose type does not exist takes any
    text.
    """
    declared = dict(locale.slot_types)
    by_id = {one.identifier: name for name, one in declared.items() if one.identifier}
    simple = {name: _view(name, one) for name, one in declared.items()}
    found = {
        name: _composite(view, declared[name], simple, by_id)
        if _is_composite(declared[name])
        else view
        for name, view in simple.items()
    }
    return {**{name: built_in_view(name) for name in _built_ins(locale)}, **found}


def _built_ins(locale: LexLocale) -> list[str]:
    used = {
        slot.slot_type_name or ""
        for intent in locale.intents.values()
        for slot in intent.slots.values()
    }
    return sorted(name for name in used if name.startswith(BUILT_IN))


def _is_composite(declared: LexSlotType) -> bool:
    setting = declared.composite_slot_type_setting
    return bool(setting and setting.sub_slots)


def _view(name: str, declared: LexSlotType) -> SlotTypeView:
    selection = declared.value_selection_setting
    regex = selection.regex_filter if selection else None
    strategy = selection.resolution_strategy if selection else None
    return SlotTypeView(
        name,
        built_in=declared.parent_slot_type_signature or "",
        values=_values(declared),
        strategy=strategy or "OriginalValue",
        pattern=(regex.pattern if regex else None) or "",
    )


def _values(declared: LexSlotType) -> tuple[ValueView, ...]:
    return tuple(
        ValueView(
            one.sample_value.value,
            tuple(synonym.value for synonym in one.synonyms or () if synonym.value),
        )
        for one in declared.slot_type_values or ()
        if one.sample_value and one.sample_value.value
    )


def _composite(
    view: SlotTypeView,
    declared: LexSlotType,
    simple: Mapping[str, SlotTypeView],
    by_id: Mapping[str, str],
) -> SlotTypeView:
    setting = declared.composite_slot_type_setting
    parts = []
    for one in (setting.sub_slots if setting else None) or ():
        wanted = one.slot_type_id or ""
        own = simple.get(by_id.get(wanted, wanted))
        parts.append(
            PartView(one.name or "", own or built_in_view(wanted or "AMAZON.FreeFormInput"))
        )
    return SlotTypeView(view.name, strategy="Concatenation", parts=tuple(parts))
