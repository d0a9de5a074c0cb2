"""Serving an ASGI application on loopback in this process until told to stop."""

import asyncio
import json
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from granian.constants import Interfaces
from granian.server.embed import Server
from starlette.types import Receive, Scope, Send

from deploy.local.processes import check_port, free_port

if TYPE_CHECKING:
    from starlette.types import ASGIApp

ADDRESS = "127.0.0.1"


@dataclass(frozen=True)
class Listening:
    """How to serve: `ready` is called with the port once connections are taken."""

    port: int
    """0 takes a free one."""
    ready: Callable[[int], None]
    stop_at_end_of: TextIO | None = None
    """Stop when this ends: a parent holds the other end, however it dies."""


def announce(port: int) -> None:
    """The line that the parent process waits for."""
    sys.stdout.write(json.dumps({"ready": True, "port": port}) + "\n")
    sys.stdout.flush()


async def serve(app: "ASGIApp", listening: Listening) -> None:
    """Raises `PortTaken`. Granian shares a taken port (SO_REUSEPORT), so it is checked here."""
    check_port(listening.port, "--port")
    port = listening.port or free_port()
    server = Server(
        _with_ready(app, lambda: listening.ready(port)),
        address=ADDRESS,
        port=port,
        interface=Interfaces.ASGI,
        websockets=False,
        log_enabled=False,
    )
    _stop_on_signals(server.stop)
    if listening.stop_at_end_of:
        _stop_at_end(listening.stop_at_end_of, server.stop)
    await server.serve()


def _with_ready(app: "ASGIApp", ready: Callable[[], None]) -> "ASGIApp":
    """Granian starts the lifespan when its socket listens already."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            ready()
        await app(scope, receive, send)

    return wrapped


def _stop_on_signals(stop: Callable[[], None]) -> None:
    if threading.current_thread() is not threading.main_thread():
        return  # only the main thread gets signals: a server in another one is stopped by its owner
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)


def _stop_at_end(stream: TextIO, stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()

    def wait() -> None:
        while stream.read(1024):
            pass
        loop.call_soon_threadsafe(stop)

    threading.Thread(target=wait, name="end-of-input", daemon=True).start()
