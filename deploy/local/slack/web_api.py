"""The Slack Web API of the local world, mounted in the gateway.

It serves the calls that the worker makes, keeps what was posted (not what was asked), and lets
`ground say` and tests read it. Every other method is answered as Slack answers an unknown one.
"""

import asyncio
import contextlib
import json
from collections import deque
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from deploy.local.slack.directory import METHODS, local_directory
from deploy.local.slack.files import LocalFiles

_KEPT = 500
_LONGEST_WAIT_SECONDS = 30
_METHODS = frozenset({"chat.postMessage", "chat.postEphemeral", "chat.update"})


class LocalSlack:
    """What was posted, oldest first, numbered from 1."""

    def __init__(self) -> None:
        self._calls: deque[dict[str, Any]] = deque(maxlen=_KEPT)
        self._count = 0
        self._files = LocalFiles()
        self._directory = local_directory()
        self._arrived = asyncio.Condition()

    def routes(self) -> list[Route]:
        return [
            Route("/local/slack/api/{method}", self.call, methods=["POST"]),
            *self._files.routes(),
            Route("/local/slack/response/{name}", self.respond, methods=["POST"]),
            Route("/local/slack/calls", self.list_calls, methods=["GET"]),
        ]

    async def call(self, request: Request) -> Response:
        """A Web API call, form-encoded or JSON as slack_sdk sends it."""
        method = request.path_params["method"]
        arguments = _arguments(await request.body(), request.headers.get("content-type", ""))
        if method == "auth.test":
            return JSONResponse({"ok": True, "user_id": "U0GROUND", "bot_id": "B0GROUND"})
        if method.startswith("files."):
            return JSONResponse(await self._file(method, arguments, request))
        if method in METHODS:
            token = request.headers.get("authorization", "").removeprefix("Bearer ")
            return JSONResponse(self._directory.answer(method, token, arguments))
        if method not in _METHODS:
            return JSONResponse({"ok": False, "error": "unknown_method"})
        number = await self._keep(method, arguments)
        timestamp = arguments.get("ts") or f"{1_700_000_000 + number}.000100"
        return JSONResponse({"ok": True, "channel": arguments.get("channel"), "ts": timestamp})

    async def _file(
        self, method: str, arguments: Mapping[str, Any], request: Request
    ) -> dict[str, Any]:
        if method == "files.getUploadURLExternal":
            answer = self._files.begin(request, arguments)
        elif method == "files.completeUploadExternal":
            answer = self._files.complete(arguments)
        else:
            return {"ok": False, "error": "unknown_method"}
        if answer["ok"]:
            await self._keep(method, arguments)
        return answer

    async def respond(self, request: Request) -> Response:
        """A response_url: slash commands and buttons are answered through it."""
        body = _arguments(await request.body(), request.headers.get("content-type", ""))
        await self._keep("response_url", {**body, "name": request.path_params["name"]})
        return PlainTextResponse("ok")

    async def list_calls(self, request: Request) -> Response:
        """Calls after number `after`; waits up to `wait` seconds for one to come."""
        try:
            after = int(request.query_params.get("after", "0"))
            seconds = min(float(request.query_params.get("wait", "0")), _LONGEST_WAIT_SECONDS)
        except ValueError:
            return JSONResponse({"error": "after and wait must be numbers"}, status_code=400)
        async with self._arrived:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(
                    self._arrived.wait_for(lambda: self._count > after), timeout=seconds
                )
            calls = [call for call in self._calls if call["number"] > after]
        return JSONResponse({"calls": calls, "count": self._count})

    async def _keep(self, method: str, arguments: Mapping[str, Any]) -> int:
        async with self._arrived:
            self._count += 1
            self._calls.append({"number": self._count, "method": method, "arguments": arguments})
            self._arrived.notify_all()
            return self._count


def _arguments(body: bytes, content_type: str) -> dict[str, Any]:
    """The arguments of a call; what is not readable is left out, as Slack ignores it."""
    text = body.decode("utf-8", "replace")
    if "json" in content_type:
        document = _parsed(text)
        return document if isinstance(document, dict) else {}
    values: dict[str, Any] = dict(parse_qsl(text, keep_blank_values=True))
    return values | {
        name: _parsed(values[name]) for name in ("blocks", "attachments") if name in values
    }


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
