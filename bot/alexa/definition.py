"""An Alexa interaction model as typed data: every member that ask-smapi-model 1.36 knows.

A member that is None is absent. The names are Alexa's, in snake_case; `bot.alexa.document` turns
them into JSON and back.
"""

from dataclasses import dataclass
from typing import Literal

DelegationStrategy = Literal["ALWAYS", "SKILL_RESPONSE"]


@dataclass(frozen=True)
class MultipleValues:
    enabled: bool | None = None


@dataclass(frozen=True)
class Slot:
    """A slot of an intent, as the language model lists it."""

    name: str | None = None
    type: str | None = None
    multiple_values: MultipleValues | None = None
    samples: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Intent:
    name: str | None = None
    generated_by: str | None = None
    slots: tuple[Slot, ...] | None = None
    samples: tuple[str, ...] | None = None


@dataclass(frozen=True)
class ValueName:
    value: str | None = None
    synonyms: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Value:
    """A value of a custom slot type; `id` comes back in entity resolution."""

    id: str | None = None
    name: ValueName | None = None


@dataclass(frozen=True)
class ValueCatalog:
    catalog_id: str | None = None
    version: str | None = None


@dataclass(frozen=True)
class ValueSupplier:
    """Where a type's values come from instead: a catalogue, or inline."""

    type: str | None = None
    value_catalog: ValueCatalog | None = None
    values: tuple[Value, ...] | None = None


@dataclass(frozen=True)
class SlotType:
    name: str | None = None
    generated_by: str | None = None
    values: tuple[Value, ...] | None = None
    value_supplier: ValueSupplier | None = None


@dataclass(frozen=True)
class Sensitivity:
    level: Literal["HIGH", "MEDIUM", "LOW"] | None = None


@dataclass(frozen=True)
class ModelConfiguration:
    fallback_intent_sensitivity: Sensitivity | None = None


@dataclass(frozen=True)
class LanguageModel:
    invocation_name: str | None = None
    intents: tuple[Intent, ...] | None = None
    types: tuple[SlotType, ...] | None = None
    model_configuration: ModelConfiguration | None = None


@dataclass(frozen=True)
class PromptIds:
    """Ids of entries of the model's `prompts`."""

    elicitation: str | None = None
    confirmation: str | None = None


@dataclass(frozen=True)
class Validation:
    """`type` says which of the other members it has: hasEntityResolutionMatch, isInSet, ..."""

    type: str | None = None
    prompt: str | None = None
    value: str | None = None
    values: tuple[str, ...] | None = None
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True)
class DialogSlot:
    name: str | None = None
    type: str | None = None
    elicitation_required: bool | None = None
    confirmation_required: bool | None = None
    prompts: PromptIds | None = None
    validations: tuple[Validation, ...] | None = None


@dataclass(frozen=True)
class DialogIntent:
    """An intent that Dialog directives may name; it lists all slots of the intent."""

    name: str | None = None
    delegation_strategy: DelegationStrategy | None = None
    confirmation_required: bool | None = None
    prompts: PromptIds | None = None
    slots: tuple[DialogSlot, ...] | None = None


@dataclass(frozen=True)
class Dialog:
    delegation_strategy: DelegationStrategy | None = None
    intents: tuple[DialogIntent, ...] | None = None


@dataclass(frozen=True)
class Variation:
    type: Literal["PlainText", "SSML"] | None = None
    value: str | None = None


@dataclass(frozen=True)
class Prompt:
    id: str | None = None
    variations: tuple[Variation, ...] | None = None


@dataclass(frozen=True)
class InteractionModel:
    language_model: LanguageModel | None = None
    dialog: Dialog | None = None
    prompts: tuple[Prompt, ...] | None = None


@dataclass(frozen=True)
class ModelDocument:
    """What `interactionModels/custom/<locale>.json` holds."""

    version: str | None = None
    description: str | None = None
    interaction_model: InteractionModel | None = None
