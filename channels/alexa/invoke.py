"""Calling fulfillment: the only I/O of a turn, besides reading a stored reply."""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from botocore.exceptions import BotoCoreError, ClientError, ReadTimeoutError

from channels.client.replies import ReadReply
from channels.errors import InvokeError

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

Json = dict[str, Any]

_logger = logging.getLogger(__name__)

MAX_TIMEOUT_SECONDS = 6
"""Of one call: Alexa gives a skill about 8 seconds for the whole turn."""


class InvokeFulfillment(Protocol):
    """The port: one synchronous call, never repeated."""

    def __call__(self, event: Json, timeout_seconds: int) -> Json:
        """The answer to `event`. Raises `InvokeError`."""


@dataclass(frozen=True)
class LambdaInvoke:
    """`InvokeFulfillment` by Lambda Invoke.

    A client's time limit is fixed when it is made, so there is one client for every whole second:
    most processes only ever make one.
    """

    function: str
    client_for: "Callable[[int], LambdaClient]"
    """Read time limit in seconds -> a client that never retries."""
    _clients: "dict[int, LambdaClient]" = field(default_factory=dict)

    def __call__(self, event: Json, timeout_seconds: int) -> Json:
        try:
            answer = self._client(timeout_seconds).invoke(
                FunctionName=self.function, Payload=json.dumps(event)
            )
            payload = answer["Payload"].read()
        except ReadTimeoutError:
            raise InvokeError("timeout") from None
        except ClientError as error:
            throttled = error.response["Error"]["Code"] == "TooManyRequestsException"
            raise InvokeError("throttled" if throttled else "raised") from error
        except BotoCoreError as error:
            raise InvokeError("raised") from error
        if "FunctionError" in answer:
            raise InvokeError("raised")
        return _document(payload)

    def _client(self, timeout_seconds: int) -> "LambdaClient":
        if timeout_seconds not in self._clients:
            self._clients[timeout_seconds] = self.client_for(timeout_seconds)
        return self._clients[timeout_seconds]


def forgiving(read_stored: ReadReply) -> ReadReply:
    """`read_stored`, with None where the table does not answer: the text of the reply has come
    already, and what was done is done."""

    def read(event_id: str) -> Mapping[str, Any] | None:
        try:
            return read_stored(event_id)
        except (BotoCoreError, ClientError) as error:
            _logger.warning("request %s: no stored reply: %s", event_id, type(error).__name__)
            return None

    return read


def _document(payload: bytes) -> Json:
    try:
        document = json.loads(payload)
    except ValueError:
        raise InvokeError("malformed") from None
    if not isinstance(document, dict):
        raise InvokeError("malformed")
    return document
