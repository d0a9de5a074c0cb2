"""Requests to GitHub Actions and Jenkins. For reading: GET only. Bounded in time and size."""

import base64
import json
import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, NamedTuple

from fulfillment.errors import OpsError
from fulfillment.ops.failures import reading
from fulfillment.ops.reach import Reach
from fulfillment.sentences import Phrase, phrase

if TYPE_CHECKING:
    import urllib3

_CONNECT_SECONDS, _READ_SECONDS = 2.0, 6.0
_MOST_BYTES = 8 * 1024 * 1024
_MOST_REDIRECTS = 2
"""GitHub keeps logs at another host: urllib3 sends no authorization there."""
_REFERENCE = re.compile(
    r"arn:[^:]+:(?P<kind>ssm|secretsmanager):(?P<region>[^:]+):\d+:(?P<rest>.+)"
)
Headers = Callable[[], Mapping[str, str]]


class Answer(NamedTuple):
    status: int
    body: bytes


class Web:
    """One host. Raises `OpsError`; `what` completes "I could not"."""

    def __init__(self, host: str, url: str, headers: Headers) -> None:
        """`host`: what people call it. `headers` is asked once, for the first request."""
        self.host = host
        self._url = url
        self._ask_headers = headers
        self._headers: Mapping[str, str] | None = None
        self._pool: urllib3.PoolManager | None = None

    def get(self, path: str, what: Phrase, **query: str | int) -> Any:
        """The answer to `path`, parsed."""
        answer = self._answered("GET", path, what, query=query)
        try:
            return json.loads(answer.body)
        except ValueError:
            raise OpsError("failed", what, phrase("host_garbled", host=self.host)) from None

    def lines(self, path: str, what: Phrase, most: int) -> list[str]:
        """The last `most` lines of a text."""
        body = self._answered("GET", path, what).body
        return body.decode("utf-8", "replace").splitlines()[-most:]

    def _answered(
        self,
        method: str,
        path: str,
        what: Phrase,
        query: Mapping[str, str | int] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Answer:
        import urllib3  # noqa: PLC0415 - cold start, and only for those who have such a host

        try:
            answer = self._request(method, path, query, body)
        except urllib3.exceptions.HTTPError as error:
            why, broken = getattr(error, "reason", error), urllib3.exceptions
            # A connection that is refused is a kind of timeout to urllib3.
            is_slow = isinstance(why, broken.TimeoutError)
            if is_slow and not isinstance(why, broken.NewConnectionError):
                raise OpsError("timeout", what, phrase("host_too_slow", host=self.host)) from None
            raise OpsError("failed", what, phrase("host_unreached", host=self.host)) from None
        if answer.status >= HTTPStatus.BAD_REQUEST:
            raise self._refused(answer.status, what)
        if len(answer.body) > _MOST_BYTES:
            raise OpsError("failed", what, phrase("host_too_long", host=self.host))
        return answer

    def _request(
        self,
        method: str,
        path: str,
        query: Mapping[str, str | int] | None,
        body: Mapping[str, Any] | None,
    ) -> Answer:
        if self._headers is None:
            self._headers = {"user-agent": "ground-control", **self._ask_headers()}
        is_read = method == "GET"
        fields = {name: str(value) for name, value in (query or {}).items()}
        sent: dict[str, Any] = {"json": body} if body is not None else {"fields": fields}
        found = self._open(is_read).request(
            method,
            f"{self._url}{path}",
            headers=self._headers,
            preload_content=False,
            redirect=is_read,
            **sent,
        )
        with found:
            return Answer(found.status, found.read(_MOST_BYTES + 1))

    def _open(self, is_read: bool) -> "urllib3.PoolManager":
        import urllib3  # noqa: PLC0415 - as above

        if self._pool is None:
            timeout = urllib3.Timeout(connect=_CONNECT_SECONDS, read=_READ_SECONDS)
            # A write is never sent twice.
            retries = urllib3.Retry(
                total=None,
                connect=1 if is_read else 0,
                read=0,
                redirect=_MOST_REDIRECTS if is_read else 0,
                status=0,
                other=0,
            )
            self._pool = urllib3.PoolManager(timeout=timeout, retries=retries, maxsize=8)
        return self._pool

    def _refused(self, status: int, what: Phrase) -> OpsError:
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            return OpsError("throttled", what, phrase("host_slows_down", host=self.host))
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            return OpsError("denied", what, phrase("host_denies", host=self.host))
        if status == HTTPStatus.NOT_FOUND:
            return OpsError("not found", what, phrase("host_lacks_it", host=self.host))
        return OpsError("failed", what, phrase("host_answered", host=self.host, code=status))


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def basic(user: str, token: str) -> dict[str, str]:
    coded = base64.b64encode(f"{user}:{token}".encode()).decode()
    return {"authorization": f"Basic {coded}"}


def token_of(reach: Reach, arn: str, host: str) -> str:
    """From Parameter Store or Secrets Manager, by the process's own role. Raises `OpsError`."""
    found = _REFERENCE.fullmatch(arn)
    if found is None:
        raise ValueError(f"{arn!r} is no ARN of a parameter or a secret: see `sources`")
    with reading(phrase("read_token", host=host)):
        client = reach.sessions.own_client(found["kind"], found["region"])
        if found["kind"] == "secretsmanager":
            return str(client.get_secret_value(SecretId=arn)["SecretString"])
        name = found["rest"].removeprefix("parameter")
        return str(client.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"])
