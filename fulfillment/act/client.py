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
from fulfillment.sentences import Say
from fulfillment.turn import Reply

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

TIMEOUT_SECONDS = 20
"""The act function's own limit, and below fulfillment's."""


class LambdaAct:
    """`Act` over Lambda."""

    def __init__(self, client: "LambdaClient", function: str) -> None:
        """`client` must not retry."""
        self._client = client
        self._function = function

    def __call__(self, say: Say, plan_id: str, assertion: str) -> Reply:
        payload = json.dumps({"plan": plan_id, "assertion": assertion})
        try:
            answer = self._client.invoke(FunctionName=self._function, Payload=payload)
            document = json.loads(answer["Payload"].read())
        except (ClientError, ConnectTimeoutError, EndpointConnectionError) as error:
            return _unknown(say) if _may_have_run(error) else _failed(say("yes_not_sent"))
        except (BotoCoreError, ValueError):
            return _unknown(say)
        if "FunctionError" in answer:
            return _unknown(say)
        return _reply(say, document)


def _may_have_run(error: Exception) -> bool:
    """A refusal by Lambda (4xx) never reached the function."""
    if not isinstance(error, ClientError):
        return False
    return error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500) >= 500


def _reply(say: Say, document: object) -> Reply:
    try:
        if isinstance(document, dict) and "error" in document:
            return _failed(say("yes_without_effect", why=document["error"]["message"]))
        return reply_from_json(document["reply"])  # type: ignore[index]  # caught below
    except (WireError, KeyError, TypeError):
        return _unknown(say)


def _unknown(say: Say) -> Reply:
    return _failed(say("yes_unanswered"))


def _failed(text: str) -> Reply:
    return Reply(text=text, speech=text, state="failed")
