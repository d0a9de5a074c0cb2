"""AWS's errors in words for people.

AWS's own messages are not shown: they hold ARNs and account ids.
"""

import re
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
from fulfillment.sentences import Phrase, phrase

_DENIED = phrase("aws_denies")
_ACTION = re.compile(r"not authorized to perform: (?P<action>[a-z0-9-]{1,40}:[A-Za-z0-9]{1,60})")
_EXPIRED = phrase("credentials_expired")
_UNKNOWN = phrase("credentials_unknown")
_SLOW_DOWN = phrase("aws_slows_down")
_REASONS: dict[str, tuple[OpsFailure, Phrase]] = {
    "AccessDenied": ("denied", _DENIED),
    "AccessDeniedException": ("denied", _DENIED),
    "UnauthorizedOperation": ("denied", _DENIED),
    "ExpiredToken": ("denied", _EXPIRED),
    "ExpiredTokenException": ("denied", _EXPIRED),
    "UnrecognizedClientException": ("denied", _UNKNOWN),
    "InvalidClientTokenId": ("denied", _UNKNOWN),
    "Throttling": ("throttled", _SLOW_DOWN),
    "ThrottlingException": ("throttled", _SLOW_DOWN),
    "TooManyRequestsException": ("throttled", _SLOW_DOWN),
    "RequestLimitExceeded": ("throttled", _SLOW_DOWN),
    "ClusterNotFoundException": ("not found", phrase("no_cluster")),
    "ServiceNotFoundException": ("not found", phrase("does_not_exist")),
    "ParameterNotFound": ("failed", phrase("does_not_exist")),
    "ServiceNotActiveException": ("not found", phrase("not_active")),
    "TargetGroupNotFound": ("not found", phrase("no_target_group")),
    "PipelineNotFoundException": ("not found", phrase("does_not_exist")),
    "ApprovalAlreadyCompletedException": ("failed", phrase("approval_over")),
    "InvalidApprovalTokenException": ("failed", phrase("approval_over")),
    "StageNotRetryableException": ("failed", phrase("not_retryable")),
    "NotLatestPipelineExecutionException": ("failed", phrase("newer_execution")),
    "UnableToRollbackStageException": ("failed", phrase("cannot_roll_back")),
    "PipelineExecutionOutdatedException": ("failed", phrase("cannot_roll_back")),
    "RepositoryNotFoundException": ("not found", phrase("no_repository")),
    "ImageNotFoundException": ("not found", phrase("no_image")),
    "ScanNotFoundException": ("not found", phrase("no_scan")),
    "SubscriptionRequiredException": ("denied", phrase("needs_support_plan")),
    # Cost Explorer's; what CloudWatch Logs means by it is told in `ops.logs`.
    "LimitExceededException": ("throttled", _SLOW_DOWN),
    "DataUnavailableException": ("unavailable", phrase("no_cost_data")),
    "NoSuchHostedZone": ("failed", phrase("no_hosted_zone")),
}


@contextmanager
def reading(what: Phrase) -> Iterator[None]:
    """Turn AWS's errors into `OpsError`. `what` completes "I could not"."""
    try:
        yield
    except (ConnectTimeoutError, ReadTimeoutError):
        raise OpsError("timeout", what, phrase("aws_too_slow")) from None
    except NoCredentialsError:
        raise OpsError("denied", what, phrase("no_credentials")) from None
    except ClientError as error:
        raise OpsError(*_explained(error, what)) from None
    except BotoCoreError as error:
        raise OpsError("failed", what, _unreachable(error)) from None


@contextmanager
def writing(what: Phrase) -> Iterator[None]:
    """As `reading`; an answer lost after the request was sent is `OutcomeUnknown`."""
    try:
        yield
    except ConnectTimeoutError:
        raise OpsError("timeout", what, phrase("aws_unreached")) from None
    except NoCredentialsError:
        raise OpsError("denied", what, phrase("no_credentials")) from None
    except ClientError as error:
        kind, _, why = _explained(error, what)
        is_certain = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500) < 500
        raise (OpsError if is_certain else OutcomeUnknown)(kind, what, why) from None
    except BotoCoreError:
        raise OutcomeUnknown("timeout", what, phrase("no_answer_came")) from None


def _explained(error: ClientError, what: Phrase) -> tuple[OpsFailure, Phrase, Phrase]:
    code = str(error.response.get("Error", {}).get("Code", ""))
    unlisted = phrase("aws_answered", code=code[:60]) if code else phrase("aws_answered_unnamed")
    kind, why = _REASONS.get(code, ("failed", unlisted))
    return kind, what, _denied(error) if why is _DENIED else why


def _denied(error: ClientError) -> Phrase:
    """With the permission that is missing, where AWS names it: all else of its message is not told.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
    """
    found = _ACTION.search(str(error.response.get("Error", {}).get("Message", "")))
    return phrase("aws_denies_action", action=found["action"]) if found else _DENIED


def _unreachable(error: BotoCoreError) -> Phrase:
    return phrase("aws_unreached_for", error=type(error).__name__)
