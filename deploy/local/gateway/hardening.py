"""What protects a server on a person's machine from the other pages that they have open."""

import re
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from channels.web.host import PAGE_HEADERS

MAX_BODY_BYTES = 256 * 1024

_LOOPBACK_HOST = re.compile(r"(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])(?::\d{1,5})?")
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_CODES: Mapping[int, str] = {
    400: "bad_request",
    401: "signed_out",
    403: "origin_refused",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    421: "host_refused",
    502: "function_failed",
    503: "function_unreachable",
}


def error_response(
    status: int, message: str, *, code: str = "", headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """The one error shape of the product's HTTP answers."""
    error = {"code": code or _CODES.get(status, "internal"), "message": message}
    return JSONResponse({"error": error}, status_code=status, headers=headers)


class Hardening:
    """Refuses foreign hosts (DNS rebinding), foreign origins (CSRF) and bodies over the limit.

    Adds the page's security headers to every answer.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = _refusal(scope["method"], Headers(scope=scope))
        app = refusal or self._app
        await app(scope, _limited(receive), _with_headers(send, scope["path"]))


def _refusal(method: str, headers: Headers) -> JSONResponse | None:
    host = headers.get("host", "")
    if not _is_loopback_host(host):
        return error_response(421, "Open this page at http://127.0.0.1 or http://localhost only.")
    origin = headers.get("origin")
    if method not in _SAFE_METHODS and origin is not None and origin != f"http://{host}":
        return error_response(403, "Requests from other sites are refused.")
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > MAX_BODY_BYTES:
        return error_response(413, _TOO_LARGE)
    return None


def _is_loopback_host(host: str) -> bool:
    """Only the names that a browser sends for this machine, with or without a port.

    A whole match: what a URL parser makes of a strange Host is not what others make of it.
    """
    return _LOOPBACK_HOST.fullmatch(host) is not None


_TOO_LARGE = f"The request is too large: at most {MAX_BODY_BYTES // 1024} KB."


def _limited(receive: Receive) -> Receive:
    """Counts what arrives: a chunked body has no content-length to check beforehand."""
    received = 0

    async def counted() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > MAX_BODY_BYTES:
            raise HTTPException(413, _TOO_LARGE)
        return message

    return counted


def _with_headers(send: Send, path: str) -> Send:
    caching = "no-store" if path.startswith(("/api/", "/local/")) else "no-cache"
    wanted = {**PAGE_HEADERS, "cache-control": caching}

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in wanted.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
