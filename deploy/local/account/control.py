"""Control of the simulation on the account's own port: the clock and the world's reset.

Only for programs on this machine. A page of another origin can neither send `application/json`
without asking first (nothing here answers the question), nor pass for loopback by rebinding a name.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from deploy.local.account.clock import SimulatedClock
from deploy.local.account.http import HttpRequest, HttpResponse

PREFIX = "/ground/"
LONGEST_ADVANCE_SECONDS = 400 * 24 * 3600
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


@dataclass(frozen=True)
class Control:
    clock: SimulatedClock
    is_frozen: bool
    reset: Callable[[], None]

    def handle(self, request: HttpRequest) -> HttpResponse:
        """Answer a request below /ground/."""
        routes = {
            ("GET", "/ground/clock"): self._read_clock,
            ("POST", "/ground/clock/advance"): self._advance,
            ("POST", "/ground/reset"): self._reset,
        }
        route = routes.get((request.method, request.path))
        if route is None:
            return _json(404, {"error": f"no such control: {request.method} {request.path}"})
        if "origin" in request.headers:
            return _json(403, {"error": "a web page may not control the simulated account"})
        is_json = request.headers.get("content-type", "").partition(";")[0] == "application/json"
        if request.method == "POST" and not is_json:
            return _json(415, {"error": "send content-type: application/json"})
        return route(request)

    def _read_clock(self, _: HttpRequest) -> HttpResponse:
        return _json(200, {"now": self.clock.now().isoformat(), "frozen": self.is_frozen})

    def _advance(self, request: HttpRequest) -> HttpResponse:
        seconds = _seconds(request.body)
        if seconds is None:
            most = LONGEST_ADVANCE_SECONDS
            return _json(400, {"error": f'send {{"seconds": n}} with n from 0 to {most}'})
        return _json(200, {"now": self.clock.advance(seconds).isoformat()})

    def _reset(self, _: HttpRequest) -> HttpResponse:
        self.reset()
        return _json(200, {"now": self.clock.now().isoformat()})


def is_loopback(request: HttpRequest) -> bool:
    """Whether the request was sent to a name of this machine, with or without a port."""
    host = request.headers.get("host", "")
    name, colon, port = host.rpartition(":")
    return host in _LOOPBACK or bool(colon and port.isdecimal() and name in _LOOPBACK)


def refuse_host() -> HttpResponse:
    return _json(403, {"error": "the simulated account answers only on 127.0.0.1 and localhost"})


def _seconds(body: bytes) -> float | None:
    try:
        seconds = json.loads(body)["seconds"]
    except (ValueError, KeyError, TypeError):
        return None
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    return seconds if 0 <= seconds <= LONGEST_ADVANCE_SECONDS else None


def _json(status: int, content: Mapping[str, Any]) -> HttpResponse:
    body = json.dumps(content).encode() + b"\n"
    return HttpResponse(status, body, {"content-type": "application/json"})
