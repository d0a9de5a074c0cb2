"""What a turn does next: one step of the path, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.dialog.state import IntentPhase, Message, SlotFill


@dataclass(frozen=True)
class Begin:
    """Start an intent at its initial response. `quiet` leaves that response out."""

    intent: str
    slots: Mapping[str, SlotFill | None] = field(default_factory=dict)
    quiet: bool = False


@dataclass(frozen=True)
class Resume:
    """Ask the initial code hook of the intent in play once more, without its response."""

    anew: bool = False
    """Whether it starts, with its defaults and its response: a caller has put it into play."""


@dataclass(frozen=True)
class Elicit:
    """Ask for a slot, with `messages` where a function gave some."""

    slot: str
    quiet: bool = False
    attempt: int = 0
    messages: tuple[Message, ...] = ()
    forced: bool = False
    """Whether to ask for a slot that has a value too: a function wants it so."""
    sub_slot: str = ""
    style: str = ""


@dataclass(frozen=True)
class Captured:
    """A slot has its value. `quiet` leaves the capture response out."""

    slot: str
    quiet: bool = False


@dataclass(frozen=True)
class SlotMissed:
    """An answer that was no value, `attempts` of them so far."""

    slot: str
    attempts: int


@dataclass(frozen=True)
class SlotFailed:
    slot: str


@dataclass(frozen=True)
class Confirm:
    quiet: bool = False
    attempt: int = 0
    messages: tuple[Message, ...] = ()
    forced: bool = False


@dataclass(frozen=True)
class ConfirmationMissed:
    attempts: int


@dataclass(frozen=True)
class Answered:
    outcome: Literal["Confirmed", "Denied", "Failed"]


@dataclass(frozen=True)
class Fulfill:
    pass


@dataclass(frozen=True)
class Fulfilled:
    """Fulfillment is over. `messages` replace the configured response."""

    outcome: Literal["success", "failure", "timeout"]
    messages: tuple[Message, ...] = ()


@dataclass(frozen=True)
class CloseIntent:
    quiet: bool = False


@dataclass(frozen=True)
class End:
    """The conversation about the intent is over."""

    phase: IntentPhase | None = None
    messages: tuple[Message, ...] = ()
    by_function: bool = False
    """Whether a function closes the intent: with its own words, else those of the bot."""


@dataclass(frozen=True)
class AwaitIntent:
    messages: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Decide:
    """Lex's default path: the next required slot, confirmation, fulfillment."""


Goal = (
    Begin
    | Resume
    | Elicit
    | Captured
    | SlotMissed
    | SlotFailed
    | Confirm
    | ConfirmationMissed
    | Answered
    | Fulfill
    | Fulfilled
    | CloseIntent
    | End
    | AwaitIntent
    | Decide
)
