"""Lambda's API on top of moto's records: invocations go to real worker processes."""

import json
import logging
import os
import re
import threading
import uuid
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

from deploy.local.account import refusals
from deploy.local.account.clock import SimulatedClock
from deploy.local.account.http import HttpRequest, HttpResponse
from deploy.local.account.lambda_pool import FunctionSpec, Invocation, LambdaPool, Throttled
from deploy.local.account.slim_moto import LambdaFunction, UnknownFunctionException, lambda_backends

_log = logging.getLogger(__name__)

MOST_REQUEST_BYTES = 6_291_456
ASYNC_RETRY_SECONDS = (60.0, 120.0)
"""Waits before the two retries of an asynchronous invocation that failed."""

RESERVED = frozenset(
    {
        "_HANDLER",
        "AWS_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID",
        "AWS_DEFAULT_REGION",
        "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME",
        "AWS_REGION",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "LAMBDA_RUNTIME_DIR",
        "LAMBDA_TASK_ROOT",
    }
)
"""Variables that AWS does not let a function set."""

_INVOKE_PATH = re.compile(r"/2015-03-31/functions/(?P<name>.+)/invocations/?$")


class UnknownFunction(Exception):  # noqa: N818 - says what is the matter
    """There is no function of that name, version or alias."""


class LambdaService:
    """Finds functions and invokes them; never holds the account's lock while one runs."""

    def __init__(
        self,
        pool: LambdaPool,
        clock: SimulatedClock,
        lock: "threading.RLock",
        endpoint: str,
    ) -> None:
        self._pool = pool
        self._clock = clock
        self._lock = lock
        self._endpoint = endpoint
        self._background = ThreadPoolExecutor(16, thread_name_prefix="lambda-event")

    def stop(self) -> None:
        self._background.shutdown(wait=False, cancel_futures=True)

    def invoke(self, request: HttpRequest, account: str, region: str) -> HttpResponse:
        """The Invoke operation: RequestResponse, Event and DryRun."""
        path = _INVOKE_PATH.search(request.path)
        if path is None:
            return _refuse(request, "ResourceNotFoundException", "no such path", 404)
        qualifier = parse_qs(request.target.partition("?")[2]).get("Qualifier", [None])[0]
        try:
            function = self.find(unquote(path["name"]), qualifier, account, region)
        except UnknownFunction as error:
            return _refuse(request, "ResourceNotFoundException", str(error), 404)
        if len(request.body) > MOST_REQUEST_BYTES:
            reason = f"{len(request.body)} bytes exceed {MOST_REQUEST_BYTES}"
            return _refuse(request, "RequestTooLargeException", reason, 413)
        if not _is_json(request.body or b"{}"):
            reason = "Could not parse request body into json"
            return _refuse(request, "InvalidRequestContentException", reason)
        return self._invoke_as(request, function)

    def _invoke_as(self, request: HttpRequest, function: FunctionSpec) -> HttpResponse:
        kind = request.headers.get("x-amz-invocation-type", "RequestResponse")
        headers = {"x-amzn-requestid": str(uuid.uuid4()), "x-amz-executed-version": "$LATEST"}
        payload = request.body or b"{}"
        if kind == "DryRun":
            return HttpResponse(204, b"", headers)
        if kind == "Event":
            self._invoke_later(function, payload, 0)
            return HttpResponse(202, b"", headers)
        try:
            answer = self.run(function, payload, headers["x-amzn-requestid"])
        except Throttled:
            return _refuse(request, "TooManyRequestsException", "Rate Exceeded.", 429)
        if answer.error:
            headers["x-amz-function-error"] = answer.error
        return HttpResponse(200, answer.payload, {**headers, "content-type": "application/json"})

    def run(self, function: FunctionSpec, payload: bytes, request_id: str = "") -> Invocation:
        """Invoke and wait. Raises `Throttled`."""
        return self._pool.invoke(function, payload, request_id or str(uuid.uuid4()))

    def _invoke_later(self, function: FunctionSpec, payload: bytes, attempt: int) -> None:
        self._background.submit(self._try, function, payload, attempt)

    def _try(self, function: FunctionSpec, payload: bytes, attempt: int) -> None:
        try:
            failed = bool(self.run(function, payload).error)
        except Throttled:
            failed = True
        if not failed:
            return
        if attempt == len(ASYNC_RETRY_SECONDS):
            _log.error("[%s] gave up an event after %d tries", function.name, attempt + 1)
            return
        self._clock.call_in(
            ASYNC_RETRY_SECONDS[attempt],
            lambda: self._invoke_later(function, payload, attempt + 1),
        )

    def find(
        self, name_or_arn: str, qualifier: str | None, account: str, region: str
    ) -> FunctionSpec:
        """Raises `UnknownFunction`."""
        with self._lock:
            try:
                made = lambda_backends[account][region].get_function(name_or_arn, qualifier)
            except UnknownFunctionException as error:
                raise UnknownFunction(error.message) from error
            return self._spec(made)

    def _spec(self, made: LambdaFunction) -> FunctionSpec:
        own = dict(made.environment_vars or {})
        return FunctionSpec(
            name=made.function_name,
            arn=made.function_arn,
            handler=made.handler or "",
            environment={**_base(made, self._endpoint), **own},
            timeout=int(made.timeout),
            memory=int(made.memory_size),
            version=str(made.version),
            # moto draws a new one at every UpdateFunctionCode, also for the same zip.
            revision=str(made.code.get("UUID", "")),
        )


def _base(made: LambdaFunction, endpoint: str) -> dict[str, str]:
    """What every function finds in its environment, whatever its creator passes."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": os.environ.get("HOME", "/"),
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "PYTHONPATH": str(Path.cwd()),
        "LAMBDA_TASK_ROOT": str(Path.cwd()),
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{made.run_time}",
        "AWS_LAMBDA_FUNCTION_NAME": made.function_name,
        "AWS_LAMBDA_FUNCTION_VERSION": str(made.version),
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(made.memory_size),
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{made.function_name}",
        "AWS_REGION": made.region,
        "AWS_DEFAULT_REGION": made.region,
        "AWS_ACCESS_KEY_ID": "made-up-by-simulated-account",
        "AWS_SECRET_ACCESS_KEY": "made-up-by-simulated-account",
        "AWS_SESSION_TOKEN": "made-up-by-simulated-account",
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_EC2_METADATA_DISABLED": "true",
        # A person's profile must not leak into a function.
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }


def reserved_variables(body: Mapping[str, Any]) -> list[str]:
    """Variables in a CreateFunction or UpdateFunctionConfiguration that AWS reserves."""
    variables = (body.get("Environment") or {}).get("Variables") or {}
    return sorted(RESERVED & set(variables))


def _is_json(payload: bytes) -> bool:
    try:
        json.loads(payload)
    except ValueError:
        return False
    return True


def _refuse(request: HttpRequest, code: str, message: str, status: int = 400) -> HttpResponse:
    return refusals.refuse(request, "lambda", code, message, status)
