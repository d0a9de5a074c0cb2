"""The bot's Lambda function, invoked as Lex does: synchronously, once, for at most 30 seconds."""

from collections.abc import Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Final

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ReadTimeoutError

from bot.errors import CodeHookError
from bot.lex.code_hook import MAX_ANSWER_BYTES
from bot.runtime.functions.answers import (
    TIMEOUT_SECONDS,
    answered,
    payload_of,
    raised,
    timed_out,
)

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_lambda.type_defs import InvocationResponseTypeDef

_THROTTLED: Final = ("TooManyRequestsException", "ThrottlingException")


def lambda_client(
    endpoint_url: str | None = None, region: str | None = None, connections: int = 64
) -> "LambdaClient":
    """A client that waits as long as Lex does and never retries: a hook may change something."""
    config = Config(
        connect_timeout=5,
        read_timeout=TIMEOUT_SECONDS,
        retries={"total_max_attempts": 1},
        max_pool_connections=connections,
    )
    return boto3.client("lambda", endpoint_url=endpoint_url, region_name=region, config=config)


class LambdaHook:
    """A `CodeHook`: invokes the function `arn` with `client`. Thread-safe as the client is."""

    def __init__(self, client: "LambdaClient", arn: str) -> None:
        self._client = client
        self._arn = arn

    def __call__(self, event: Mapping[str, object]) -> object:
        """The function's answer. Raises CodeHookError."""
        try:
            response = self._client.invoke(FunctionName=self._arn, Payload=payload_of(event))
            # Closing drops the connection only where the answer was longer than what is read.
            with closing(response["Payload"]) as stream:
                body = stream.read(MAX_ANSWER_BYTES + 1)
        except ReadTimeoutError:
            raise timed_out(self._arn) from None
        except ClientError as error:
            raise self._refused(error) from None
        except BotoCoreError as error:
            raise CodeHookError("raised", f"Failed to invoke Lambda {self._arn}: {error}") from None
        return self._document(response, body)

    def _refused(self, error: ClientError) -> CodeHookError:
        code = error.response.get("Error", {}).get("Code", "")
        return CodeHookError(
            "throttled" if code in _THROTTLED else "raised",
            f"Failed to invoke Lambda {self._arn}: {code}",
        )

    def _document(self, response: "InvocationResponseTypeDef", body: bytes) -> object:
        if function_error := response.get("FunctionError"):
            raise raised(function_error, body, self._arn)
        return answered(body, self._arn)
