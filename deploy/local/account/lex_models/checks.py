"""What Lex refuses to build: one check a function, each with the sentences of its failures.

Only what Lex itself refuses. What is merely unwise is for `ground check`.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

from bot.lex.definition import (
    DialogAction,
    IntentOverride,
    LexIntent,
    LexLocale,
    LexSlotType,
)
from deploy.local.account.lex_models.region import quota
from deploy.local.account.lex_models.state import FALLBACK_SIGNATURE
from deploy.local.account.lex_models.validation import utf16_units

_Found = TypeVar("_Found")
_SLOT = re.compile(r"\{([^{}]*)\}")
_FREE = "AMAZON.FreeFormInput"


def build_failures(locale_id: str, locale: LexLocale) -> list[str]:
    """Why a locale cannot be built; none: it can."""
    found = [reason for check in _CHECKS for reason in check(locale)]
    return [*found, *over_quota(locale_id, locale)]


def over_quota(locale_id: str, locale: LexLocale) -> Iterator[str]:
    """What of a locale is more than Lex takes."""
    slots = [len(intent.slots) for intent in locale.intents.values()]
    values = [slot_type_size(one) for one in locale.slot_types.values()]
    utterances = [
        [one.utterance or "" for one in intent.sample_utterances or ()]
        for intent in locale.intents.values()
    ]
    counts = {
        "intents": len(locale.intents),
        "slots": sum(slots),
        "slots_per_intent": max(slots, default=0),
        "slot_types": len(locale.slot_types),
        "values_per_slot_type": max(values, default=0),
        "values": sum(values),
        "utterances_per_intent": max(map(len, utterances), default=0),
        "utterance_characters": sum(utf16_units(text) for texts in utterances for text in texts),
    }
    for name, count in counts.items():
        if count > quota(name, locale_id):
            words = name.replace("_", " ")
            yield f"locale {locale_id} has {count} {words}: at most {quota(name, locale_id)}"


def slot_type_size(value: LexSlotType) -> int:
    """How many values and synonyms a type has."""
    return sum(1 + len(one.synonyms or ()) for one in value.slot_type_values or ())


def _fallback(locale: LexLocale) -> Iterator[str]:
    signatures = [intent.parent_intent_signature for intent in locale.intents.values()]
    count = signatures.count(FALLBACK_SIGNATURE)
    if count != 1:
        yield f"the locale has {count} intents derived from {FALLBACK_SIGNATURE}: exactly one"


def _same_utterances(locale: LexLocale) -> Iterator[str]:
    users: dict[str, set[str]] = defaultdict(set)
    for name, intent in locale.intents.items():
        for utterance in _utterances(intent):
            users[_normalised(utterance, intent)].add(name)
    for utterance, names in sorted(users.items()):
        if len(names) > 1:
            yield f"intents {', '.join(sorted(names))} have the same utterance: {utterance}"


def _normalised(utterance: str, intent: LexIntent) -> str:
    """Case does not count, and a slot counts as its type."""

    def type_of(match: re.Match[str]) -> str:
        slot = intent.slots.get(match[1])
        return f"{{{slot.slot_type_name if slot else match[1]}}}"

    plain = re.sub(r"\s+", " ", utterance).strip()
    parts = _SLOT.split(plain.lower())
    parts[1::2] = [type_of(match) for match in _SLOT.finditer(plain)]
    return "".join(parts)


def _unknown_slots(locale: LexLocale) -> Iterator[str]:
    for name, intent in locale.intents.items():
        used = {slot for text in _utterances(intent) for slot in _SLOT.findall(text)}
        for slot in sorted(used - set(intent.slots)):
            yield f"intent {name} uses the slot {slot} in an utterance and has no such slot"


def _free_form(locale: LexLocale) -> Iterator[str]:
    for name, intent in locale.intents.items():
        used = {slot for text in _utterances(intent) for slot in _SLOT.findall(text)}
        for slot in sorted(used & set(intent.slots)):
            if intent.slots[slot].slot_type_name == _FREE:
                yield f"intent {name} uses the slot {slot} of {_FREE} in an utterance"


def _built_in_utterances(locale: LexLocale) -> Iterator[str]:
    for name, intent in locale.intents.items():
        if intent.parent_intent_signature and intent.sample_utterances:
            yield f"intent {name} is derived from a built-in intent and has utterances"


def _prompts(locale: LexLocale) -> Iterator[str]:
    for name, intent in locale.intents.items():
        for slot_name, slot in intent.slots.items():
            setting = slot.value_elicitation_setting
            required = setting is not None and setting.slot_constraint == "Required"
            prompt = setting.prompt_specification if setting else None
            if required and not (prompt and prompt.message_groups):
                yield f"slot {slot_name} of intent {name} is required and has no prompt"


def _priorities(locale: LexLocale) -> Iterator[str]:
    for name, intent in locale.intents.items():
        given = {one.slot_name for one in intent.slot_priorities or ()}
        without = sorted(set(intent.slots) - given)
        if without:
            # Amazon's sentence, seen in failureReasons.
            yield (
                f"Slot ids [{', '.join(without)}] in intent {name} don't define a slot priority. "
                "Update the intent to add a priority to these slots."
            )


def _types(locale: LexLocale) -> Iterator[str]:
    for name, intent in locale.intents.items():
        for slot_name, slot in intent.slots.items():
            kind = slot.slot_type_name or ""
            if slot.sub_slot_setting is None and not kind:
                yield f"slot {slot_name} of intent {name} has no type"
            if kind and not kind.startswith("AMAZON.") and kind not in locale.slot_types:
                yield f"slot {slot_name} of intent {name} has the type {kind}, which is not there"


def _empty_types(locale: LexLocale) -> Iterator[str]:
    for name, slot_type in locale.slot_types.items():
        has_source = (
            slot_type.parent_slot_type_signature
            or slot_type.external_source_setting
            or slot_type.composite_slot_type_setting
        )
        if not slot_type.slot_type_values and not has_source:
            yield f"slot type {name} has no values"


def _next_steps(locale: LexLocale) -> Iterator[str]:
    for name, intent in locale.intents.items():
        slots = {action.slot_to_elicit for action in _all(DialogAction, intent)}
        for slot in sorted(filter(None, slots - set(intent.slots))):
            yield f"intent {name} elicits the slot {slot}, which it has not"
        intents = {override.name for override in _all(IntentOverride, intent)}
        for other in sorted(filter(None, intents - set(locale.intents))):
            yield f"intent {name} goes to the intent {other}, which is not there"


_CHECKS: tuple[Callable[[LexLocale], Iterator[str]], ...] = (
    _fallback,
    _same_utterances,
    _unknown_slots,
    _free_form,
    _built_in_utterances,
    _prompts,
    _priorities,
    _types,
    _empty_types,
    _next_steps,
)


def _utterances(intent: LexIntent) -> Iterator[str]:
    for one in intent.sample_utterances or ():
        yield one.utterance or ""


def _all(kind: type[_Found], value: Any) -> Iterator[_Found]:
    """Every `kind` anywhere in `value`."""
    if isinstance(value, kind):
        yield value
    if is_dataclass(value):
        for one in fields(value):
            yield from _all(kind, getattr(value, one.name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _all(kind, item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _all(kind, item)
