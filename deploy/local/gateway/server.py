"""Serving an ASGI application on loopback in this process until told to stop."""

import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn, TextIO

from granian.constants import Interfaces
from granian.server.embed import Server
from starlette.types import ASGIApp

from deploy.local.processes import check_port, free_port

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


async def serve(app: ASGIApp, listening: Listening) -> None:
    """Raises `PortTaken`. Granian shares a taken port (SO_REUSEPORT), so it is checked here."""
    check_port(listening.port, "--port")
    port = listening.port or free_port()
    server = Server(
        app,
        address=ADDRESS,
        port=port,
        interface=Interfaces.ASGI,
        websockets=False,
        log_enabled=False,
    )
    _stop_on_signals(server.stop)
    if listening.stop_at_end_of:
        _stop_at_end(listening.stop_at_end_of, server.stop)
    telling = asyncio.create_task(_tell_when_listening(port, listening.ready))
    try:
        await server.serve()
    finally:
        telling.cancel()


def end_process(code: int) -> NoReturn:
    """Exit without the interpreter's own end.

    Granian's threads outlive `serve` for a moment; one that then asks for the interpreter while it
    is being torn down aborts the process (SIGABRT, seen with granian 2.8.7).
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


async def _tell_when_listening(port: int, ready: Callable[[int], None]) -> None:
    """Granian has no event for it: even its lifespan starts before its socket listens."""
    while True:
        try:
            _, writer = await asyncio.open_connection(ADDRESS, port)
        except OSError:
            await asyncio.sleep(0.005)
        else:
            writer.close()
            await writer.wait_closed()
            ready(port)
            return


def _stop_on_signals(stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)


def _stop_at_end(stream: TextIO, stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    descriptor = stream.fileno()

    def wait() -> None:
        # Not stream.read(): a thread that holds its lock aborts the interpreter's end.
        while os.read(descriptor, 1024):
            pass
        with contextlib.suppress(RuntimeError):  # the loop is closed: it has stopped already
            loop.call_soon_threadsafe(stop)

    threading.Thread(target=wait, name="end-of-input", daemon=True).start()
