"""Slots and slot types of an import."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.flow import SlotFlow
from bot.lex.compiling.messages import prompt
from bot.lex.definition import (
    LexLocale,
    LexSlot,
    LexSlotType,
    Obfuscation,
    SampleUtterance,
    SlotTypeValue,
    SubSlots,
    ValueElicitation,
    ValueSelection,
)
from bot.lex.importing.locales import prompt_texts
from bot.model import GrammarFile, Resolution, Slot, SlotType, SlotValue
from bot.templates import escaped

_RESOLUTIONS: Mapping[str, Resolution] = {
    "OriginalValue": "expand",
    "TopResolution": "restrict",
    "Concatenation": "concatenate",
}


def slot_from_lex(name: str, lex: LexSlot) -> Slot:
    elicitation = lex.value_elicitation_setting or ValueElicitation()
    defaults = elicitation.default_value_specification
    multiple = lex.multiple_values_setting
    question = elicitation.prompt_specification
    retries = question.max_retries if question else None
    slot = Slot(name, lex.slot_type_name or "")
    return replace(
        slot,
        required=elicitation.slot_constraint == "Required",
        max_retries=slot.max_retries if retries is None else retries,
        multiple=bool(multiple and multiple.allow_multiple_values),
        defaults=tuple(
            one.default_value or "" for one in (defaults and defaults.default_value_list) or ()
        ),
        obfuscated=lex.obfuscation_setting == Obfuscation("DefaultObfuscation"),
        summary=lex.description or "",
        expression=(lex.sub_slot_setting.expression if lex.sub_slot_setting else "") or "",
    )


def short_prompts(name: str, lex: LexSlot) -> dict[str, tuple[str, ...]]:
    """The prompts that our short form says just as well, the parts' too."""
    found = {}
    elicitation = lex.value_elicitation_setting or ValueElicitation()
    texts = prompt_texts(elicitation.prompt_specification)
    if texts and _is_short(elicitation, texts):
        found[name] = texts
    return found


def slot_utterances(lex: LexSlot) -> tuple[str, ...]:
    elicitation = lex.value_elicitation_setting or ValueElicitation()
    return utterance_texts(elicitation.sample_utterances)


def utterance_texts(samples: Iterable[SampleUtterance] | None) -> tuple[str, ...]:
    """The templates of `samples`. A blank one, which Lex takes and nobody can say, is left out."""
    texts = (one.utterance or "" for one in samples or ())
    return tuple(escaped(text) for text in texts if text.strip())


def slot_flow(lex: LexSlot, locale: LexLocale) -> SlotFlow:
    """What the short form does not say."""
    elicitation = lex.value_elicitation_setting or ValueElicitation()
    texts = prompt_texts(elicitation.prompt_specification)
    is_short = bool(texts) and _is_short(elicitation, texts or ())
    return SlotFlow(
        prompt=None if is_short else elicitation.prompt_specification,
        capture=elicitation.slot_capture_setting,
        wait_and_continue=elicitation.wait_and_continue_specification,
        resolution=elicitation.slot_resolution_setting,
        sub_slots=_named(lex.sub_slot_setting, locale),
    )


def _is_short(elicitation: ValueElicitation, texts: tuple[str, ...]) -> bool:
    given = elicitation.prompt_specification
    if given is None or given.allow_interrupt is False:
        return False
    return replace(given, allow_interrupt=True) == prompt(texts, given.max_retries or 0)


def _named(setting: SubSlots | None, locale: LexLocale) -> SubSlots | None:
    """Types by name: an identifier means nothing outside its bot."""
    if setting is None or setting.slot_specifications is None:
        return setting
    parts = {
        name: replace(part, slot_type_id=_type_name(part.slot_type_id, locale))
        for name, part in setting.slot_specifications.items()
    }
    return replace(setting, slot_specifications=parts)


def _type_name(identifier: str | None, locale: LexLocale) -> str:
    for name, slot_type in locale.slot_types.items():
        if identifier and slot_type.identifier == identifier:
            return name
    return identifier or ""


def slot_type_from_lex(name: str, lex: LexSlotType, locale: LexLocale) -> SlotType:
    """One locale's type, with its values as those of all locales."""
    selection = lex.value_selection_setting or ValueSelection()
    parts = lex.composite_slot_type_setting and lex.composite_slot_type_setting.sub_slots
    pattern = selection.regex_filter.pattern if selection.regex_filter else None
    return SlotType(
        name=name,
        summary=lex.description or name,
        resolution=_RESOLUTIONS[selection.resolution_strategy or "OriginalValue"],
        values=tuple(_value(one) for one in lex.slot_type_values or ()),
        parent=lex.parent_slot_type_signature or "",
        pattern=pattern or "",
        parts={one.name or "": _type_name(one.slot_type_id, locale) for one in parts or ()},
        grammar=_grammar(lex),
        is_vocabulary=selection.advanced_recognition_setting is not None,
    )


def _value(lex: SlotTypeValue) -> SlotValue:
    synonyms = tuple(one.value or "" for one in lex.synonyms or ())
    return SlotValue((lex.sample_value.value if lex.sample_value else "") or "", synonyms)


def _grammar(lex: LexSlotType) -> GrammarFile | None:
    external = lex.external_source_setting
    setting = external.grammar_slot_type_setting if external else None
    source = setting.source if setting else None
    if source is None:
        return None
    return GrammarFile(
        source.s3_bucket_name or "", source.s3_object_key or "", source.kms_key_arn or ""
    )
