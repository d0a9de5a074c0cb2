"""HTTP as the Lex V2 runtime API uses it: addresses, limits and error bodies."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import unquote_to_bytes

from bot.errors import LexApiError, LexApiErrorType
from bot.lex.document import Node
from bot.runtime.sessions import SessionKey

MAX_BODY_BYTES: Final = 256 * 1024
MAX_AUDIO_BYTES: Final = 512 * 1024
"""Of RecognizeUtterance: 15 seconds of speech are 480,000 bytes."""

Operation = Literal[
    "RecognizeText",
    "RecognizeUtterance",
    "PutSession",
    "GetSession",
    "DeleteSession",
    "StartConversation",
]

STATUS: Final[Mapping[LexApiErrorType, int]] = {
    "ValidationException": 400,
    "AccessDeniedException": 403,
    "ResourceNotFoundException": 404,
    "UnknownOperationException": 404,
    "ConflictException": 409,
    "DependencyFailedException": 424,
    "ThrottlingException": 429,
    "InternalServerException": 500,
    "BadGatewayException": 502,
}

_OPERATIONS: Final[Mapping[tuple[str, str], Operation]] = {
    ("POST", "text"): "RecognizeText",
    ("POST", "utterance"): "RecognizeUtterance",
    ("POST", "conversation"): "StartConversation",
    ("POST", ""): "PutSession",
    ("GET", ""): "GetSession",
    ("DELETE", ""): "DeleteSession",
}
_PORT = re.compile(r":[0-9]*$")
_BOT_ID = re.compile(r"[0-9a-zA-Z]{10}")
_SESSION_ID = re.compile(r"[0-9a-zA-Z._:-]{2,100}")
_PATH = re.compile(
    rb"/bots/([^/]*)/botAliases/([^/]*)/botLocales/([^/]*)/sessions/([^/]*)(?:/([a-z]+))?"
)


@dataclass(frozen=True)
class Request:
    """A call that arrived: header names are lower case, the body is whole."""

    operation: Operation
    key: SessionKey
    request_id: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Response:
    status: int
    headers: Mapping[str, str]
    body: bytes = b""


def check_caller(headers: Mapping[str, str], hosts: frozenset[str]) -> None:
    """Refuse what only a web page sends: it could drive the bot of whoever looks at the page.

    `hosts` are the names that the server answers to, without port; none means any. A page that
    has rebound its own name to this address gives itself away by that name. Raises LexApiError.
    """
    if "origin" in headers:
        raise LexApiError(
            "AccessDeniedException", "web pages may not call this endpoint: use an SDK or the CLI"
        )
    name = _PORT.sub("", headers.get("host", ""))
    if hosts and name and name not in hosts:
        raise LexApiError(
            "AccessDeniedException",
            f"this endpoint does not answer to the host {name[:100]!r}: use one of "
            f"{', '.join(sorted(hosts))}",
        )


def route(method: str, raw_path: bytes) -> tuple[Operation, SessionKey]:
    """The operation that is called, and on which session.

    `raw_path` is still percent-encoded: a session id may hold an encoded slash, so that decoding
    comes after splitting. Raises LexApiError.
    """
    match = _PATH.fullmatch(raw_path)
    operation = _OPERATIONS.get((method, (match[5] or b"").decode())) if match else None
    if match is None or operation is None:
        raise LexApiError(
            "UnknownOperationException",
            "this is no operation of the Lex V2 runtime API: its paths are "
            "/bots/{botId}/botAliases/{botAliasId}/botLocales/{localeId}/sessions/{sessionId}"
            "[/text|/utterance|/conversation]",
        )
    bot_id, alias_id, locale, session_id = (_decoded(part) for part in match.groups()[:4])
    _check_pattern("botId", bot_id, _BOT_ID, "10 letters or digits")
    _check_pattern("sessionId", session_id, _SESSION_ID, "2 to 100 of 0-9 a-z A-Z . _ : -")
    return operation, SessionKey(bot_id, alias_id, locale, session_id)


def json_body(body: bytes) -> Node:
    """The JSON object in `body`; an empty body is an empty object. Raises LexApiError."""
    try:
        document = json.loads(body) if body else {}
    except (ValueError, RecursionError):
        raise LexApiError(
            "ValidationException", "the request body is not JSON in UTF-8: send a JSON object"
        ) from None
    if not isinstance(document, dict):
        raise LexApiError("ValidationException", "the request body must be a JSON object")
    return Node(document)


def json_response(document: Mapping[str, object]) -> Response:
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(200, {"content-type": "application/json"}, body)


def error_response(error: LexApiError) -> Response:
    """botocore reads the type from the header, other clients from the body."""
    body = json.dumps({"__type": error.type, "message": str(error)}).encode()
    headers = {"content-type": "application/json", "x-amzn-errortype": error.type}
    return Response(STATUS[error.type], headers, body)


def _decoded(part: bytes | None) -> str:
    try:
        return unquote_to_bytes(part or b"").decode()
    except UnicodeDecodeError:
        raise LexApiError("ValidationException", "the request path is not UTF-8") from None


def _check_pattern(name: str, value: str, pattern: re.Pattern[str], rule: str) -> None:
    if not pattern.fullmatch(value):
        raise LexApiError("ValidationException", f"{name} {value[:110]!r} must be {rule}")
