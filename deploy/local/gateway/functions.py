"""Calling the functions behind the routes: the only place here that speaks to AWS."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ReadTimeoutError

from deploy.errors import FunctionFailed, FunctionUnreachable

Invoke = Callable[[str, Mapping[str, Any]], object]
"""(function name, event) -> the function's answer, any JSON.

Raises `FunctionFailed` where the function failed, `FunctionUnreachable` where it was not reached
or did not answer in time.
"""

TIMEOUT_SECONDS = 30
"""API Gateway's, for an HTTP API."""


def lambda_invoke(endpoint_url: str) -> Invoke:
    """Invoke by boto3 at this endpoint, once, with made-up credentials and no proxy."""
    client = boto3.Session().client(
        "lambda",
        endpoint_url=endpoint_url,
        region_name="us-east-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106 - made up: the simulated account checks none
        config=Config(
            retries={"total_max_attempts": 1},
            connect_timeout=2,
            read_timeout=TIMEOUT_SECONDS,
            max_pool_connections=40,
            proxies={},
        ),
    )

    def invoke(function: str, event: Mapping[str, Any]) -> object:
        try:
            answer = client.invoke(FunctionName=function, Payload=json.dumps(event))
            payload = answer["Payload"].read()
        except ClientError as error:
            raise FunctionFailed(function, error.response["Error"].get("Code", "")) from error
        except ReadTimeoutError as error:
            raise FunctionUnreachable(function, f"no answer in {TIMEOUT_SECONDS} s") from error
        except BotoCoreError as error:
            raise FunctionUnreachable(function, type(error).__name__) from error
        if "FunctionError" in answer:
            raise FunctionFailed(function, _error_type(payload))
        return _json(function, payload)

    return invoke


def _error_type(payload: bytes) -> str:
    """The type alone: an error's message and stack can quote what a person said."""
    try:
        return str(json.loads(payload).get("errorType", "unknown"))
    except (ValueError, AttributeError):
        return "unknown"


def _json(function: str, payload: bytes) -> object:
    try:
        return json.loads(payload)
    except ValueError as error:
        raise FunctionFailed(function, "the answer is not JSON") from error
