"""AWS's errors in words for people.

AWS's own messages are not shown: they hold ARNs and account ids.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    NoCredentialsError,
    ReadTimeoutError,
)

from fulfillment.errors import OpsError, OpsFailure, OutcomeUnknown

_DENIED = "AWS denies it to the role that I use"
_REASONS: dict[str, tuple[OpsFailure, str]] = {
    "AccessDenied": ("denied", _DENIED),
    "AccessDeniedException": ("denied", _DENIED),
    "UnauthorizedOperation": ("denied", _DENIED),
    "ExpiredToken": ("denied", "the credentials have expired"),
    "ExpiredTokenException": ("denied", "the credentials have expired"),
    "UnrecognizedClientException": ("denied", "AWS does not know the credentials"),
    "InvalidClientTokenId": ("denied", "AWS does not know the credentials"),
    "Throttling": ("throttled", "AWS asks me to slow down; try again in a moment"),
    "ThrottlingException": ("throttled", "AWS asks me to slow down; try again in a moment"),
    "TooManyRequestsException": ("throttled", "AWS asks me to slow down; try again in a moment"),
    "RequestLimitExceeded": ("throttled", "AWS asks me to slow down; try again in a moment"),
    "ClusterNotFoundException": ("not found", "its cluster does not exist"),
    "ServiceNotFoundException": ("not found", "it does not exist"),
    "ServiceNotActiveException": ("not found", "it is not active any more"),
    "TargetGroupNotFound": ("not found", "its target group does not exist"),
}


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Turn AWS's errors into `OpsError`. `what` completes "I could not": "read orders"."""
    try:
        yield
    except (ConnectTimeoutError, ReadTimeoutError):
        raise OpsError("timeout", what, "AWS did not answer in time") from None
    except NoCredentialsError:
        raise OpsError("denied", what, "I have no AWS credentials") from None
    except ClientError as error:
        raise OpsError(*_explained(error, what)) from None
    except BotoCoreError as error:
        raise OpsError("failed", what, _unreachable(error)) from None


@contextmanager
def writing(what: str) -> Iterator[None]:
    """As `reading`; an answer lost after the request was sent is `OutcomeUnknown`."""
    try:
        yield
    except ConnectTimeoutError:
        raise OpsError("timeout", what, "AWS could not be reached") from None
    except NoCredentialsError:
        raise OpsError("denied", what, "I have no AWS credentials") from None
    except ClientError as error:
        kind, _, why = _explained(error, what)
        is_certain = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500) < 500
        raise (OpsError if is_certain else OutcomeUnknown)(kind, what, why) from None
    except BotoCoreError:
        raise OutcomeUnknown("timeout", what, "no answer came") from None


def _explained(error: ClientError, what: str) -> tuple[OpsFailure, str, str]:
    code = str(error.response.get("Error", {}).get("Code", "")) or "an unnamed error"
    kind, why = _REASONS.get(code, ("failed", f"AWS answered {code[:60]}"))
    return kind, what, why


def _unreachable(error: BotoCoreError) -> str:
    return f"AWS could not be reached ({type(error).__name__})"
