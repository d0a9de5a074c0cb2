"""An HTTP client of an ASGI application, without a server."""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message

from tests.loops import run

HOST = "127.0.0.1:8080"


@dataclass(frozen=True)
class Response:
    status: int
    headers: Headers
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error_code(self) -> str:
        return str(self.json["error"]["code"])

    @property
    def cookie(self) -> str:
        """The cookie that was set, as a browser sends it back."""
        return self.headers["set-cookie"].partition(";")[0]


@dataclass(frozen=True)
class Client:
    app: ASGIApp
    host: str = HOST
    cookie: str = ""

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Response:
        return self.send("GET", path, headers=[*(headers or {}).items()])

    def post(self, path: str, body: object, headers: Mapping[str, str] | None = None) -> Response:
        merged = {"content-type": "application/json", **(headers or {})}
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.send("POST", path, raw, [*merged.items()])

    def send(
        self,
        method: str,
        path: str,
        body: bytes | Sequence[bytes] = b"",
        headers: Sequence[tuple[str, str]] = (),
    ) -> Response:
        """`body` as a sequence is sent in chunks, with no content-length."""
        raw_path, _, query = path.partition("?")
        given = [("host", self.host), *([("cookie", self.cookie)] if self.cookie else []), *headers]
        if isinstance(body, bytes):
            given.append(("content-length", str(len(body))))
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": raw_path,
            "raw_path": raw_path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.lower().encode(), value.encode()) for name, value in given],
            "client": ("127.0.0.1", "50000"),
            "server": ("127.0.0.1", "8080"),
        }
        return run(_exchange(self.app, scope, _chunks(body)))


def _chunks(body: bytes | Sequence[bytes]) -> Iterator[Message]:
    parts = [body] if isinstance(body, bytes) else list(body)
    for number, part in enumerate(parts, start=1):
        yield {"type": "http.request", "body": part, "more_body": number < len(parts)}


async def _exchange(app: ASGIApp, scope: dict[str, Any], incoming: Iterator[Message]) -> Response:
    sent: list[Message] = []
    gone = asyncio.Event()

    async def receive() -> Message:
        message = next(incoming, None)
        if message is None:
            await gone.wait()
            return {"type": "http.disconnect"}
        return message

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return Response(sent[0]["status"], Headers(raw=list(sent[0]["headers"])), body)
