"""Slots and slot types, as Slot.json and SlotType.json hold them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from bot.lex.definition.messages import PromptSpecification, WaitAndContinue
from bot.lex.definition.spelling import spelled
from bot.lex.definition.steps import SlotCapture

ResolutionStrategy = Literal["OriginalValue", "TopResolution", "Concatenation"]
_STRATEGIES = {
    "OriginalValue": "ORIGINAL_VALUE",
    "TopResolution": "TOP_RESOLUTION",
    "Concatenation": "CONCATENATION",
}


@dataclass(frozen=True)
class SampleUtterance:
    utterance: str | None = None

    shorthand: ClassVar[str] = "utterance"


@dataclass(frozen=True)
class DefaultValue:
    """A literal, `#context.slot`, `[session attribute]` or `<request attribute>`."""

    default_value: str | None = None

    shorthand: ClassVar[str] = "default_value"


@dataclass(frozen=True)
class DefaultValues:
    """At most ten; the first that yields a value wins."""

    default_value_list: tuple[DefaultValue, ...] | None = None


@dataclass(frozen=True)
class SlotResolution:
    slot_resolution_strategy: Literal["EnhancedFallback", "Default"] | None = None


@dataclass(frozen=True)
class ValueElicitation:
    """How a slot gets its value."""

    slot_constraint: Literal["Required", "Optional"] | None = None
    prompt_specification: PromptSpecification | None = None
    default_value_specification: DefaultValues | None = None
    sample_utterances: tuple[SampleUtterance, ...] | None = None
    wait_and_continue_specification: WaitAndContinue | None = None
    slot_capture_setting: SlotCapture | None = None
    slot_resolution_setting: SlotResolution | None = None


@dataclass(frozen=True)
class MultipleValues:
    allow_multiple_values: bool | None = None


@dataclass(frozen=True)
class Obfuscation:
    obfuscation_setting_type: Literal["None", "DefaultObfuscation"] | None = None


@dataclass(frozen=True)
class SubSlotElicitation:
    prompt_specification: PromptSpecification | None = None
    default_value_specification: DefaultValues | None = None
    sample_utterances: tuple[SampleUtterance, ...] | None = None
    wait_and_continue_specification: WaitAndContinue | None = None


@dataclass(frozen=True)
class SubSlot:
    """`slot_type_id` is a type's identifier or a built-in name, in archives too."""

    slot_type_id: str | None = None
    value_elicitation_setting: SubSlotElicitation | None = None


@dataclass(frozen=True)
class SubSlots:
    """`expression`: names with AND, OR and parentheses; at most 640 characters."""

    expression: str | None = None
    slot_specifications: Mapping[str, SubSlot] | None = None


@dataclass(frozen=True)
class LexSlot:
    """Slot.json. `slot_type_name` is a custom type's name or a built-in's."""

    name: str | None = spelled(api="slotName")
    identifier: str | None = spelled(api="slotId")
    description: str | None = None
    slot_type_name: str | None = spelled(api="slotTypeId")
    obfuscation_setting: Obfuscation | None = None
    value_elicitation_setting: ValueElicitation | None = None
    multiple_values_setting: MultipleValues | None = None
    sub_slot_setting: SubSlots | None = None


@dataclass(frozen=True)
class SampleValue:
    value: str | None = None

    shorthand: ClassVar[str] = "value"


@dataclass(frozen=True)
class SlotTypeValue:
    sample_value: SampleValue | None = None
    synonyms: tuple[SampleValue, ...] | None = None


@dataclass(frozen=True)
class RegexFilter:
    """At most 300 characters of Lex's small pattern language; AMAZON.AlphaNumeric only."""

    pattern: str | None = None


@dataclass(frozen=True)
class AdvancedRecognition:
    audio_recognition_strategy: Literal["UseSlotValuesAsCustomVocabulary"] | None = None


@dataclass(frozen=True)
class ValueSelection:
    resolution_strategy: ResolutionStrategy | None = spelled(archive_values=_STRATEGIES)
    regex_filter: RegexFilter | None = None
    advanced_recognition_setting: AdvancedRecognition | None = None


@dataclass(frozen=True)
class SubSlotType:
    name: str | None = None
    slot_type_id: str | None = None


@dataclass(frozen=True)
class CompositeSlotType:
    """At most six sub-slots."""

    sub_slots: tuple[SubSlotType, ...] | None = None


@dataclass(frozen=True)
class GrammarSource:
    """An SRGS grammar of at most 100 KB."""

    s3_bucket_name: str | None = None
    s3_object_key: str | None = None
    kms_key_arn: str | None = None


@dataclass(frozen=True)
class GrammarSlotType:
    source: GrammarSource | None = None


@dataclass(frozen=True)
class ExternalSource:
    grammar_slot_type_setting: GrammarSlotType | None = None


@dataclass(frozen=True)
class LexSlotType:
    """SlotType.json."""

    name: str | None = spelled(api="slotTypeName")
    identifier: str | None = spelled(api="slotTypeId")
    description: str | None = None
    slot_type_values: tuple[SlotTypeValue, ...] | None = None
    parent_slot_type_signature: str | None = None
    value_selection_setting: ValueSelection | None = None
    composite_slot_type_setting: CompositeSlotType | None = None
    external_source_setting: ExternalSource | None = None
