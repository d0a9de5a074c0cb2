"""Serving an ASGI application in this process: granian, HTTP/1.1 and h2c on one port."""

import asyncio
import json
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from typing import Any, NoReturn

from granian.constants import HTTPModes, Interfaces
from granian.server.embed import Server

from bot.errors import PortTakenError

Stop = Callable[[], object]


def serve(
    app: Any, host: str, port: int, ready: Callable[[int], None], *, option: str = "--port"
) -> None:
    """Serve `app` until SIGTERM or SIGINT, and then return.

    `ready` is called with the port once connections are accepted; port 0 takes a free one. Raises
    PortTakenError, which names `option`. Must run in the main thread, for the signals.
    """

    def listening(claimed: int, stop: Stop) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop)
        ready(claimed)

    asyncio.run(_serve(app, host, claim_port(host, port, option), listening))


def announce(port: int) -> None:
    """The line that a parent process waits for."""
    sys.stdout.write(json.dumps({"ready": True, "port": port}) + "\n")
    sys.stdout.flush()


def stop_at_end_of_input() -> None:
    """SIGTERM to this process when its standard input ends.

    So that it never outlives the parent that holds the other end, however that one dies.
    """
    threading.Thread(target=_wait_for_end, name="end-of-input", daemon=True).start()


def _wait_for_end() -> None:
    # os.read and not sys.stdin: a thread that waits in it holds a lock that Python wants at exit.
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def leave(code: int) -> NoReturn:
    """End a process that has served, with the exit code `code`.

    Without Python's own end: threads of granian outlive its server, and one that still reports a
    closed connection aborts the process (SIGABRT) when it meets an interpreter that is going down.
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


@contextmanager
def background(app: Any, host: str = "127.0.0.1", port: int = 0) -> Iterator[int]:
    """Serve `app` from a thread of this process while the context lasts; gives the port."""
    started: Future[tuple[int, Stop]] = Future()

    def listening(claimed: int, stop: Stop) -> None:
        started.set_result(
            (claimed, partial(asyncio.get_running_loop().call_soon_threadsafe, stop))
        )

    def run() -> None:
        try:
            asyncio.run(_serve(app, host, claim_port(host, port), listening))
        except BaseException as error:  # noqa: BLE001 - it is raised where the port is waited for
            started.set_exception(error)

    thread = threading.Thread(target=run, name="server", daemon=True)
    thread.start()
    claimed, stop = started.result()
    try:
        yield claimed
    finally:
        stop()
        thread.join()


def claim_port(host: str, port: int, option: str = "--port") -> int:
    """`port`, or a free one for 0. Raises PortTakenError where nothing can listen on it.

    granian would share a taken port silently (SO_REUSEPORT), and two servers would each get some
    of the requests: so the port is tried without sharing first.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OverflowError:
            raise PortTakenError(
                f"{port} is no port: choose one from 0 to 65535 with {option} PORT"
            ) from None
        except socket.gaierror as error:
            raise PortTakenError(
                f"{host!r} is no address to listen on ({error.strerror}): name one of this machine"
            ) from None
        except OSError as error:
            raise PortTakenError(
                f"cannot listen on {host}:{port} ({error.strerror}): stop what listens there, "
                f"or choose another port with {option} PORT"
            ) from None
        claimed: int = probe.getsockname()[1]
        return claimed


async def _serve(app: Any, host: str, port: int, listening: Callable[[int, Stop], None]) -> None:
    server = Server(
        app,
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        http=HTTPModes.auto,
        websockets=False,
        log_enabled=False,
    )
    serving = asyncio.create_task(server.serve())
    await _accepting(host, port, serving)
    if not serving.done():
        listening(port, server.stop)
    await serving


async def _accepting(host: str, port: int, serving: "asyncio.Task[None]") -> None:
    """Return when a connection succeeds, or when `serving` has failed."""
    while not serving.done():
        try:
            _, writer = await asyncio.open_connection(host, port)
        except OSError:
            await asyncio.sleep(0.005)
            continue
        writer.close()
        await writer.wait_closed()
        return
