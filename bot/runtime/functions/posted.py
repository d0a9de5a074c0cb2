"""A function behind a URL: SAM's, the runtime interface emulator's, or any that takes the event."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from urllib3 import HTTPResponse, PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError, ReadTimeoutError
from urllib3.response import BaseHTTPResponse

from bot.errors import CodeHookError
from bot.lex.code_hook import MAX_ANSWER_BYTES
from bot.runtime.functions.answers import (
    TIMEOUT_SECONDS,
    answered,
    payload_of,
    raised,
    timed_out,
)

_FUNCTION_ERROR = "x-amz-function-error"


class PostedFunction:
    """A `CodeHook`: POSTs the event as JSON to `url` and takes the body as the answer.

    Once, without retry and without following redirects. A function that raised says so as Lambda
    does: with the header X-Amz-Function-Error, or with a body of errorType and errorMessage alone.
    Thread-safe.
    """

    def __init__(self, url: str, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._url = url
        self.where = _without_secrets(url)
        self._seconds = timeout_seconds
        self._pool = PoolManager(
            maxsize=64,
            retries=Retry(0, redirect=False, raise_on_redirect=False),
            timeout=Timeout(connect=5, read=timeout_seconds),
        )

    def __call__(self, event: Mapping[str, object]) -> object:
        """The function's answer. Raises CodeHookError."""
        headers = {"content-type": "application/json"}
        try:
            response = self._pool.request(
                "POST", self._url, body=payload_of(event), headers=headers, preload_content=False
            )
            body = _read(response)
        except ReadTimeoutError:
            raise timed_out(self.where, self._seconds) from None
        except HTTPError as error:
            reason = type(error.__cause__ or error).__name__
            raise CodeHookError(
                "raised", f"Failed to invoke Lambda {self.where}: {reason}; is it running?"
            ) from None
        self._check(response, body)
        return self._document(body)

    def _check(self, response: BaseHTTPResponse, body: bytes) -> None:
        if function_error := response.headers.get(_FUNCTION_ERROR):
            raise raised(function_error, body, self.where)
        if response.status == 429:
            raise CodeHookError("throttled", f"Failed to invoke Lambda {self.where}: HTTP 429")
        if not 200 <= response.status < 300:
            raise CodeHookError(
                "raised", f"Failed to invoke Lambda {self.where}: HTTP {response.status}"
            )

    def _document(self, body: bytes) -> object:
        document = answered(body, self.where)
        if _is_error(document):
            raise raised("Unhandled", body, self.where)
        return document


def _is_error(document: object) -> bool:
    """An error as Lambda's runtimes report it; older emulators send it without the header."""
    names = set(document) if isinstance(document, dict) else set()
    return "errorType" in names and "sessionState" not in names


def _read(response: BaseHTTPResponse) -> bytes:
    assert isinstance(response, HTTPResponse)  # noqa: S101 - what a pool gives
    try:
        body: bytes = response.read(MAX_ANSWER_BYTES + 1)
    finally:
        response.release_conn()
    return body


def _without_secrets(url: str) -> str:
    """`url` as errors may show it: callers see them, and need not see its name and password."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}{parts.path}"
