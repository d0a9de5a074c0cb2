"""The error tree of the channels.

ChannelError
└── ConversationError   a turn could not be taken; the message is fit for a person
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
