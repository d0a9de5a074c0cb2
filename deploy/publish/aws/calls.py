"""How AWS is called: what may be tried again is, what is refused is told with its cure.

boto3's own retries sleep in wall time and cannot be told to anybody: clients are made with one
attempt (`ONE_ATTEMPT`), and everything else happens here.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, TypeVar, cast

from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
)

from deploy.errors import AwsRefused, PublishError
from deploy.publish.waiting import Clock

Answer = TypeVar("Answer")
Kind = Literal["throttled", "busy", "missing", "quota", "denied", "server", "other"]

ONE_ATTEMPT: Final = Config(
    connect_timeout=5, read_timeout=60, retries={"total_max_attempts": 1, "mode": "standard"}
)
AT_MOST_SECONDS: Final = 120.0
"""How long one call is tried again; then it is the service's turn to be better."""
FIRST_PAUSE_SECONDS: Final = 0.5
LONGEST_PAUSE_SECONDS: Final = 20.0

_KINDS: Final[Mapping[str, Kind]] = {
    "ThrottlingException": "throttled",
    "Throttling": "throttled",
    "TooManyRequestsException": "throttled",
    "RequestLimitExceeded": "throttled",
    "ConflictException": "busy",
    "ResourceConflictException": "busy",
    "ResourceNotFoundException": "missing",
    "ServiceQuotaExceededException": "quota",
    "AccessDeniedException": "denied",
    "AccessDenied": "denied",
    "UnrecognizedClientException": "denied",
    "ExpiredTokenException": "denied",
    "InternalServerException": "server",
    "ServiceException": "server",
    "BadGatewayException": "server",
}
_STATUSES: Final[Mapping[int, Kind]] = {429: "throttled", 404: "missing", 403: "denied"}
_UNSENT = (EndpointConnectionError, ConnectTimeoutError)
_UNANSWERED = (ReadTimeoutError, ConnectionClosedError)


class Calls:
    """Makes calls with patience. A read may be repeated whatever happened to it; a write only
    where it was certainly not done: when it was throttled, the resource was busy, or it never left.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def read(self, call: Callable[[], Answer]) -> Answer:
        """Raises AwsRefused, or PublishError where AWS cannot be reached."""
        return self._repeat(call, frozenset({"throttled", "server"}), also=_UNANSWERED)

    def write(self, call: Callable[[], Answer], *, busy: bool = True) -> Answer:
        """`busy`: whether a conflict passes by waiting. Raises as `read` does."""
        again: set[Kind] = {"throttled", "busy"} if busy else {"throttled"}
        return self._repeat(call, frozenset(again))

    def _repeat(
        self,
        call: Callable[[], Answer],
        again: frozenset[Kind],
        also: tuple[type[BotoCoreError], ...] = (),
    ) -> Answer:
        began, pause = self._clock.now(), FIRST_PAUSE_SECONDS
        while True:
            is_late = self._clock.now() - began >= AT_MOST_SECONDS
            try:
                return call()
            except ClientError as error:
                kind = kind_of(error)
                if is_late or kind not in again:
                    raise refused(error) from error
                wait = retry_after(error) or pause
            except BotoCoreError as error:
                if is_late or not isinstance(error, (*_UNSENT, *also)):
                    raise unreached(error) from error
                wait = pause
            self._clock.sleep(wait)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


def kind_of(error: ClientError) -> Kind:
    code = error.response.get("Error", {}).get("Code", "")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    by_status: Kind = "server" if status >= 500 else _STATUSES.get(status, "other")
    return _KINDS.get(code, by_status)


def retry_after(error: ClientError) -> float:
    """Seconds that the answer asks to wait; 0 where it does not say."""
    headers = error.response.get("ResponseMetadata", {}).get("HTTPHeaders", {})
    try:
        seconds = float(cast("str", headers.get("retry-after", "")))
    except ValueError:
        return 0.0
    return min(max(seconds, 0.0), AT_MOST_SECONDS)


def refused(error: ClientError) -> AwsRefused:
    """The error of ours for an answer that is one."""
    detail: Mapping[str, Any] = error.response.get("Error", {})
    kind = kind_of(error)
    message = f"{error.operation_name} was refused: {detail.get('Message', '')}".rstrip(": ")
    return AwsRefused(kind, f"{message} ({detail.get('Code', 'no code')}){_CURES.get(kind, '')}")


def unreached(error: BotoCoreError) -> PublishError:
    """The error of ours where there is no answer."""
    if isinstance(error, NoCredentialsError):
        return PublishError(f"there are no AWS credentials: {_CREDENTIALS}")
    if isinstance(error, _UNANSWERED):
        return PublishError(f"{error}. It is not known whether it was done: run the command again")
    return PublishError(f"AWS cannot be called ({type(error).__name__}): {error}")


_CREDENTIALS = "sign in (`aws sso login`), or name a profile with --profile NAME"
_CURES: Final[Mapping[Kind, str]] = {
    "denied": f". Check the credentials and their IAM policy: docs/publishing.md lists what is "
    f"needed; or {_CREDENTIALS}",
    "throttled": ". Too many calls in this account: try again in some minutes",
    "server": ". The service failed: run the command again",
    "busy": ". Something else changes it at the moment: run the command again",
}
