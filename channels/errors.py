"""The error tree of the channels.

ChannelError
├── ConversationError   a turn could not be taken; the message is fit for a person
├── InvokeError         fulfillment gave no answer to a channel that calls it as a code hook
├── AlexaRequestError   what came is no request of Alexa to this skill
│   ├── EnvelopeMalformed    it is not an Alexa request envelope
│   ├── SkillIdRefused       it is for another skill
│   └── VerificationRefused  Alexa did not sign it, or not now
├── RequestRefused      an HTTP request is not one of ours; says why, and with which status
├── QueueError          a message could not be put into a queue
├── SettingError        the environment of a function lacks a setting, or has a bad one
├── UnreadableError     Slack did not tell who is in a channel
├── UndeliveredError    Slack did not take an answer now; it is worth another try
└── UntrustedEvent      a function was called with something that its queue never carries
"""

from typing import Literal

FailureKind = Literal["invalid", "busy", "throttled", "unavailable"]


class ChannelError(Exception):
    """Base of all errors that channels raise on purpose."""


class ConversationError(ChannelError):
    """A turn could not be taken.

    `kind`: "invalid" (the input; say it differently), "busy" (the session is answering another
    turn), "throttled", "unavailable" (Lex or fulfillment failed: a read may be tried again).
    """

    def __init__(self, kind: FailureKind, message: str) -> None:
        super().__init__(message)
        self.kind: FailureKind = kind


HookFailureKind = Literal["raised", "timeout", "malformed", "throttled"]


class InvokeError(ChannelError):
    """Fulfillment gave no answer to a channel that calls it as a dialog's code hook.

    `kind` is that of `bot.dialog.state.HookFailure`.
    """

    def __init__(self, kind: HookFailureKind) -> None:
        super().__init__(f"the fulfillment function gave no answer: {kind}")
        self.kind: HookFailureKind = kind


class AlexaRequestError(ChannelError):
    """What came is no request of Alexa to this skill. No message holds any of its content."""


class EnvelopeMalformed(AlexaRequestError):  # noqa: N818 - the field says "malformed", not "error"
    """The event is not an Alexa request envelope."""


class SkillIdRefused(AlexaRequestError):  # noqa: N818 - the field says "refused", not "error"
    """The request names another skill than ours."""


class VerificationRefused(AlexaRequestError):  # noqa: N818 - as above
    """The request does not prove that Alexa sent it now."""


class QueueError(ChannelError):
    """A message could not be put into a queue; names the queue's endpoint and what it answered."""


class SettingError(ChannelError):
    """An environment variable is missing or unusable; names it and what it must be."""


class UndeliveredError(ChannelError):
    """An answer could not be delivered now; the message in the queue must be tried again."""


class UnreadableError(ChannelError):
    """Slack did not tell who is in a channel; names the method, what it answered, and the cure.

    `retry_after`: seconds for which Slack wants to be asked nothing; 0 where it said nothing.
    """

    def __init__(self, message: str, retry_after: float = 0) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class UntrustedEvent(ChannelError):  # noqa: N818 - what it is, as the caller logs it
    """An event, or a message in it, that did not come through the queue of this channel."""


class RequestRefused(ChannelError):  # noqa: N818 - says what happened to it
    """An HTTP request is refused: `status` is HTTP's, `code` is for programs."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
