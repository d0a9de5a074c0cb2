"""The error tree of fulfillment.

FulfillmentError            a mistake of the caller or the world, with a message for a person
├── AssertionRefused        the signed assertion of a channel does not hold
└── WireError               a document of ours does not have the form it must have
"""


class FulfillmentError(Exception):
    """Base of all errors that fulfillment raises on purpose."""


class AssertionRefused(FulfillmentError):  # noqa: N818 - the field says "refused", not "error"
    """An assertion is forged, expired, malformed, or bound to something else."""


class WireError(FulfillmentError):
    """A JSON document between our own parts is malformed; names the key and what was expected."""
