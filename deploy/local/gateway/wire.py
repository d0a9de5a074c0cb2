"""HTTP to API Gateway's HTTP API event (payload format 2.0), and a function's answer to HTTP.

Pure. One thing is stricter than API Gateway, which takes any JSON without a `statusCode` for a
body with status 200: here that is malformed, because a function's error would pass for an answer.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from deploy.errors import AnswerMalformed

ACCOUNT_ID = "123456789012"
API_ID = "groundctrl"

_TEXT_TYPES = (
    "application/json",
    "application/x-www-form-urlencoded",
    "application/xml",
    "application/javascript",
)
_DROPPED = frozenset({"connection", "content-length", "transfer-encoding", "set-cookie"})


@dataclass(frozen=True)
class HttpRequest:
    method: str
    raw_path: str
    """As sent, percent-encoding included."""
    query: str
    headers: Sequence[tuple[str, str]]
    """Names in any case, repeated names allowed."""
    body: bytes
    source_ip: str
    protocol: str = "HTTP/1.1"


@dataclass(frozen=True)
class Exchange:
    """What API Gateway adds to a request."""

    request_id: str
    route_key: str
    time: datetime
    claims: Mapping[str, str] | None = None
    """What the JWT authorizer proved; None on a route without one."""


@dataclass(frozen=True)
class HttpAnswer:
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()
    body: bytes = b""


def to_event(request: HttpRequest, exchange: Exchange) -> dict[str, Any]:
    headers = _joined(request.headers)
    cookies = headers.pop("cookie", "")
    text = _as_text(request.body, headers.get("content-type", ""))
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": exchange.route_key,
        "rawPath": request.raw_path,
        "rawQueryString": request.query,
        "headers": headers,
        "requestContext": _context(request, exchange, headers),
        "isBase64Encoded": text is None,
    }
    if request.body:
        event["body"] = base64.b64encode(request.body).decode() if text is None else text
    if cookies:
        event["cookies"] = [cookie.strip() for cookie in cookies.split(";") if cookie.strip()]
    if request.query:
        event["queryStringParameters"] = _joined(parse_qsl(request.query, keep_blank_values=True))
    return event


def from_answer(answer: object) -> HttpAnswer:
    """Raises `AnswerMalformed` where API Gateway could not make an HTTP response of it."""
    if not isinstance(answer, Mapping):
        raise AnswerMalformed(f"the answer is {type(answer).__name__}, not an object")
    status = answer.get("statusCode")
    if not isinstance(status, int) or isinstance(status, bool) or not 200 <= status <= 599:
        raise AnswerMalformed(f"statusCode is {status!r}, not an HTTP status")
    headers = _strings(answer.get("headers") or {})
    return HttpAnswer(
        status=status,
        headers={name: value for name, value in headers.items() if name not in _DROPPED},
        cookies=tuple(_header_value(cookie) for cookie in answer.get("cookies") or ()),
        body=_body(answer),
    )


def _context(
    request: HttpRequest, exchange: Exchange, headers: Mapping[str, str]
) -> dict[str, Any]:
    context: dict[str, Any] = {
        "accountId": ACCOUNT_ID,
        "apiId": API_ID,
        "domainName": headers.get("host", "").partition(":")[0],
        "domainPrefix": API_ID,
        "http": {
            "method": request.method,
            "path": request.raw_path,
            "protocol": request.protocol,
            "sourceIp": request.source_ip,
            "userAgent": headers.get("user-agent", ""),
        },
        "requestId": exchange.request_id,
        "routeKey": exchange.route_key,
        "stage": "$default",
        "time": exchange.time.strftime("%d/%b/%Y:%H:%M:%S %z"),
        "timeEpoch": int(exchange.time.timestamp() * 1000),
    }
    if exchange.claims is not None:
        context["authorizer"] = {"jwt": {"claims": dict(exchange.claims), "scopes": None}}
    return context


def _joined(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Repeated names joined with commas, as the payload format says; cookies with semicolons."""
    joined: dict[str, str] = {}
    for name, value in pairs:
        key = name.lower()
        separator = "; " if key == "cookie" else ","
        joined[key] = f"{joined[key]}{separator}{value}" if key in joined else value
    return joined


def _as_text(body: bytes, content_type: str) -> str | None:
    """The body as text, or None where API Gateway would send it as base64."""
    kind = content_type.partition(";")[0].strip().lower()
    if body and not kind.startswith("text/") and kind not in _TEXT_TYPES:
        return None
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None


def _body(answer: Mapping[str, Any]) -> bytes:
    body = answer.get("body") or ""
    if not isinstance(body, str):
        raise AnswerMalformed(f"body is {type(body).__name__}, not text")
    if not answer.get("isBase64Encoded"):
        return body.encode()
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error:
        raise AnswerMalformed("body is not base64, though isBase64Encoded says so") from None


def _strings(headers: object) -> dict[str, str]:
    if not isinstance(headers, Mapping):
        raise AnswerMalformed("headers is not an object")
    return {str(name).lower(): _header_value(value) for name, value in headers.items()}


def _header_value(value: object) -> str:
    text = str(value)
    if not text.isascii() or any(character < " " for character in text):
        raise AnswerMalformed("a header's value is not printable ASCII")
    return text
