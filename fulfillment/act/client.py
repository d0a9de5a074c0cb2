"""Asking the act function to use a plan: one Lambda Invoke, never repeated."""

import json
from typing import TYPE_CHECKING

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
)

from fulfillment.errors import WireError
from fulfillment.reply_json import reply_from_json
from fulfillment.turn import Reply

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

TIMEOUT_SECONDS = 20
"""The act function's own limit, and below fulfillment's."""
_UNKNOWN = (
    "I passed it on and got no answer: it may have started, or not. "
    "I will not try again by myself. Ask for the rollout status."
)
_NOT_SENT = "I could not pass this yes on, so it had no effect. Try again in a moment."


class LambdaAct:
    """`Act` over Lambda."""

    def __init__(self, client: "LambdaClient", function: str) -> None:
        """`client` must not retry."""
        self._client = client
        self._function = function

    def __call__(self, plan_id: str, assertion: str) -> Reply:
        payload = json.dumps({"plan": plan_id, "assertion": assertion})
        try:
            answer = self._client.invoke(FunctionName=self._function, Payload=payload)
            document = json.loads(answer["Payload"].read())
        except (ClientError, ConnectTimeoutError, EndpointConnectionError) as error:
            return _failed(_UNKNOWN if _may_have_run(error) else _NOT_SENT)
        except (BotoCoreError, ValueError):
            return _failed(_UNKNOWN)
        if "FunctionError" in answer:
            return _failed(_UNKNOWN)
        return _reply(document)


def _may_have_run(error: Exception) -> bool:
    """A refusal by Lambda (4xx) never reached the function."""
    if not isinstance(error, ClientError):
        return False
    return error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500) >= 500


def _reply(document: object) -> Reply:
    try:
        if isinstance(document, dict) and "error" in document:
            return _failed(f"{document['error']['message']} This yes had no effect.")
        return reply_from_json(document["reply"])  # type: ignore[index]  # caught below
    except (WireError, KeyError, TypeError):
        return _failed(_UNKNOWN)


def _failed(text: str) -> Reply:
    return Reply(text=text, speech=text, state="failed")
