"""The error tree of fulfillment.

FulfillmentError            a mistake of the caller or the world, with a message for a person
├── AssertionRefused        the signed assertion of a channel does not hold
├── WireError               a JSON document between our own parts is malformed
├── DocumentError           the policy or the environments file is wrong
├── HandlerMissing          an intent has no handler
├── OpsError                AWS did not answer what was asked
│   └── OutcomeUnknown      a write was sent and no answer came
├── StoreError              the table could not be reached
└── PlanRefused             a change makes no sense in the present state
"""

from typing import Literal

OpsFailure = Literal["denied", "throttled", "timeout", "not found", "unavailable", "failed"]


class FulfillmentError(Exception):
    """Base of all errors that fulfillment raises on purpose."""


class AssertionRefused(FulfillmentError):  # noqa: N818 - the field says "refused", not "error"
    """An assertion is forged, expired, malformed, or bound to something else."""


class WireError(FulfillmentError):
    """A JSON document between our own parts is malformed; names the key and what was expected."""


class DocumentError(FulfillmentError):
    """The policy or the environments file is wrong. The message has one line a problem."""


class HandlerMissing(FulfillmentError):  # noqa: N818 - the field says "missing", not "error"
    """An intent has no handler module, or it lacks the function; the message is the stub."""


class OpsError(FulfillmentError):
    """AWS did not answer what was asked. The message is a whole sentence for a person."""

    def __init__(self, kind: OpsFailure, what: str, why: str) -> None:
        """`what` completes "I could not", `why` completes "because": both without a full stop."""
        super().__init__(f"I could not {what} because {why}.")
        self.kind = kind


class OutcomeUnknown(OpsError):  # noqa: N818 - not an error: nobody knows
    """A write was sent and no answer came. It must not be sent again."""


class StoreError(FulfillmentError):
    """The table of plans, operations and replies could not be reached."""


class PlanRefused(FulfillmentError):  # noqa: N818 - the field says "refused", not "error"
    """A change that makes no sense in the present state; the message (Markdown) says why."""
