"""Starts the simulated account as its own process, and talks to it as any client would."""

import contextlib
import io
import json
import os
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import boto3
from botocore.config import Config

CHECKOUT = Path(__file__).resolve().parents[3]
ROLE = "arn:aws:iam::123456789012:role/test"
Value = TypeVar("Value")


@dataclass
class Server:
    """A running account with a frozen clock."""

    port: int
    process: "subprocess.Popen[bytes]"
    _clients: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self, service: str) -> Any:
        if service not in self._clients:
            self._clients[service] = session().client(
                service,  # type: ignore[call-overload]
                endpoint_url=self.url,
                config=Config(retries={"total_max_attempts": 1}, read_timeout=20),
            )
        return self._clients[service]

    def advance(self, seconds: float) -> dict[str, Any]:
        return self.control("POST", "/ground/clock/advance", {"seconds": seconds})

    def control(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        request = urllib.request.Request(  # noqa: S310 - our own loopback address
            self.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"content-type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=20) as response:  # noqa: S310 - as above
            answer: dict[str, Any] = json.load(response)
        return answer

    def create_function(self, name: str, handler: str, timeout: int = 5, **variables: str) -> None:
        self.client("lambda").create_function(
            FunctionName=name,
            Runtime="python3.12",
            Role=ROLE,
            Handler=f"tests.deploy.account.functions.{handler}",
            Timeout=timeout,
            Code={"ZipFile": an_archive()},
            Environment={"Variables": variables},
        )

    def invoke(self, name: str, payload: Any = None) -> tuple[str | None, Any]:
        """(FunctionError or None, the payload that came back)."""
        answer = self.client("lambda").invoke(FunctionName=name, Payload=json.dumps(payload))
        return answer.get("FunctionError"), json.loads(answer["Payload"].read())


def session() -> boto3.Session:
    return boto3.Session(
        aws_access_key_id="made-up", aws_secret_access_key="made-up", region_name="us-east-1"
    )


def an_archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("README", "not read")
    return buffer.getvalue()


def launch(*arguments: str, **variables: str) -> "subprocess.Popen[bytes]":
    """The account behind the loopback guard, as `ground up` starts it."""
    return subprocess.Popen(
        [sys.executable, "-m", "deploy.local.loopback", "deploy.local.account", *arguments],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **variables},
    )


def ready_port(process: "subprocess.Popen[bytes]") -> int:
    assert process.stdout is not None
    line = json.loads(process.stdout.readline())
    assert line["ready"] is True
    port: int = line["port"]
    return port


@contextlib.contextmanager
def running(log: Path, *arguments: str) -> Iterator[Server]:
    """A server for as long as the block lasts; its log is in `log`."""
    with log.open("wb") as stderr:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "deploy.local.loopback", "deploy.local.account"),
                *("--port", "0", "--frozen-clock", "--exit-on-stdin-eof", *arguments),
            ],
            cwd=CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield Server(ready_port(process), process)
        finally:
            process.stdin.close()
            process.wait(10)
            process.stdout.close()


def eventually(look: Callable[[], Value], seconds: float = 10) -> Value:
    """What `look` gives once it is truthy: for what other processes do in wall time."""
    deadline = time.monotonic() + seconds
    while not (value := look()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)
    return value
