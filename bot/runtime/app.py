"""The Lex V2 runtime API as an ASGI application.

The event loop only reads and writes HTTP; each call runs in a thread, because recognising takes
processor time and the Lambda function takes its own. Plain ASGI: the router of a framework would
decode the path before splitting it.
"""

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable, Iterator, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from bot.errors import LexApiError, LexDocumentError
from bot.runtime.http import (
    MAX_AUDIO_BYTES,
    MAX_BODY_BYTES,
    Request,
    Response,
    check_caller,
    error_response,
    route,
)
from bot.runtime.operations import perform
from bot.runtime.quotas import LOCAL, Concurrency, Kind, Quota
from bot.runtime.registry import BotDeployment, Registry
from bot.runtime.sessions import SessionKey, Sessions
from bot.runtime.streaming import (
    DEFAULT_PACE,
    Conversation,
    Pace,
    Stream,
    check_streaming,
    encode_exception,
)

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

    `hosts` are the host names that it answers to; none means any. `quotas` are Lex's limits of
    calls at once that hold here.
    """

    def __init__(
        self,
        registry: Registry,
        sessions: Sessions,
        *,
        hosts: frozenset[str] = frozenset(),
        workers: int = WORKERS,
        quotas: Mapping[Kind, Quota] = LOCAL,
        pace: Pace = DEFAULT_PACE,
    ) -> None:
        self._registry = registry
        self._sessions = sessions
        self._hosts = hosts
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="lex")
        self._concurrency = Concurrency(quotas)
        self._pace = pace
        self._streams: set[SessionKey] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise ValueError(f"the Lex runtime speaks HTTP, not {scope['type']}")
        request_id = str(uuid.uuid4())
        try:
            headers = _headers(scope)
            check_caller(headers, self._hosts)
            operation, key = route(scope["method"], _raw_path(scope))
            if operation == "StartConversation":
                check_streaming(scope.get("http_version", ""), headers)
                await self._converse(key, receive, send, request_id)
                return
            most = MAX_AUDIO_BYTES if operation == "RecognizeUtterance" else MAX_BODY_BYTES
            request = Request(operation, key, request_id, headers, await _body(receive, most))
            response = await self._in_a_thread(request)
        except LexApiError as error:
            response = error_response(error)
        await _send(send, response, request_id)

    def close(self) -> None:
        """Give up the threads; calls that are under way end on their own."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _in_a_thread(self, request: Request) -> Response:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._perform, request)

    def _perform(self, request: Request) -> Response:
        try:
            with self._concurrency.one(request.operation, request.key):
                return perform(self._registry, self._sessions, request)
        except LexApiError as error:
            return error_response(error)
        except LexDocumentError as error:
            return error_response(LexApiError("ValidationException", str(error)))
        except Exception:
            _logger.exception("request %s failed", request.request_id)
            return error_response(_failed(request.request_id))

    async def _converse(
        self, key: SessionKey, receive: Receive, send: Send, request_id: str
    ) -> None:
        """The stream begins at once: what is wrong from here on is an event of it."""
        stream = Stream(receive, send, request_id)
        await stream.begin()
        try:
            with self._concurrency.one("StartConversation", key), self._alone(key):
                deployment = await self._find(key)
                conversation = Conversation(
                    deployment, self._sessions, key, self._threads, self._pace
                )
                await conversation.hold(stream.receive, stream.send)
        except LexApiError as error:
            await stream.send(encode_exception(error))
        except Exception:
            _logger.exception("conversation %s failed", request_id)
            await stream.send(encode_exception(_failed(request_id)))
        await stream.end()

    async def _find(self, key: SessionKey) -> BotDeployment:
        loop = asyncio.get_running_loop()
        find = self._registry.find
        return await loop.run_in_executor(self._threads, find, key.bot_id, key.alias_id, key.locale)

    @contextmanager
    def _alone(self, key: SessionKey) -> Iterator[None]:
        if key in self._streams:
            raise LexApiError(
                "ConflictException",
                f"session {key.session_id} has a conversation under way: end it first",
            )
        self._streams.add(key)
        try:
            yield
        finally:
            self._streams.discard(key)


def _failed(request_id: str) -> LexApiError:
    return LexApiError("InternalServerException", f"request {request_id} failed: see the log")


def _raw_path(scope: Scope) -> bytes:
    path: bytes = scope["raw_path"]
    # Amazon's C runtime client ends every path with a bare "?", which some servers leave in.
    return path.partition(b"?")[0]


def _headers(scope: Scope) -> dict[str, str]:
    return {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
    }


async def _body(receive: Receive, most: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while True:
        event = await receive()
        if event["type"] == "http.disconnect":
            raise LexApiError("ValidationException", "the request ended before its body did")
        chunk: bytes = event.get("body", b"")
        size += len(chunk)
        if size > most:
            raise LexApiError(
                "ValidationException", f"the request body is larger than {most} bytes"
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
