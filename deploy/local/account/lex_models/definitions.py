"""From what the service keeps (by id) to a definition as an archive holds it (by name)."""

from collections.abc import Mapping
from dataclasses import replace

from bot.lex.definition import LexBot, LexIntent, LexLocale, LexSlot
from deploy.local.account.lex_models.state import IntentState, LocaleState, Stored, VersionState


def lex_bot(version: VersionState) -> LexBot:
    """A whole version; its locales, intents, slots and slot types by name."""
    locales = {name: lex_locale(name, locale) for name, locale in version.locales.items()}
    return replace(version.value, locales=locales)


def lex_locale(locale_id: str, locale: LocaleState) -> LexLocale:
    names = {key: one.value.name or "" for key, one in locale.slot_types.items()}
    intents = [_intent(intent, names) for intent in locale.intents.values()]
    slot_types = [one.value for one in locale.slot_types.values()]
    return replace(
        locale.value,
        identifier=locale_id,
        intents={intent.name or "": intent for intent in intents},
        slot_types={slot_type.name or "": slot_type for slot_type in slot_types},
    )


def _intent(intent: IntentState, slot_type_names: Mapping[str, str]) -> LexIntent:
    slots = [_slot(slot, slot_type_names) for slot in intent.slots.values()]
    priorities = intent.value.slot_priorities
    if priorities is not None:
        priorities = tuple(
            replace(one, slot_name=intent.slots[one.slot_name or ""].value.name)
            for one in priorities
        )
    return replace(
        intent.value,
        slot_priorities=priorities,
        slots={slot.name or "": slot for slot in slots},
    )


def _slot(slot: Stored[LexSlot], slot_type_names: Mapping[str, str]) -> LexSlot:
    """A type that was deleted although it is used keeps its id here: there is no name."""
    kind = slot.value.slot_type_name or ""
    return replace(slot.value, slot_type_name=slot_type_names.get(kind, kind) or None)
