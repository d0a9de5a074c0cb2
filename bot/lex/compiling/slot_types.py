"""Custom slot types."""

from collections.abc import Mapping

from bot.lex.compiling.slots import type_identifier
from bot.lex.definition import (
    AdvancedRecognition,
    CompositeSlotType,
    ExternalSource,
    GrammarSlotType,
    GrammarSource,
    LexSlotType,
    RegexFilter,
    SampleValue,
    SlotTypeValue,
    SubSlotType,
    ValueSelection,
)
from bot.lex.definition.slots import ResolutionStrategy
from bot.lex.identifiers import identifier
from bot.model import Resolution, SlotType, SlotValue

_STRATEGIES: Mapping[Resolution, ResolutionStrategy] = {
    "expand": "OriginalValue",
    "restrict": "TopResolution",
    "concatenate": "Concatenation",
}


def compile_slot_type(slot_type: SlotType, locale: str) -> LexSlotType:
    """One type with the values that `locale` has."""
    values = tuple(_value(value) for value in slot_type.in_locale(locale))
    summary = slot_type.summary
    return LexSlotType(
        name=slot_type.name,
        identifier=identifier("slot type", slot_type.name),
        description=summary if summary != slot_type.name else None,
        slot_type_values=values or None,
        parent_slot_type_signature=slot_type.parent or None,
        value_selection_setting=_selection(slot_type),
        composite_slot_type_setting=_composite(slot_type),
        external_source_setting=_grammar(slot_type),
    )


def _value(value: SlotValue) -> SlotTypeValue:
    synonyms = tuple(SampleValue(synonym) for synonym in value.synonyms)
    return SlotTypeValue(SampleValue(value.value), synonyms or None)


def _selection(slot_type: SlotType) -> ValueSelection | None:
    if slot_type.grammar is not None:
        return None
    return ValueSelection(
        resolution_strategy=_STRATEGIES[slot_type.resolution],
        regex_filter=RegexFilter(slot_type.pattern) if slot_type.pattern else None,
        advanced_recognition_setting=(
            AdvancedRecognition("UseSlotValuesAsCustomVocabulary")
            if slot_type.is_vocabulary
            else None
        ),
    )


def _composite(slot_type: SlotType) -> CompositeSlotType | None:
    if not slot_type.parts:
        return None
    parts = slot_type.parts.items()
    return CompositeSlotType(tuple(SubSlotType(n, type_identifier(kind)) for n, kind in parts))


def _grammar(slot_type: SlotType) -> ExternalSource | None:
    grammar = slot_type.grammar
    if grammar is None:
        return None
    source = GrammarSource(grammar.bucket, grammar.key, grammar.kms_key_arn or None)
    return ExternalSource(GrammarSlotType(source))
