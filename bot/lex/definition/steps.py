"""Where a dialog goes: next steps, conditions, code hooks (lex-dialog reference, section 3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from bot.lex.definition.messages import ResponseSpecification
from bot.lex.definition.spelling import spelled

ActionType = Literal[
    "ElicitIntent",
    "StartIntent",
    "ElicitSlot",
    "EvaluateConditional",
    "InvokeDialogCodeHook",
    "ConfirmIntent",
    "FulfillIntent",
    "CloseIntent",
    "EndConversation",
]


@dataclass(frozen=True)
class DialogAction:
    """In YAML also as text: `FulfillIntent`, `ElicitSlot environment`."""

    type: ActionType | None = None
    slot_to_elicit: str | None = spelled(yaml="slot")
    suppress_next_message: bool | None = None
    intents_in_scope: tuple[str, ...] | None = None


@dataclass(frozen=True)
class InterpretedValue:
    interpreted_value: str | None = spelled(yaml="interpreted")

    shorthand: ClassVar[str] = "interpreted_value"


@dataclass(frozen=True)
class SlotValueOverride:
    """A value that a step gives to a slot; all members absent clears it."""

    shape: Literal["Scalar", "List"] | None = None
    value: InterpretedValue | None = None
    values: "tuple[SlotValueOverride, ...] | None" = None


@dataclass(frozen=True)
class IntentOverride:
    name: str | None = None
    slots: Mapping[str, SlotValueOverride] | None = None


@dataclass(frozen=True)
class DialogState:
    """A next step: what to do, on which intent, and session attributes to set first."""

    dialog_action: DialogAction | None = spelled(yaml="go")
    intent: IntentOverride | None = None
    session_attributes: Mapping[str, str] | None = spelled(yaml="set")

    shorthand: ClassVar[str] = "dialog_action"


@dataclass(frozen=True)
class Condition:
    """An expression of at most 1,024 characters."""

    expression_string: str | None = spelled(yaml="expression")

    shorthand: ClassVar[str] = "expression_string"


@dataclass(frozen=True)
class ConditionalBranch:
    name: str | None = None
    condition: Condition | None = spelled(yaml="when")
    response: ResponseSpecification | None = spelled(yaml="say")
    next_step: DialogState | None = spelled(yaml="next")


@dataclass(frozen=True)
class DefaultBranch:
    response: ResponseSpecification | None = spelled(yaml="say")
    next_step: DialogState | None = spelled(yaml="next")


@dataclass(frozen=True)
class Conditional:
    """One to four branches, the first true one wins; it runs where a step says
    EvaluateConditional."""

    active: bool | None = spelled(archive="isActive")
    conditional_branches: tuple[ConditionalBranch, ...] | None = spelled(yaml="branches")
    default_branch: DefaultBranch | None = spelled(yaml="default")


@dataclass(frozen=True)
class PostCodeHook:
    """Where the dialog goes after a dialog code hook."""

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
class DialogCodeHook:
    """The point at which the Lambda function is asked; runs where a step says
    InvokeDialogCodeHook."""

    enable_code_hook_invocation: bool | None = spelled(yaml="invoke")
    active: bool | None = spelled(archive="isActive")
    invocation_label: str | None = spelled(yaml="label")
    post_code_hook_specification: PostCodeHook | None = spelled(yaml="then")


@dataclass(frozen=True)
class ElicitationCodeHook:
    """The function is asked after each failed attempt at an answer."""

    enable_code_hook_invocation: bool | None = spelled(yaml="invoke")
    invocation_label: str | None = spelled(yaml="label")


@dataclass(frozen=True)
class SlotCapture:
    """What follows an answer to a slot's prompt, and the end of the retries."""

    capture_response: ResponseSpecification | None = spelled(yaml="say")
    capture_next_step: DialogState | None = spelled(yaml="next")
    capture_conditional: Conditional | None = spelled(yaml="conditions")
    failure_response: ResponseSpecification | None = spelled(yaml="failure_say")
    failure_next_step: DialogState | None = spelled(yaml="failure_next")
    failure_conditional: Conditional | None = spelled(yaml="failure_conditions")
    code_hook: DialogCodeHook | None = None
    elicitation_code_hook: ElicitationCodeHook | None = None
