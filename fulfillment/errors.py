"""The error tree of fulfillment.

FulfillmentError            a mistake of the caller or the world
├── SayableError            has a phrase for a person, whatever their language
│   ├── AssertionRefused    the signed assertion of a channel does not hold
│   │   └── AssertionSpent  it has served another request
│   ├── OpsError            AWS did not answer what was asked
│   │   └── OutcomeUnknown  a write was sent and no answer came
│   └── StoreError          the table or the keys could not be reached
├── PlanRefused             a change makes no sense in the present state; says so to the person
├── WireError               a JSON document between our own parts is malformed
├── DocumentError           the policy or the environments file is wrong
└── HandlerMissing          an intent has no handler
"""

from typing import Literal

from fulfillment.plan import About
from fulfillment.sentences import Phrase, phrase

OpsFailure = Literal["denied", "throttled", "timeout", "not found", "unavailable", "failed"]


class FulfillmentError(Exception):
    """Base of all errors that fulfillment raises on purpose."""


class SayableError(FulfillmentError):
    """An error that a person is told of; `str` gives the phrase without any language, for a log."""

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(str(phrase))
        self.phrase = phrase


class AssertionRefused(SayableError):  # noqa: N818 - the field says "refused", not "error"
    """An assertion is forged, expired, malformed, or bound to something else.

    Its phrase says which, as part of a sentence, and never holds the token.
    """


class AssertionSpent(AssertionRefused):
    """An assertion has served another request. Its phrase is a whole sentence."""


class WireError(FulfillmentError):
    """A JSON document between our own parts is malformed; names the key and what was expected."""


class DocumentError(FulfillmentError):
    """The policy or the environments file is wrong. The message has one line a problem."""


class HandlerMissing(FulfillmentError):  # noqa: N818 - the field says "missing", not "error"
    """An intent has no handler module, or it lacks the function; the message is the stub."""


class OpsError(SayableError):
    """AWS did not answer what was asked. Its phrase is a whole sentence."""

    def __init__(self, kind: OpsFailure, what: Phrase, why: Phrase) -> None:
        """`what` completes "I could not", `why` completes "because": both without a full stop."""
        super().__init__(phrase("could_not", what=what, why=why))
        self.kind = kind
        self.why = why


class OutcomeUnknown(OpsError):  # noqa: N818 - not an error: nobody knows
    """A write was sent and no answer came. It must not be sent again."""


class StoreError(SayableError):
    """The table of plans, operations and replies could not be reached, or the channels' keys."""


class PlanRefused(FulfillmentError):  # noqa: N818 - the field says "refused", not "error"
    """A change that makes no sense in the present state; the message (Markdown) says why.

    `about`: what it would have been about, where that was found out on the way: the message is only
    for somebody who may do it there, for one of these. () is what was said.
    """

    def __init__(self, message: str, *about: About) -> None:
        super().__init__(message)
        self.about = about
