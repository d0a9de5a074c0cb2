"""When two bots are the same: what they do, without what Lex itself adds.

Lex gives identifiers and versions, and writes defaults that nobody set. What it adds beyond those
that are known here would show as a difference of an import, never as a new version: versions are
told apart by `content_hash` of what was compiled.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from bot.lex.archive import archive_files
from bot.lex.definition import (
    LexBot,
    LexIntent,
    LexLocale,
    LexSlot,
    LexSlotType,
    SampleUtterance,
    SlotPriority,
    SubSlots,
    ValueElicitation,
)
from bot.lex.definition.messages import (
    AllowedInputTypes,
    AudioAndDtmfInputSpecification,
    AudioSpecification,
    DtmfSpecification,
    PromptAttempt,
    TextInputSpecification,
)
from bot.lex.definition.slots import CompositeSlotType, Obfuscation

_ATTEMPT: Final = PromptAttempt(
    allowed_input_types=AllowedInputTypes(allow_audio_input=True, allow_dtmf_input=True),
    allow_interrupt=True,
    audio_and_dtmf_input_specification=AudioAndDtmfInputSpecification(
        start_timeout_ms=4000,
        audio_specification=AudioSpecification(max_length_ms=15000, end_timeout_ms=640),
        dtmf_specification=DtmfSpecification(
            max_length=513, end_timeout_ms=5000, deletion_character="*", end_character="#"
        ),
    ),
    text_input_specification=TextInputSpecification(start_timeout_ms=30000),
)
"""What the console writes for every attempt at an answer (seen in every real export)."""
_NEEDLESS: Final[Mapping[str, Any]] = {
    "allow_interrupt": True,
    "message_selection_strategy": "Random",
    "suppress_next_message": False,
    "query_filter_string_enabled": False,
}
"""Member -> the value that absence means (botocore's shapes; exports write them)."""
_DEFAULTS: Final[Mapping[str, Any]] = {
    **_NEEDLESS,
    "active": True,
    "allow_multiple_values": False,
    "resolution_strategy": "OriginalValue",
}
"""The same, with members that Lex wants to be given."""


def content_hash(bot: LexBot) -> str:
    """Of everything that is compiled: 64 hexadecimal digits, the same on every machine."""
    digest = hashlib.sha256()
    for path, text in archive_files(bot).items():
        digest.update(f"{path}\0{text}\0".encode())
    return digest.hexdigest()


def same(first: LexBot, second: LexBot) -> bool:
    """Whether the two do the same."""
    return settled(first) == settled(second)


def settled(bot: LexBot) -> LexBot:
    """`bot` without what does nothing: identifiers, versions, defaults, drawings."""
    found = replace(
        bot,
        version=None,
        identifier=None,
        locales={name: _locale(locale) for name, locale in sorted(bot.locales.items())},
    )
    plain = _plain(found)
    assert isinstance(plain, LexBot)  # noqa: S101 - a bot stays one
    return plain


def tidied(bot: LexBot) -> LexBot:
    """`bot` without what exports write and nobody said: empty steps, timeouts of the console."""
    found = _plain(bot, _NEEDLESS)
    assert isinstance(found, LexBot)  # noqa: S101 - a bot stays one
    return found


def _is_console_default(name: str, given: Any) -> bool:
    if name != "prompt_attempts_specification" or not given:
        return False
    return all(attempt == _ATTEMPT for attempt in given.values())


def _locale(locale: LexLocale) -> LexLocale:
    names = {
        slot_type.identifier: name
        for name, slot_type in locale.slot_types.items()
        if slot_type.identifier
    }
    return replace(
        locale,
        # What the console shows for the identifier.
        name=None,
        version=None,
        intents={n: _intent(intent, names) for n, intent in sorted(locale.intents.items())},
        slot_types={n: _slot_type(one, names) for n, one in sorted(locale.slot_types.items())},
    )


def _intent(intent: LexIntent, names: Mapping[str, str]) -> LexIntent:
    return replace(
        intent,
        identifier=None,
        conversation_flow=None,
        sample_utterances=_utterances(intent.sample_utterances),
        slot_priorities=_priorities(intent),
        slots={n: _slot(slot, names) for n, slot in sorted(intent.slots.items())},
    )


def _utterances(given: tuple[SampleUtterance, ...] | None) -> tuple[SampleUtterance, ...] | None:
    """Case and spaces are no difference to a recognizer, and the same one twice is one."""
    found: dict[str, SampleUtterance] = {}
    for one in given or ():
        text = " ".join((one.utterance or "").split())
        found.setdefault(text.casefold(), SampleUtterance(text))
    return tuple(found.values()) or None


def _priorities(intent: LexIntent) -> tuple[SlotPriority, ...] | None:
    """Their order is what counts."""
    given = sorted(intent.slot_priorities or (), key=lambda one: one.priority or 0)
    return tuple(SlotPriority(n, one.slot_name) for n, one in enumerate(given)) or None


def _slot(slot: LexSlot, names: Mapping[str, str]) -> LexSlot:
    setting = slot.sub_slot_setting
    parts = setting.slot_specifications if setting else None
    if setting is not None and parts is not None:
        renamed = {
            name: replace(part, slot_type_id=names.get(part.slot_type_id or "", part.slot_type_id))
            for name, part in sorted(parts.items())
        }
        setting = SubSlots(setting.expression, renamed)
    obfuscation = slot.obfuscation_setting
    if obfuscation == Obfuscation("None"):
        obfuscation = None
    return replace(
        slot,
        identifier=None,
        sub_slot_setting=setting,
        obfuscation_setting=obfuscation,
        value_elicitation_setting=_elicitation(slot.value_elicitation_setting),
    )


def _elicitation(setting: ValueElicitation | None) -> ValueElicitation | None:
    if setting is None:
        return None
    return replace(setting, sample_utterances=_utterances(setting.sample_utterances))


def _slot_type(slot_type: LexSlotType, names: Mapping[str, str]) -> LexSlotType:
    composite = slot_type.composite_slot_type_setting
    if composite is not None and composite.sub_slots:
        parts = (
            replace(part, slot_type_id=names.get(part.slot_type_id or "", part.slot_type_id))
            for part in composite.sub_slots
        )
        composite = CompositeSlotType(tuple(parts))
    return replace(slot_type, identifier=None, composite_slot_type_setting=composite)


def _plain(value: Any, defaults: Mapping[str, Any] = _DEFAULTS) -> Any:
    """Without defaults, and with nothing where everything inside is absent."""
    if isinstance(value, tuple):
        return tuple(kept for one in value if (kept := _plain(one, defaults)) is not None) or None
    if isinstance(value, Mapping):
        # A key says something even where its value does not: a slot that a step clears.
        return {key: _plain(item, defaults) or _empty(item) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return _plain_record(value, defaults)
    return value


def _empty(value: Any) -> Any:
    return type(value)() if is_dataclass(value) and not isinstance(value, type) else value


def _plain_record(value: Any, defaults: Mapping[str, Any]) -> Any:
    changed: dict[str, Any] = {}
    for one in fields(value):
        given = getattr(value, one.name)
        item = None if _is_console_default(one.name, given) else _plain(given, defaults)
        is_empty = item == {} and not one.metadata.get("file")
        is_default = one.name in defaults and item == defaults[one.name]
        changed[one.name] = None if is_default or is_empty else item
    found = replace(value, **changed)
    # A step of an export has an intent without name and slots: nothing.
    is_bare = all(getattr(found, one.name) is None for one in fields(found))
    return None if is_bare else found
