"""The simulated Lambda's fork server: every function instance is a fork of it.

It is forked before the account has any thread, imports what functions need, and then only forks.
So an instance is up in milliseconds, and nothing of the account (or of another function) is in it.
It lives as long as its control socket: when the account ends, however it ends, the host kills
every instance and ends too.
"""

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import sys
from collections.abc import Mapping
from typing import Any

from deploy.local.account.lambda_worker import serve

PRELOADED = ("json", "logging", "boto3", "botocore.loaders", "botocore.client")
MODELS = (
    *("cloudwatch", "dynamodb", "ecr", "ecs", "elbv2", "lambda"),
    *("lexv2-runtime", "sqs", "ssm", "sts"),
)
"""Services whose models are read before the first fork: most of a client's first 150 ms."""
MOST_MESSAGE_BYTES = 256 * 1024


def fork_host() -> tuple[int, socket.socket]:
    """Fork the host; returns its process id and the control socket.

    Call it before the process starts any thread: a fork copies only the thread that forks, and
    locks that others hold would stay held for ever.
    """
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    pid = os.fork()
    if pid:
        theirs.close()
        return pid, ours
    ours.close()
    try:
        _become_host(theirs)
    finally:
        os._exit(0)


def _become_host(control: socket.socket) -> None:
    # Ctrl-C reaches the whole group; only the account decides when the host ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)  # standard output carries the account's ready line and nothing else
    for name in PRELOADED:
        importlib.import_module(name)
    _read_models_once()
    gc.collect()
    gc.freeze()  # keeps the collector from touching, and so copying, the shared pages
    _Host(control).run()


def _read_models_once() -> None:
    """Keep what botocore reads from its data files, for every instance to come.

    A session reads them anew each time; the files do not change while the host lives.
    """
    loader = sys.modules["botocore.loaders"].JSONFileLoader
    read = loader.load_file
    kept: dict[str, Any] = {}

    def load_file(self: Any, path: str) -> Any:
        if path not in kept:
            kept[path] = read(self, path)
        return kept[path]

    loader.load_file = load_file
    session = sys.modules["boto3"].Session(region_name="us-east-1")
    for service in MODELS:
        # An endpoint that is never called, and no credentials: only the models matter.
        session.client(service, endpoint_url="http://127.0.0.1:1")


class _Host:
    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._children: set[int] = set()

    def run(self) -> None:
        """Obey the control socket until it ends, then take every instance along."""
        while self._obey():
            pass
        for pid in self._children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _obey(self) -> bool:
        try:
            message, descriptors, _, _ = socket.recv_fds(self._control, MOST_MESSAGE_BYTES, 2)
        except OSError:
            return False
        if not message:
            return False
        self._reap()
        command = json.loads(message)
        if "kill" in command:
            self._kill(command["kill"])
        else:
            self._spawn(command["spawn"], *descriptors)
        return True

    def _spawn(self, function: Mapping[str, Any], channel: int, output: int) -> None:
        pid = os.fork()
        if pid == 0:
            self._control.close()
            _become_instance(function, channel, output)
        self._children.add(pid)
        os.close(channel)
        os.close(output)
        self._control.send(json.dumps({"pid": pid}).encode())

    def _kill(self, pid: int) -> None:
        """Only a child that has not been reaped: its number cannot be somebody else's."""
        if pid in self._children:
            os.kill(pid, signal.SIGKILL)

    def _reap(self) -> None:
        for pid in list(self._children):
            if os.waitpid(pid, os.WNOHANG)[0] == pid:
                self._children.discard(pid)


def _become_instance(function: Mapping[str, Any], channel: int, output: int) -> None:
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.close(output)
        # Line by line, so that nothing waits in a buffer when the instance is killed.
        sys.stdout = os.fdopen(1, "w", buffering=1, encoding="utf-8", errors="backslashreplace")
        sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace")
        os.environ.clear()
        os.environ.update(function["environment"])
        serve(function, socket.socket(fileno=channel))
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
        os._exit(0)
