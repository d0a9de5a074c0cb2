"""The Lex V2 runtime API as an ASGI application.

The event loop only reads and writes HTTP; each call runs in a thread, because recognising takes
processor time and the Lambda function takes its own. Plain ASGI: the router of a framework would
decode the path before splitting it.
"""

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bot.errors import LexApiError, LexDocumentError
from bot.runtime.http import (
    MAX_BODY_BYTES,
    Request,
    Response,
    check_caller,
    error_response,
    route,
)
from bot.runtime.operations import perform
from bot.runtime.registry import Registry
from bot.runtime.sessions import Sessions

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
"""Names of this machine to itself."""

WORKERS = 64
"""Calls that are done at once; the next ones wait their turn."""

_logger = logging.getLogger(__name__)


class LexRuntime:
    """Serves `registry` with `sessions`. Call `close` when no more requests come.

    `hosts` are the host names that it answers to; none means any.
    """

    def __init__(
        self,
        registry: Registry,
        sessions: Sessions,
        *,
        hosts: frozenset[str] = frozenset(),
        workers: int = WORKERS,
    ) -> None:
        self._registry = registry
        self._sessions = sessions
        self._hosts = hosts
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="lex")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise ValueError(f"the Lex runtime speaks HTTP, not {scope['type']}")
        request_id = str(uuid.uuid4())
        response = await self._respond(scope, receive, request_id)
        await _send(send, response, request_id)

    def close(self) -> None:
        """Give up the threads; calls that are under way end on their own."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _respond(self, scope: Scope, receive: Receive, request_id: str) -> Response:
        try:
            headers = _headers(scope)
            check_caller(headers, self._hosts)
            operation, key = route(scope["method"], _raw_path(scope))
            request = Request(operation, key, request_id, headers, await _body(receive))
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(
                self._threads, perform, self._registry, self._sessions, request
            )
        except LexApiError as error:
            return error_response(error)
        except LexDocumentError as error:
            return error_response(LexApiError("ValidationException", str(error)))
        except Exception:
            _logger.exception("request %s failed", request_id)
            return error_response(
                LexApiError("InternalServerException", f"request {request_id} failed: see the log")
            )


def _raw_path(scope: Scope) -> bytes:
    path: bytes = scope["raw_path"]
    # Amazon's C runtime client ends every path with a bare "?", which some servers leave in.
    return path.partition(b"?")[0]


def _headers(scope: Scope) -> dict[str, str]:
    return {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
    }


async def _body(receive: Receive) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while True:
        event = await receive()
        if event["type"] == "http.disconnect":
            raise LexApiError("ValidationException", "the request ended before its body did")
        chunk: bytes = event.get("body", b"")
        size += len(chunk)
        if size > MAX_BODY_BYTES:
            raise LexApiError(
                "ValidationException", f"the request body is larger than {MAX_BODY_BYTES} bytes"
            )
        chunks.append(chunk)
        if not event.get("more_body"):
            return b"".join(chunks)


async def _send(send: Send, response: Response, request_id: str) -> None:
    headers = {
        **response.headers,
        "content-length": str(len(response.body)),
        "x-amzn-requestid": request_id,
    }
    pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": response.status, "headers": pairs})
    await send({"type": "http.response.body", "body": response.body})
