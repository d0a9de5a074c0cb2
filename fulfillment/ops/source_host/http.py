"""Requests to the source host: the one place that speaks to it. Bounded in time and size."""

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fulfillment.errors import OpsError, OpsFailure
from fulfillment.sentences import Phrase, phrase

if TYPE_CHECKING:
    import urllib3

_CONNECT_SECONDS, _READ_SECONDS = 2.0, 6.0
_MOST_BYTES = 8 * 1024 * 1024
"""The first page of a comparison has the changes of up to 300 files."""
_VERSION = "2022-11-28"


class Http:
    """GETs JSON. Thread-safe; the token is asked for once."""

    def __init__(self, url: str, token: Callable[[], str]) -> None:
        self._url = url.rstrip("/")
        self._token = token
        self._headers: Mapping[str, str] | None = None
        self._pool: urllib3.PoolManager | None = None

    def get(self, path: str, what: Phrase, query: Mapping[str, str | int] | None = None) -> Any:
        """The answer to `path`, parsed. Raises `OpsError`; `what` completes "I could not"."""
        import urllib3  # noqa: PLC0415 - only for those who ask about source code

        self._prepare()
        try:
            answer = self._open().request(
                "GET",
                f"{self._url}{path}",
                fields={name: str(value) for name, value in (query or {}).items()},
                headers=self._headers,
                redirect=False,
                preload_content=False,
            )
            with answer:
                body = answer.read(_MOST_BYTES + 1)
        except urllib3.exceptions.TimeoutError:
            raise OpsError("timeout", what, phrase("source_too_slow")) from None
        except urllib3.exceptions.HTTPError as error:
            raise OpsError("failed", what, _unreached(error)) from None
        if answer.status != HTTPStatus.OK:
            raise OpsError(*_refused(answer.status, answer.headers, what))
        return _parsed(body, what)

    def _prepare(self) -> None:
        if self._headers is None:
            token = self._token()
            signed = {"authorization": f"Bearer {token}"} if token else {}
            self._headers = {
                "accept": "application/vnd.github+json",
                "user-agent": "ground-control",
                "x-github-api-version": _VERSION,
                **signed,
            }

    def _open(self) -> "urllib3.PoolManager":
        import urllib3  # noqa: PLC0415 - see above

        if self._pool is None:
            timeout = urllib3.Timeout(connect=_CONNECT_SECONDS, read=_READ_SECONDS)
            retries = urllib3.Retry(connect=1, read=0, redirect=0, status=0, other=0)
            self._pool = urllib3.PoolManager(timeout=timeout, retries=retries, maxsize=8)
        return self._pool


def _refused(
    status: int, headers: Mapping[str, str], what: Phrase
) -> tuple[OpsFailure, Phrase, Phrase]:
    is_spent = headers.get("x-ratelimit-remaining") == "0" or "retry-after" in headers
    if status == HTTPStatus.TOO_MANY_REQUESTS or (status == HTTPStatus.FORBIDDEN and is_spent):
        return "throttled", what, phrase("source_slows_down")
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return "denied", what, phrase("source_denies")
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY):
        return "not found", what, phrase("source_lacks_it")
    return "failed", what, phrase("source_answered", code=status)


def _parsed(body: bytes, what: Phrase) -> Any:
    if len(body) > _MOST_BYTES:
        raise OpsError("failed", what, phrase("source_too_long"))
    try:
        return json.loads(body)
    except ValueError:
        raise OpsError("failed", what, phrase("source_garbled")) from None


def _unreached(error: Exception) -> Phrase:
    return phrase("source_unreached", error=type(error).__name__)
