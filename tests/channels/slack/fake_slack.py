"""A Slack Web API on loopback: keeps every call, and fails when told to.

`with FakeSlack() as slack:` then `slack.api_url` is what GROUND_SLACK_API_URL takes, and
`slack.response_url("x")` an address of the kind that Slack sends with commands and actions.
"""

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl

_POSTING = ("chat.postMessage", "chat.postEphemeral")


@dataclass(frozen=True)
class Call:
    """One request: `method` is a Web API method, "response_url", or "upload" (of `bytes`)."""

    method: str
    arguments: Mapping[str, Any]
    token: str = ""
    path: str = ""


@dataclass(frozen=True)
class Failure:
    """What to answer instead, once: an HTTP status, Slack's error code, and Retry-After."""

    status: int = 200
    error: str = ""
    retry_after: str = ""


@dataclass
class FakeSlack:
    calls: list[Call] = field(default_factory=list)
    failures: dict[str, deque[Failure]] = field(default_factory=dict)
    user_groups: dict[str, list[str]] = field(default_factory=dict)
    """Id of a user group -> ids of its users."""
    told: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Method -> what it answers, as it stands; see `tests/events/slack/web_api`."""
    _posted: int = 0
    _lock: Lock = field(default_factory=Lock)
    _server: ThreadingHTTPServer | None = None

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    @property
    def origin(self) -> str:
        assert self._server is not None, "the fake Slack is not running"
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def api_url(self) -> str:
        return f"{self.origin}/api/"

    def response_url(self, name: str = "one") -> str:
        return f"{self.origin}/response/{name}"

    def fail_next(self, method: str, *failures: Failure) -> None:
        """The next calls of `method` fail so, one after the other."""
        self.failures.setdefault(method, deque()).extend(failures)

    def of(self, *methods: str) -> list[Mapping[str, Any]]:
        """The arguments of all calls of these methods, in order."""
        return [call.arguments for call in self.calls if call.method in methods]

    def answer(self, path: str, token: str, arguments: Mapping[str, Any]) -> tuple[Failure, Any]:
        is_api = path.startswith("/api/")
        other = "upload" if path.startswith("/upload/") else "response_url"
        method = path.removeprefix("/api/") if is_api else other
        with self._lock:
            self.calls.append(Call(method, arguments, token, path))
            waiting = self.failures.get(method)
            failure = waiting.popleft() if waiting else Failure()
            self._posted += 1
            number = self._posted
        if failure.error or failure.status != 200:
            return failure, {"ok": False, "error": failure.error or "failed"}
        return failure, self._success(method, arguments, number) if is_api else "ok"

    def _success(self, method: str, arguments: Mapping[str, Any], number: int) -> dict[str, Any]:
        timestamp = f"1767225700.{number:06d}"
        channel = str(arguments.get("channel", ""))
        if method == "chat.postEphemeral":
            return {"ok": True, "message_ts": timestamp}
        if method in _POSTING:
            # A message to a person's id lands in the direct messages with them.
            opened = f"D{channel[1:]}" if channel.startswith("U") else channel
            return {"ok": True, "channel": opened, "ts": timestamp, "message": dict(arguments)}
        if method == "chat.update":
            return {"ok": True, "channel": channel, "ts": arguments.get("ts", "")}
        if method == "files.getUploadURLExternal":
            url = f"{self.origin}/upload/{number}"
            return {"ok": True, "upload_url": url, "file_id": f"F{number:04}"}
        if method == "files.completeUploadExternal":
            return {"ok": True, "files": json.loads(arguments["files"])}
        return self._members(method, str(arguments.get("usergroup")))

    def _members(self, method: str, group: str) -> dict[str, Any]:
        if method != "usergroups.users.list":
            return self.told.get(method, {"ok": False, "error": "unknown_method"})
        if group not in self.user_groups:
            return {"ok": False, "error": "no_such_subteam"}
        return {"ok": True, "users": self.user_groups[group]}


def _handler_of(slack: FakeSlack) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            token = self.headers.get("authorization", "").removeprefix("Bearer ")
            is_upload = self.path.startswith("/upload/")
            arguments = {"bytes": body} if is_upload else self._arguments(body.decode())
            failure, answer = slack.answer(self.path, token, arguments)
            text = answer if isinstance(answer, str) else json.dumps(answer)
            self.send_response(failure.status)
            self.send_header("content-type", "application/json; charset=utf-8")
            if failure.retry_after:
                self.send_header("retry-after", failure.retry_after)
            self.send_header("content-length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def _arguments(self, body: str) -> dict[str, Any]:
            if "json" in self.headers.get("content-type", ""):
                document: dict[str, Any] = json.loads(body)
                return document
            return dict(parse_qsl(body))

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its name
            """Quiet: a failing test shows the calls that were kept."""

    return Handler
