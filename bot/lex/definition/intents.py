"""Intents, as Intent.json and ConversationFlow.json hold them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from bot.lex.definition.knowledge import (
    BedrockAgentConfiguration,
    KendraConfiguration,
    QInConnectConfiguration,
    QnaConfiguration,
)
from bot.lex.definition.messages import MessageGroup, PromptSpecification, ResponseSpecification
from bot.lex.definition.slots import LexSlot, SampleUtterance
from bot.lex.definition.spelling import spelled
from bot.lex.definition.steps import (
    Conditional,
    DialogCodeHook,
    DialogState,
    ElicitationCodeHook,
)


@dataclass(frozen=True)
class InitialResponse:
    """What happens as soon as the intent is recognised."""

    initial_response: ResponseSpecification | None = spelled(yaml="say")
    next_step: DialogState | None = spelled(yaml="next")
    conditional: Conditional | None = spelled(yaml="conditions")
    code_hook: DialogCodeHook | None = None


@dataclass(frozen=True)
class Confirmation:
    """The question for a yes or no before fulfillment."""

    prompt_specification: PromptSpecification | None = spelled(yaml="prompt")
    active: bool | None = spelled(archive="isActive")
    confirmation_response: ResponseSpecification | None = spelled(yaml="confirmation_say")
    confirmation_next_step: DialogState | None = spelled(yaml="confirmation_next")
    confirmation_conditional: Conditional | None = spelled(yaml="confirmation_conditions")
    declination_response: ResponseSpecification | None = spelled(yaml="declination_say")
    declination_next_step: DialogState | None = spelled(yaml="declination_next")
    declination_conditional: Conditional | None = spelled(yaml="declination_conditions")
    failure_response: ResponseSpecification | None = spelled(yaml="failure_say")
    failure_next_step: DialogState | None = spelled(yaml="failure_next")
    failure_conditional: Conditional | None = spelled(yaml="failure_conditions")
    code_hook: DialogCodeHook | None = None
    elicitation_code_hook: ElicitationCodeHook | None = None


@dataclass(frozen=True)
class FulfillmentStart:
    """Said when fulfillment takes longer than `delay_in_seconds` (1 to 900); streaming only."""

    delay_in_seconds: int | None = None
    message_groups: tuple[MessageGroup, ...] | None = spelled(yaml="messages")
    allow_interrupt: bool | None = None


@dataclass(frozen=True)
class FulfillmentUpdate:
    """Said every `frequency_in_seconds` (1 to 900) of a long fulfillment; streaming only."""

    frequency_in_seconds: int | None = None
    message_groups: tuple[MessageGroup, ...] | None = spelled(yaml="messages")
    allow_interrupt: bool | None = None


@dataclass(frozen=True)
class FulfillmentUpdates:
    """The one switch that exports call `active`, not `isActive`."""

    active: bool | None = None
    start_response: FulfillmentStart | None = None
    update_response: FulfillmentUpdate | None = None
    timeout_in_seconds: int | None = None


@dataclass(frozen=True)
class PostFulfillment:
    """What is said and done after fulfillment."""

    success_response: ResponseSpecification | None = spelled(yaml="success_say")
    success_next_step: DialogState | None = spelled(yaml="success_next")
    success_conditional: Conditional | None = spelled(yaml="success_conditions")
    failure_response: ResponseSpecification | None = spelled(yaml="failure_say")
    failure_next_step: DialogState | None = spelled(yaml="failure_next")
    failure_conditional: Conditional | None = spelled(yaml="failure_conditions")
    timeout_response: ResponseSpecification | None = spelled(yaml="timeout_say")
    timeout_next_step: DialogState | None = spelled(yaml="timeout_next")
    timeout_conditional: Conditional | None = spelled(yaml="timeout_conditions")


@dataclass(frozen=True)
class Fulfillment:
    """`enabled` asks the function; without `active` the step is skipped."""

    enabled: bool | None = None
    active: bool | None = spelled(archive="isActive")
    post_fulfillment_status_specification: PostFulfillment | None = spelled(yaml="then")
    fulfillment_updates_specification: FulfillmentUpdates | None = spelled(yaml="updates")


@dataclass(frozen=True)
class Closing:
    """What is said when the intent is done."""

    closing_response: ResponseSpecification | None = spelled(yaml="say")
    active: bool | None = spelled(archive="isActive")
    next_step: DialogState | None = spelled(yaml="next")
    conditional: Conditional | None = spelled(yaml="conditions")


@dataclass(frozen=True)
class InputContext:
    name: str | None = None

    shorthand: ClassVar[str] = "name"


@dataclass(frozen=True)
class OutputContext:
    """Lives for 5 to 86,400 seconds and 1 to 20 turns, whichever ends first."""

    name: str | None = None
    time_to_live_in_seconds: int | None = spelled(yaml="seconds")
    turns_to_live: int | None = spelled(yaml="turns")


@dataclass(frozen=True)
class DialogHookSwitch:
    """The intent-wide switch: off, and the function is never asked during the dialog."""

    enabled: bool | None = None


@dataclass(frozen=True)
class SlotPriority:
    """Lowest first; 0 to 100."""

    priority: int | None = None
    slot_name: str | None = spelled(api="slotId")


@dataclass(frozen=True)
class Coordinate:
    """Whole numbers as text."""

    x: str | None = None
    y: str | None = None


@dataclass(frozen=True)
class FlowBlock:
    block_type: str | None = None
    data_locations: tuple[str, ...] | None = None
    block_id: str | None = None
    coordinate: Coordinate | None = None


@dataclass(frozen=True)
class FlowEdge:
    vertices: tuple[Coordinate, ...] | None = None
    edge_location: str | None = None
    origin_block_id: str | None = None
    destination_block_id: str | None = None
    origin_block_port: str | None = None
    destination_block_port: str | None = None


@dataclass(frozen=True)
class FlowMetadata:
    schema_version: str | None = None
    data_format: str | None = None


@dataclass(frozen=True)
class FlowData:
    blocks: tuple[FlowBlock, ...] | None = None
    metadata: FlowMetadata | None = None
    edges: tuple[FlowEdge, ...] | None = None


@dataclass(frozen=True)
class ConversationFlow:
    """How the console draws the intent. Says nothing about what the bot does."""

    intent_name: str | None = None
    identifier: str | None = None
    conversation_flow_data: FlowData | None = None


@dataclass(frozen=True)
class LexIntent:
    """Intent.json, with the slots and the drawing that stand in files beside it."""

    name: str | None = spelled(api="intentName")
    identifier: str | None = spelled(api="intentId")
    description: str | None = None
    parent_intent_signature: str | None = None
    display_name: str | None = spelled(both="intentDisplayName")
    sample_utterances: tuple[SampleUtterance, ...] | None = None
    intent_confirmation_setting: Confirmation | None = None
    intent_closing_setting: Closing | None = None
    initial_response_setting: InitialResponse | None = None
    input_contexts: tuple[InputContext, ...] | None = None
    output_contexts: tuple[OutputContext, ...] | None = None
    kendra_configuration: KendraConfiguration | None = None
    qna_intent_configuration: QnaConfiguration | None = spelled(both="qnAIntentConfiguration")
    bedrock_agent_intent_configuration: BedrockAgentConfiguration | None = None
    q_in_connect_intent_configuration: QInConnectConfiguration | None = None
    dialog_code_hook: DialogHookSwitch | None = None
    fulfillment_code_hook: Fulfillment | None = None
    slot_priorities: tuple[SlotPriority, ...] | None = None
    slots: Mapping[str, LexSlot] = field(default_factory=dict, metadata={"file": True})
    """Name -> slot; a folder of files in an archive."""
    conversation_flow: ConversationFlow | None = field(default=None, metadata={"file": True})
