"""What a dialog is made of: plain data in Lex V2's vocabulary, without its JSON keys.

`bot.dialog.engine` turns (definition, state, input) into (state, output) over these;
`bot.lex.wire` is the only place that knows how Lex spells them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

IntentPhase = Literal[
    "InProgress",
    "ReadyForFulfillment",
    "Fulfilled",
    "Failed",
    "Waiting",
    "FulfillmentInProgress",
]
Confirmation = Literal["None", "Confirmed", "Denied"]
ActionType = Literal["Close", "ConfirmIntent", "Delegate", "ElicitIntent", "ElicitSlot", "None"]
HookSource = Literal["DialogCodeHook", "FulfillmentCodeHook"]


Shape = Literal["Scalar", "List", "Composite"]
ContentType = Literal["PlainText", "SSML", "CustomPayload", "ImageResponseCard"]
Attempt = Literal["Initial", "Retry1", "Retry2", "Retry3", "Retry4", "Retry5"]


@dataclass(frozen=True)
class SlotFill:
    """A slot value. `interpreted` is None where Lex would give null (ambiguous).

    A list holds its scalars in `values`, and all that was said in the first three; a composite
    holds its parts in `sub_slots`, None where one is not filled.
    """

    original: str
    interpreted: str | None
    resolved: tuple[str, ...] = ()
    shape: Shape = "Scalar"
    values: tuple["SlotFill", ...] = ()
    sub_slots: "Mapping[str, SlotFill | None]" = field(default_factory=dict)


@dataclass(frozen=True)
class IntentState:
    """The intent in play. Every slot of the intent is a key of `slots`; None is unfilled."""

    name: str
    slots: Mapping[str, SlotFill | None] = field(default_factory=dict)
    phase: IntentPhase = "InProgress"
    confirmation: Confirmation = "None"


@dataclass(frozen=True)
class DialogAction:
    type: ActionType
    slot_to_elicit: str = ""
    sub_slot_to_elicit: str = ""
    """The part of a composite slot that is asked for."""
    style: str = ""
    """How a name is spelled out: SpellByLetter, SpellByWord; "" is the default."""


@dataclass(frozen=True)
class CardButton:
    text: str
    value: str


@dataclass(frozen=True)
class Card:
    """An image response card."""

    title: str
    subtitle: str = ""
    image_url: str = ""
    buttons: tuple[CardButton, ...] = ()


@dataclass(frozen=True)
class Message:
    """One message to the person; `content_type` as Lex names it. A card has no content."""

    content: str
    content_type: ContentType = "PlainText"
    card: Card | None = None


@dataclass(frozen=True)
class ActiveContext:
    """A context of the conversation: gone after `seconds` or `turns`, whichever is over first.

    During its last turn it has no turns left.
    """

    name: str
    seconds: int
    turns: int
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DialogState:
    """All that a session remembers of the dialog between two turns."""

    intent: IntentState | None = None
    action: DialogAction | None = None
    """What the bot waits for; None in a new session."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Session attributes."""
    attempts: int = 0
    """Failed attempts at the slot or confirmation that is being asked for."""
    contexts: tuple[ActiveContext, ...] = ()


@dataclass(frozen=True)
class Interpretation:
    """One way to understand the input. `confidence` is None for the fallback intent."""

    intent: str
    slots: Mapping[str, SlotFill] = field(default_factory=dict)
    confidence: float | None = None


@dataclass(frozen=True)
class UserInput:
    """One input, as a recognizer (or Alexa's) understood it.

    `interpretations`: best first, at most five. `slot_value`: the input taken as a value of the
    slot being elicited, if it is one. `answer`: the input taken as a yes or no, if it is one.
    `transcript` is "" where a platform gives none (Alexa).
    """

    interpretations: tuple[Interpretation, ...]
    slot_value: SlotFill | None = None
    answer: Literal["Confirmed", "Denied"] | None = None
    transcript: str = ""


@dataclass(frozen=True)
class Updates:
    """What is said while the function fulfills for long. Times are seconds from its call."""

    start: tuple[Message, ...] = ()
    after: float = 0
    """When `start` is said."""
    update: tuple[Message, ...] = ()
    every: float = 0
    """Between two times that `update` is said, from `after` on."""
    timeout: float = 0


@dataclass(frozen=True)
class HookCall:
    """The dialog needs its Lambda function before it can go on."""

    source: HookSource
    state: DialogState
    interpretations: tuple[Interpretation, ...]
    transcript: str = ""
    proposed: DialogAction | None = None
    """What Delegate would do, where that is ElicitSlot (Lex's proposedNextState)."""
    attempt: Attempt = "Initial"
    """Of the prompt that `proposed` would send."""
    label: str = ""
    """The hook's invocation label."""
    updates: Updates | None = None
    """Of a fulfillment, where the intent has them; for streaming alone."""


@dataclass(frozen=True)
class HookAnswer:
    """What the function answered. `attributes` None keeps the session's; else it replaces them."""

    action: DialogAction
    intent: IntentState | None = None
    messages: tuple[Message, ...] = ()
    attributes: Mapping[str, str] | None = None
    contexts: tuple[ActiveContext, ...] | None = None
    """None keeps those that are active; else they replace them."""
    request_attributes: Mapping[str, str] | None = None
    """What the API's response carries instead of the request's own; None echoes those."""


@dataclass(frozen=True)
class HookFailure:
    """The function raised, timed out, or answered something that is no code-hook response."""

    reason: str
    kind: Literal["raised", "timeout", "malformed", "throttled", "unusable"] = "raised"
    """`unusable`: no message has a content type that the caller accepts."""


@dataclass(frozen=True)
class Trace:
    """One thing that a turn did. `where` names the place in the definition, `what` says it."""

    where: str
    what: str


@dataclass(frozen=True)
class TurnOutput:
    """The end of a turn: the state to keep, and what to say."""

    state: DialogState
    messages: tuple[Message, ...] = ()
    failure: HookFailure | None = None
    """Set when the hook failed and no path was configured: the API call fails with 424."""
    interpretations: tuple[Interpretation, ...] = ()
    """The intent in play first, then what else the input could have meant; at most five."""
    request_attributes: Mapping[str, str] | None = None
    """Those of the last hook answer that had any; None where none had."""
    trace: tuple[Trace, ...] = field(default=(), compare=False)
    """Why the turn went where it went, step by step."""
