"""Child processes of the local world: started together, stopped together, never left behind.

A child prints one JSON line {"ready": true, "port": n} on standard output when it answers, writes
its log to standard error, and exits when its standard input ends: so it cannot outlive its parent,
however that one dies.
"""

import contextlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from deploy.errors import PortTaken, StartError

STOP_SECONDS = 5
_LOG_LINES = 15


@dataclass(frozen=True)
class Child:
    """A running child; `log` is its standard error."""

    name: str
    process: "subprocess.Popen[str]"
    log: Path

    def wait_until_ready(self) -> int:
        """The port it answers on. Raises `StartError` with the end of its log."""
        stdout = self.process.stdout
        line = stdout.readline() if stdout else ""
        try:
            return int(json.loads(line)["port"])
        except (ValueError, KeyError, TypeError):
            self.stop()
            raise StartError(f"{self.name} did not start:\n{tail(self.log)}") from None

    def stop(self) -> None:
        """Ask it to end by closing its input; kill it when it does not."""
        if self.process.stdin:
            with contextlib.suppress(OSError):
                self.process.stdin.close()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


def start(
    name: str,
    module: str,
    arguments: Sequence[str],
    environ: Mapping[str, str],
    logs: Path,
    *,
    guard: bool = True,
    also: Sequence[str] = (),
) -> Child:
    """Start `python -m module`, behind the loopback guard unless told otherwise, in its own group.

    `also`: host names that the guard lets through.

    The own group keeps Ctrl-C for the parent, which then stops the children in order.
    """
    log = logs / f"{name}.log"
    logs.mkdir(parents=True, exist_ok=True)
    let_through = [part for host in also for part in ("--also", host)]
    guarded = ["deploy.local.loopback", *let_through] if guard else []
    stderr: IO[str]
    with log.open("w", encoding="utf-8") as stderr:
        process = subprocess.Popen(  # noqa: S603 - our own modules
            [sys.executable, "-m", *guarded, module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            env=dict(environ),
            cwd=checkout(),
            start_new_session=True,
            text=True,
        )
    return Child(name, process, log)


def checkout() -> Path:
    """The root of the checkout that this file is part of."""
    return Path(__file__).resolve().parents[2]


def tail(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(lines[-_LOG_LINES:])


def local_environment(endpoint: str) -> dict[str, str]:
    """The environment of every local process: none of the person's AWS settings gets through."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "BOTO", "GROUND_", "SLACK_", "MOTO_"))
        and not name.lower().endswith("_proxy")
    }
    return {
        **kept,
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "PYTHONUNBUFFERED": "1",
    }


def check_port(port: int, option: str) -> None:
    """Raises `PortTaken` where something listens already. Port 0 means any."""
    if port == 0:
        return
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise PortTaken(
                f"port {port} is in use on 127.0.0.1: stop what listens there, "
                f"or choose another with {option}"
            ) from None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
