"""HTTP to Amazon's developer APIs: the only place of it.

Throttling is waited out as the service asks; what can be asked again is; a failure names the call
and the cure, never a token or a signed address.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import urllib3

from deploy.errors import NoAnswer, PublishError, SmapiRefused
from deploy.publish.waiting import Clock

Json = dict[str, Any]

MOST_TRIES: Final = 6
FIRST_PAUSE_SECONDS: Final = 1.0
LONGEST_PAUSE_SECONDS: Final = 60.0
"""A longer `Retry-After` is no waiting but an answer."""
_AGAIN: Final = (500, 502, 503, 504)
_TIMEOUT: Final = urllib3.Timeout(connect=5, read=30)


@dataclass(frozen=True)
class Answer:
    """An HTTP response. Header names are in lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def document(self) -> Json:
        """The JSON object in the body; {} where there is none."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


class Send(Protocol):
    """One request, once."""

    def __call__(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> Answer:
        """Raises NoAnswer."""
        ...


def urllib3_send(ca_bundle: str = "") -> Send:
    """`Send` over urllib3. `ca_bundle`: path of the certificates trusted; "" for the usual."""
    pool = urllib3.PoolManager(ca_certs=ca_bundle or None)

    def send(method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        try:
            response = pool.request(
                method, url, body=body, headers=dict(headers), timeout=_TIMEOUT, retries=False
            )
        except urllib3.exceptions.HTTPError as error:
            raise NoAnswer(type(error).__name__) from error
        lowered = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, lowered, response.data)

    return send


@dataclass(frozen=True)
class Calls:
    """Requests, repeated where that is safe."""

    send: Send
    clock: Clock

    def call(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        is_repeatable: bool = True,
    ) -> Answer:
        """The answer, whatever its status but 429 and, where repeatable, 5xx.

        `is_repeatable` False: a request without an answer is not sent again. Raises PublishError.
        """
        pause = FIRST_PAUSE_SECONDS
        for attempt in range(1, MOST_TRIES + 1):
            last = attempt == MOST_TRIES
            try:
                answer = self.send(method, url, headers or {}, body)
            except NoAnswer as error:
                if last or not is_repeatable:
                    raise _unreachable(url, error, is_known=is_repeatable) from error
            else:
                wait = self._wait(answer, pause, is_repeatable=is_repeatable)
                if wait is None:
                    return answer
                if last or wait > LONGEST_PAUSE_SECONDS:
                    return answer
                pause = max(pause, wait)
            self.clock.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        raise AssertionError("the last attempt returns or raises")

    def _wait(self, answer: Answer, pause: float, *, is_repeatable: bool) -> float | None:
        """Seconds until the request is worth sending again; None where the answer is one."""
        if answer.status == 429:
            return _retry_after(answer, pause)
        return pause if answer.status in _AGAIN and is_repeatable else None


def _retry_after(answer: Answer, otherwise: float) -> float:
    """The header in seconds, written as a number or as a date (RFC 9110)."""
    given = answer.headers.get("retry-after", "")
    if given.isdecimal():
        return float(given)
    try:
        wanted = parsedate_to_datetime(given)
        now = parsedate_to_datetime(answer.headers["date"])
    except (KeyError, ValueError, TypeError):
        return otherwise
    return max(0.0, (wanted - now).total_seconds())


def _unreachable(url: str, error: NoAnswer, *, is_known: bool) -> PublishError:
    host = urlsplit(url).netloc
    after = "" if is_known else ", and it may have begun what it was asked for"
    return PublishError(
        f"{host} does not answer ({error}){after}: check the connection and run the command again"
    )


def refused(what: str, answer: Answer) -> SmapiRefused:
    """The error of an answer that is none of those expected: with the service's own words."""
    document = answer.document()
    reasons = [str(item.get("message", "")) for item in document.get("violations", []) if item] or [
        str(document.get("message", "") or document.get("error_description", ""))
    ]
    said = "; ".join(reason for reason in reasons if reason)
    cure = _CURES.get(answer.status, "Run the command again later")
    return SmapiRefused(
        answer.status, f"{what}: {answer.status}{f' ({said})' if said else ''}. {cure}"
    )


_CURES: Final = {
    400: "Change the definition as it says",
    401: "Check the client id, the client secret and the refresh token",
    403: "Use the credentials of a developer who may manage the skill",
    404: "Check the skill id, and that the skill is of this developer account",
    409: "Wait until what is under way has finished, and run the command again",
    412: "Somebody has changed the skill meanwhile: plan again",
    413: "Make the definition smaller",
    429: "Wait a minute, and run the command again",
}
