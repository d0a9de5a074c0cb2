"""Putting one message into an SQS queue with the standard library alone.

boto3 costs a cold start 300 to 750 ms (three seconds is all that Slack gives us), this 50. The
JSON protocol of SQS, Signature Version 4, one connection a message, no retry: Slack retries.
"""

import hashlib
import hmac
import http.client
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import SplitResult, urlsplit

from channels.errors import QueueError, SettingError

TIMEOUT_SECONDS = 2.0
_CONTENT_TYPE = "application/x-amz-json-1.0"
_TARGET = "AmazonSQS.SendMessage"


@dataclass(frozen=True)
class Credentials:
    access_key: str
    secret_key: str
    session_token: str = ""


@dataclass(frozen=True)
class Message:
    """`group` and `deduplication_id` are for FIFO queues, `delay_seconds` (0-900) for others."""

    body: str
    group: str = ""
    deduplication_id: str = ""
    delay_seconds: int = 0


@dataclass(frozen=True)
class Queue:
    """One queue. Build it with `queue_from_environment`."""

    url: str
    endpoint: SplitResult
    region: str
    credentials: Credentials
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def send(self, message: Message) -> None:
        """Returns once SQS has it. Raises `QueueError`."""
        body = json.dumps(_request(self.url, message)).encode()
        headers = signed_headers(self, body)
        try:
            status, answer = _post(self.endpoint, headers, body)
        except (OSError, http.client.HTTPException) as error:
            raise QueueError(f"{self.endpoint.netloc} did not take a message: {error}") from error
        if status != 200:
            raise QueueError(f"{self.endpoint.netloc} answered {status} {_error_type(answer)}")


def queue_from_environment(url: str, environ: Mapping[str, str]) -> Queue:
    """The queue at `url` (https://sqs.<region>.amazonaws.com/<account>/<name>).

    Reads AWS_ENDPOINT_URL_SQS, AWS_ENDPOINT_URL, AWS_REGION or AWS_DEFAULT_REGION, and the
    credentials that Lambda sets. Raises `SettingError` that names what is missing.
    """
    endpoint = environ.get("AWS_ENDPOINT_URL_SQS") or environ.get("AWS_ENDPOINT_URL") or url
    parts = urlsplit(endpoint)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingError(f"the queue's endpoint {endpoint!r} must be an http or https URL")
    region = environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION", "")
    credentials = Credentials(
        environ.get("AWS_ACCESS_KEY_ID", ""),
        environ.get("AWS_SECRET_ACCESS_KEY", ""),
        environ.get("AWS_SESSION_TOKEN", ""),
    )
    if not (region and credentials.access_key and credentials.secret_key):
        raise SettingError(
            "AWS_REGION, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set to reach SQS"
        )
    return Queue(url, parts, region, credentials)


def signed_headers(queue: Queue, body: bytes) -> dict[str, str]:
    """The request's headers with its Signature Version 4.

    Source: "Create a signed AWS API request" (IAM user guide), header variant.
    """
    moment = queue.clock().strftime("%Y%m%dT%H%M%SZ")
    headers = {
        "content-type": _CONTENT_TYPE,
        "host": _host(queue.endpoint),
        "x-amz-date": moment,
        "x-amz-target": _TARGET,
    }
    if queue.credentials.session_token:
        headers["x-amz-security-token"] = queue.credentials.session_token
    scope = f"{moment[:8]}/{queue.region}/sqs/aws4_request"
    names = ";".join(sorted(headers))
    canonical = _canonical_request(headers, names, body)
    to_sign = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{_sha256(canonical.encode())}"
    key = _signing_key(queue.credentials.secret_key, moment[:8], queue.region)
    headers["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={queue.credentials.access_key}/{scope}, "
        f"SignedHeaders={names}, Signature={_hmac(key, to_sign).hex()}"
    )
    return headers


def _request(url: str, message: Message) -> dict[str, str | int]:
    request: dict[str, str | int] = {"QueueUrl": url, "MessageBody": message.body}
    if message.group:
        request["MessageGroupId"] = message.group
    if message.deduplication_id:
        request["MessageDeduplicationId"] = message.deduplication_id
    if message.delay_seconds:
        request["DelaySeconds"] = message.delay_seconds
    return request


def _canonical_request(headers: Mapping[str, str], names: str, body: bytes) -> str:
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    return f"POST\n/\n\n{lines}\n{names}\n{_sha256(body)}"


def _signing_key(secret: str, date: str, region: str) -> bytes:
    key = f"AWS4{secret}".encode()
    for part in (date, region, "sqs", "aws4_request"):
        key = _hmac(key, part)
    return key


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _host(endpoint: SplitResult) -> str:
    default = {"http": 80, "https": 443}[endpoint.scheme]
    hostname = endpoint.hostname or ""
    return hostname if endpoint.port in (None, default) else f"{hostname}:{endpoint.port}"


def _post(endpoint: SplitResult, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
    connect = (
        http.client.HTTPSConnection if endpoint.scheme == "https" else http.client.HTTPConnection
    )
    connection = connect(endpoint.hostname or "", endpoint.port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("POST", "/", body=body, headers=dict(headers))
        response = connection.getresponse()
        return response.status, response.read(65536)
    finally:
        connection.close()


def _error_type(answer: bytes) -> str:
    """The error's name only: SQS may repeat the message in its text."""
    try:
        return str(json.loads(answer)["__type"]).rpartition("#")[2]
    except (ValueError, KeyError, TypeError):
        return "without an error type"
