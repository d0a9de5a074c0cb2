"""A small HTTP/1.1 server on loopback: one thread a connection, answers sent in one packet.

It knows nothing of AWS. Standard library only: a second server framework would cost start-up time
that every `ground up` pays.
"""

import http.server
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Any

_log = logging.getLogger(__name__)

MOST_BODY_BYTES = 64 * 1024 * 1024
BODY_SECONDS = 30
"""How long a client may take to send the body that it has announced."""


@dataclass(frozen=True)
class HttpRequest:
    method: str
    target: str
    """Path and query as they arrived."""
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


@dataclass(frozen=True)
class HttpResponse:
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[[HttpRequest], HttpResponse]


class HttpServer:
    """Listens from the start, answers once it is started, with what `answer_with` was given.

    Raises `OSError` where the port cannot be had. `port` 0 takes any free one.
    """

    def __init__(self, port: int, now: Callable[[], datetime]) -> None:
        self._server = _Server(("127.0.0.1", port), _Connection)
        self._server.now = now
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="http", daemon=True
        )

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def answer_with(self, handler: Handler) -> None:
        self._server.answer = handler

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Take no more connections; those that are being answered are daemon threads."""
        if self._thread.is_alive():
            self._server.shutdown()
        self._server.server_close()


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    answer: Handler
    now: Callable[[], datetime]

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        _log.debug("a connection ended badly", exc_info=True)


class _Connection(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Without these two every answer waits 40 ms for a delayed acknowledgement.
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def handle_expect_100(self) -> bool:
        going_on = super().handle_expect_100()
        self.wfile.flush()
        return going_on

    def version_string(self) -> str:
        return "GroundControlAccount"

    def date_time_string(self, timestamp: float | None = None) -> str:  # noqa: ARG002
        return format_datetime(self.server.now(), usegmt=True)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        _log.debug(format, *args)

    def _serve(self) -> None:
        body = self._read_body()
        if body is None:
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        self._send(self._answer(HttpRequest(self.command, self.path, headers, body)))

    def _answer(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.server.answer(request)
        except Exception:  # noqa: BLE001 - whoever asked must not be left without an answer
            _log.exception("%s %s failed", request.method, request.path)
            return HttpResponse(500, b"failed; see the log", {"content-type": "text/plain"})

    def _read_body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not length.isdecimal():
            self._refuse(411, "send Content-Length")
            return None
        if int(length) > MOST_BODY_BYTES:
            self._refuse(413, f"at most {MOST_BODY_BYTES} bytes")
            return None
        self.connection.settimeout(BODY_SECONDS)
        body = self.rfile.read(int(length))
        self.connection.settimeout(None)
        return body

    def _refuse(self, status: int, reason: str) -> None:
        self.close_connection = True
        self._send(HttpResponse(status, reason.encode(), {"content-type": "text/plain"}))

    def _send(self, response: HttpResponse) -> None:
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(response.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_HEAD = do_OPTIONS = _serve  # noqa: N815
