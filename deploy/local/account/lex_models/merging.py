"""From a locale as an archive holds it (by name) to what the service keeps (by id).

An id that a name has already is kept, so that what reads by id goes on reading after an import.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from botocore.model import Shape, StructureShape

from bot.lex.codec import encode
from bot.lex.definition import LexIntent, LexLocale, LexSlot, LexSlotType, SlotPriority
from deploy.local.account.lex_models.checks import over_quota
from deploy.local.account.lex_models.identifiers import Identifiers
from deploy.local.account.lex_models.region import names
from deploy.local.account.lex_models.state import (
    FALLBACK,
    FALLBACK_SIGNATURE,
    IntentState,
    LocaleState,
    Stored,
)
from deploy.local.account.lex_models.validation import problems
from deploy.local.account.lex_models.wire import rendered
from deploy.local.account.slim_moto import get_service_model


@dataclass(frozen=True)
class Merged:
    locale: LocaleState
    reasons: tuple[str, ...]
    """Why it cannot be imported; none: it can."""


def merge(
    locale_id: str,
    locale: LexLocale,
    existing: LocaleState | None,
    identifiers: Identifiers,
    now: datetime,
) -> Merged:
    """The locale of an archive in the place of `existing`."""
    merger = _Merger(locale_id, locale, existing, identifiers, now)
    found = merger.locale()
    return Merged(found, (*merger.reasons, *over_quota(locale_id, locale)))


class _Merger:
    def __init__(
        self,
        locale_id: str,
        locale: LexLocale,
        existing: LocaleState | None,
        identifiers: Identifiers,
        now: datetime,
    ) -> None:
        self._id = locale_id
        self._given = locale
        self._existing = existing
        self._identifiers = identifiers
        self._now = now
        self._type_ids = self._ids(locale.slot_types, existing.slot_types if existing else {})
        given = {one.identifier: self._type_ids[name] for name, one in locale.slot_types.items()}
        self._type_ids_by_old_id: Mapping[str | None, str] = given
        self.reasons: list[str] = []

    def locale(self) -> LocaleState:
        if self._id not in names("locales"):
            self._refuse("BotLocale.json", "Lex has no such locale")
        name = names("locales").get(self._id)
        value = replace(self._given, name=name, identifier=None, intents={}, slot_types={})
        self._check(value, "CreateBotLocaleRequest", "BotLocale.json", localeId=self._id)
        created = self._existing.created if self._existing else self._now
        before = self._existing.history if self._existing else ()
        return LocaleState(
            value,
            created,
            self._now,
            slot_types=dict(map(self._slot_type, self._given.slot_types.items())),
            intents=dict(map(self._intent, self._given.intents.items())),
            submitted=self._existing.submitted if self._existing else None,
            history=(*before, ("Imported", self._now)),
        )

    def _ids(self, given: Mapping[str, Any], existing: Mapping[str, Stored[Any]]) -> dict[str, str]:
        known = {one.value.name: key for key, one in existing.items()}
        return {name: known.get(name) or self._identifiers.draw() for name in given}

    def _slot_type(self, item: tuple[str, LexSlotType]) -> tuple[str, Stored[LexSlotType]]:
        name, given = item
        value = replace(given, name=name, identifier=self._type_ids[name])
        file = f"SlotTypes/{name}/SlotType.json"
        composite = value.composite_slot_type_setting
        if composite is not None:
            parts = tuple(
                replace(part, slot_type_id=self._part_type(part.slot_type_id, file))
                for part in composite.sub_slots or ()
            )
            setting = replace(composite, sub_slots=parts)
            value = replace(value, composite_slot_type_setting=setting)
        self._check(value, "CreateSlotTypeRequest", file)
        return self._type_ids[name], Stored(value, self._now, self._now)

    def _intent(self, item: tuple[str, LexIntent]) -> tuple[str, IntentState]:
        name, given = item
        existing = self._existing_intent(name)
        slot_ids = self._ids(given.slots, existing.slots if existing else {})
        intent_id = self._intent_id(given, existing)
        slots = {
            slot_ids[slot_name]: self._slot(name, slot_name, slot_ids[slot_name], slot)
            for slot_name, slot in given.slots.items()
        }
        value = replace(
            given,
            name=name,
            identifier=intent_id,
            slots={},
            slot_priorities=self._priorities(name, given, slot_ids),
        )
        self._check(value, "UpdateIntentRequest", f"Intents/{name}/Intent.json")
        created = existing.created if existing else self._now
        return intent_id, IntentState(value, created, self._now, slots)

    def _intent_id(self, given: LexIntent, existing: IntentState | None) -> str:
        if given.parent_intent_signature == FALLBACK_SIGNATURE:
            return FALLBACK
        return str(existing.value.identifier) if existing else self._identifiers.draw()

    def _existing_intent(self, name: str) -> IntentState | None:
        intents = self._existing.intents.values() if self._existing else ()
        return next((one for one in intents if one.value.name == name), None)

    def _slot(self, intent: str, name: str, slot_id: str, given: LexSlot) -> Stored[LexSlot]:
        file = f"Intents/{intent}/Slots/{name}/Slot.json"
        kind = given.slot_type_name
        value = replace(given, name=name, identifier=slot_id)
        if kind and not kind.startswith("AMAZON."):
            if kind not in self._type_ids:
                self._refuse(file, f"there is no slot type {kind} in the locale")
            value = replace(value, slot_type_name=self._type_ids.get(kind))
        setting = value.sub_slot_setting
        if setting is not None and setting.slot_specifications is not None:
            parts = {
                part: replace(one, slot_type_id=self._part_type(one.slot_type_id, file))
                for part, one in setting.slot_specifications.items()
            }
            value = replace(value, sub_slot_setting=replace(setting, slot_specifications=parts))
        self._check(value, "CreateSlotRequest", file)
        return Stored(value, self._now, self._now)

    def _part_type(self, old: str | None, file: str) -> str | None:
        """The type of a part of a composite: archives name it by id, a person may by name."""
        if old is None or old.startswith("AMAZON."):
            return old
        found = self._type_ids_by_old_id.get(old) or self._type_ids.get(old)
        if found is None:
            self._refuse(file, f"there is no slot type with the id {old} in the locale")
        return found

    def _priorities(
        self, name: str, given: LexIntent, slot_ids: Mapping[str, str]
    ) -> tuple[SlotPriority, ...] | None:
        if given.slot_priorities is None:
            return None
        unknown = [one.slot_name for one in given.slot_priorities if one.slot_name not in slot_ids]
        for slot in unknown:
            self._refuse(
                f"Intents/{name}/Intent.json", f"slotPriorities names {slot}, which is no slot"
            )
        return tuple(
            replace(one, slot_name=slot_ids[one.slot_name or ""])
            for one in given.slot_priorities
            if one.slot_name not in unknown
        )

    def _check(self, value: object, shape_name: str, file: str, **also: str) -> None:
        """Hold a resource against what the API takes for it, but for where it is."""
        shape = get_service_model("lexv2-models").shape_for(shape_name)
        # What the API does not have (a drawing, an agent) is kept as it is.
        document = {**rendered(encode(value, "api"), shape), **_where(shape), **also}
        for problem in problems(document, shape):
            self._refuse(file, problem)

    def _refuse(self, file: str, reason: str) -> None:
        self.reasons.append(f"BotLocales/{self._id}/{file}: {reason}")


def _where(shape: Shape) -> Mapping[str, str]:
    """What a request says of the place, made up: an archive says it by its folders."""
    assert isinstance(shape, StructureShape)  # noqa: S101 - every request is one
    places = {"botVersion": "DRAFT", "localeId": "en_US"}
    return {
        name: places.get(name, "0000000000")
        for name, member in shape.members.items()
        if member.serialization.get("location") == "uri"
    }
