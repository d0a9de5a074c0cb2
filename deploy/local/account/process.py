"""Composition root of the account's process: builds it, runs it, ends it."""

import argparse
import contextlib
import json
import logging
import os
import signal
import socket
import sys
import threading
import time
from dataclasses import dataclass

from deploy.errors import DeployError, PortTaken
from deploy.local.account import control, operations
from deploy.local.account.account import Account, new_lock
from deploy.local.account.clock import RealTimeDriver, SimulatedClock
from deploy.local.account.control import Control
from deploy.local.account.event_sources import EventSources
from deploy.local.account.http import HttpRequest, HttpResponse, HttpServer
from deploy.local.account.lambda_pool import LambdaPool
from deploy.local.account.lambda_service import LambdaService
from deploy.local.github import PREFIX as CODE
from deploy.local.github.answers import Github
from deploy.local.world import builder
from deploy.local.world import model as world_model

_HOST_SECONDS = 1.0


@dataclass(frozen=True)
class Running:
    """What has to be stopped, in this order."""

    server: HttpServer
    driver: RealTimeDriver
    sources: EventSources
    functions: LambdaService
    pool: LambdaPool

    def stop(self) -> None:
        self.server.stop()
        self.driver.stop()
        self.sources.stop()
        self.functions.stop()
        self.pool.stop()


def run(options: argparse.Namespace, host: tuple[int, socket.socket]) -> int:
    """Serve until asked to end; returns the exit code."""
    logging.basicConfig(
        level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s"
    )
    stopping = _stop_signals(options.exit_on_stdin_eof)
    pid, channel = host
    try:
        running = _start(options, channel)
    except DeployError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201 - a command's message
        channel.close()
        return error.exit_code
    print(json.dumps({"ready": True, "port": running.server.port}), flush=True)  # noqa: T201
    stopping.wait()
    running.stop()
    _wait_for(pid)
    return 0


def _start(options: argparse.Namespace, channel: socket.socket) -> Running:
    world = world_model.load(options.world or world_model.EXAMPLE)
    clock = SimulatedClock()
    server = _listen(options.port, clock)
    lock = new_lock()
    pool = LambdaPool(channel)
    functions = LambdaService(pool, clock, lock, f"http://127.0.0.1:{server.port}")
    sources = EventSources(functions, clock, lock)
    account = Account(clock, operations.load(), functions, sources, lock)
    builder.build(account, world)
    steering = Control(clock, options.frozen_clock, lambda: builder.build(account, world))
    code = Github(world.repositories, clock.now())
    server.answer_with(lambda request: _answer(account, steering, code, request))
    driver = RealTimeDriver(clock)
    sources.start()
    server.start()
    if not options.frozen_clock:
        driver.start()
    return Running(server, driver, sources, functions, pool)


def _listen(port: int, clock: SimulatedClock) -> HttpServer:
    try:
        return HttpServer(port, clock.now)
    except (OSError, OverflowError) as error:
        raise PortTaken(
            f"port {port} on 127.0.0.1 cannot be had ({error}): stop what listens there, "
            "or choose another with --port"
        ) from error


def _answer(
    account: Account, steering: Control, code: Github, request: HttpRequest
) -> HttpResponse:
    if not control.is_loopback(request):
        return control.refuse_host()
    if request.path.startswith(f"{CODE}/"):
        return code.handle(request)
    if request.path.startswith(control.PREFIX):
        return steering.handle(request)
    return account.handle(request)


def _stop_signals(also_on_end_of_input: bool) -> threading.Event:
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    if also_on_end_of_input:
        threading.Thread(target=_watch_input, args=(stopping,), daemon=True).start()
    return stopping


def _watch_input(stopping: threading.Event) -> None:
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    stopping.set()


def _wait_for(pid: int) -> None:
    """The host ends by itself once its socket is closed; it does not get for ever to do so."""
    deadline = time.monotonic() + _HOST_SECONDS
    while time.monotonic() < deadline:
        if os.waitpid(pid, os.WNOHANG)[0] == pid:
            return
        time.sleep(0.01)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
