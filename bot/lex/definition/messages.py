"""What a bot says: messages, their groups and variations, prompts and their attempts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from bot.lex.definition.spelling import spelled


@dataclass(frozen=True)
class MessageText:
    """Text of one message: plain, SSML or custom payload; at most 1,000 characters."""

    value: str | None = None

    shorthand: ClassVar[str] = "value"


@dataclass(frozen=True)
class Button:
    """Text on a button, and what it says when pressed; at most 50 characters each."""

    text: str | None = None
    value: str | None = None


@dataclass(frozen=True)
class ImageResponseCard:
    """A card: at most five buttons; texts of at most 250 characters."""

    title: str | None = None
    subtitle: str | None = None
    image_url: str | None = None
    buttons: tuple[Button, ...] | None = spelled(archive="buttonsList")


@dataclass(frozen=True)
class Message:
    """Exactly one of the four kinds."""

    plain_text_message: MessageText | None = spelled(yaml="text")
    ssml_message: MessageText | None = spelled(yaml="ssml")
    custom_payload: MessageText | None = spelled(yaml="payload")
    image_response_card: ImageResponseCard | None = spelled(yaml="card")

    shorthand: ClassVar[str] = "plain_text_message"


@dataclass(frozen=True)
class MessageGroup:
    """Sends one message a turn: its own or one of at most two variations."""

    message: Message | None = None
    variations: tuple[Message, ...] | None = None

    shorthand: ClassVar[str] = "message"


@dataclass(frozen=True)
class ResponseSpecification:
    """One to five groups; each sends one message, in their order."""

    message_groups: tuple[MessageGroup, ...] | None = spelled(
        archive="messageGroupsList", yaml="messages"
    )
    allow_interrupt: bool | None = None

    shorthand: ClassVar[str] = "message_groups"


@dataclass(frozen=True)
class AllowedInputTypes:
    allow_audio_input: bool | None = None
    allow_dtmf_input: bool | None = spelled(both="allowDTMFInput")


@dataclass(frozen=True)
class AudioSpecification:
    """Milliseconds."""

    max_length_ms: int | None = None
    end_timeout_ms: int | None = None


@dataclass(frozen=True)
class DtmfSpecification:
    """Digits of a telephone keypad; the time-out is in milliseconds."""

    max_length: int | None = None
    end_timeout_ms: int | None = None
    deletion_character: str | None = None
    end_character: str | None = None


@dataclass(frozen=True)
class AudioAndDtmfInputSpecification:
    start_timeout_ms: int | None = None
    audio_specification: AudioSpecification | None = None
    dtmf_specification: DtmfSpecification | None = None


@dataclass(frozen=True)
class TextInputSpecification:
    start_timeout_ms: int | None = None


@dataclass(frozen=True)
class PromptAttempt:
    """What one attempt (Initial, Retry1 to Retry5) takes as an answer."""

    allowed_input_types: AllowedInputTypes | None = None
    allow_interrupt: bool | None = None
    audio_and_dtmf_input_specification: AudioAndDtmfInputSpecification | None = spelled(
        both="audioAndDTMFInputSpecification"
    )
    text_input_specification: TextInputSpecification | None = None


@dataclass(frozen=True)
class PromptSpecification:
    """A question: n retries are n + 1 prompts (0 to 5; Lex has no default)."""

    message_groups: tuple[MessageGroup, ...] | None = spelled(
        archive="messageGroupsList", yaml="messages"
    )
    max_retries: int | None = None
    allow_interrupt: bool | None = None
    message_selection_strategy: Literal["Random", "Ordered"] | None = spelled(yaml="selection")
    prompt_attempts_specification: Mapping[str, PromptAttempt] | None = spelled(yaml="attempts")


@dataclass(frozen=True)
class StillWaitingResponse:
    """What is said again and again while a person thinks. Seconds."""

    message_groups: tuple[MessageGroup, ...] | None = spelled(
        archive="messageGroupsList", yaml="messages"
    )
    frequency_in_seconds: int | None = None
    timeout_in_seconds: int | None = None
    allow_interrupt: bool | None = None


@dataclass(frozen=True)
class WaitAndContinue:
    """What is said when a person asks for a moment to find the value."""

    waiting_response: ResponseSpecification | None = None
    continue_response: ResponseSpecification | None = None
    still_waiting_response: StillWaitingResponse | None = None
    active: bool | None = spelled(archive="isActive")
