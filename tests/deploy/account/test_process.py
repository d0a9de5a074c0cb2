"""The account as a process: how it starts, how it ends, and that nothing of it stays."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.account.conftest import WORLD
from tests.deploy.account.harness import CHECKOUT, Server, eventually, launch, ready_port

LEAST = ("--world", str(WORLD))


@contextlib.contextmanager
def launched(*arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    process = launch(*LEAST, *arguments)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def is_alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split()[2]
    except FileNotFoundError:
        return False


def with_a_worker(process: "subprocess.Popen[bytes]") -> int:
    """Process id of a function instance, kept warm."""
    server = Server(ready_port(process), process)
    server.create_function("worker", "echo")
    pid: int = server.invoke("worker")[1]["pid"]
    assert is_alive(pid)
    return pid


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_with_all_its_workers(number: signal.Signals) -> None:
    with launched("--port", "0") as process:
        worker = with_a_worker(process)
        before = time.monotonic()
        process.send_signal(number)
        stdout, stderr = process.communicate(timeout=5)

        assert time.monotonic() - before < 2
        assert process.returncode == 0
        assert stdout == b""
        assert b"Traceback" not in stderr
        assert not is_alive(worker)


def test_the_end_of_its_input_ends_it() -> None:
    with launched("--port", "0", "--exit-on-stdin-eof") as process:
        worker = with_a_worker(process)
        assert process.stdin is not None
        process.stdin.close()

        assert process.wait(5) == 0
        eventually(lambda: not is_alive(worker))
        process.stdin = None


def test_workers_do_not_outlive_an_account_that_is_killed() -> None:
    with launched("--port", "0") as process:
        worker = with_a_worker(process)
        process.kill()

        eventually(lambda: not is_alive(worker))


def test_a_taken_port_is_an_error_that_names_the_option() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with launched("--port", str(port)) as process:
            stdout, stderr = process.communicate(timeout=10)

    assert process.returncode == 2
    assert stdout == b""
    assert f"port {port}" in stderr.decode()
    assert "--port" in stderr.decode()
    assert "Traceback" not in stderr.decode()


def test_a_world_that_does_not_hold_is_an_error_with_its_place(tmp_path: Path) -> None:
    world = tmp_path / "world.yaml"
    world.write_text(WORLD.read_text(encoding="utf-8").replace("deployed: 1d", "deployed: soon"))
    process = launch("--port", "0", "--world", str(world))
    _, stderr = process.communicate(timeout=10)

    assert process.returncode == 1
    assert "'soon' is no span of time" in stderr.decode()
    assert str(world) in stderr.decode()
    assert "Traceback" not in stderr.decode()


def test_a_person_s_settings_change_nothing() -> None:
    settings = {"AWS_PROFILE": "none-such", "MOTO_ACCOUNT_ID": "999999999999"}
    process = launch(*LEAST, "--port", "0", "--exit-on-stdin-eof", **settings)
    server = Server(ready_port(process), process)
    server.create_function("whoever", "environment")
    error, environment = server.invoke("whoever")
    who = server.client("sts").get_caller_identity()["Account"]
    process.communicate(timeout=5)

    assert error is None
    assert who == "123456789012"
    assert "AWS_PROFILE" not in environment


def test_it_is_ready_soon() -> None:
    before = time.monotonic()
    with launched("--port", "0") as process:
        ready_port(process)
        assert time.monotonic() - before < 5  # 2.5 s is the aim; a busy machine gets twice that


def test_the_aws_cli_works_unchanged(server: Server) -> None:
    answer = subprocess.run(
        [
            *(str(Path(sys.executable).with_name("aws")), "ecs", "describe-services"),
            *("--endpoint-url", server.url, "--region", "us-east-1"),
            *("--cluster", "test", "--services", "shop", "--output", "json"),
        ],
        cwd=CHECKOUT,
        env={
            "PATH": os.environ["PATH"],
            "AWS_ACCESS_KEY_ID": "made-up",
            "AWS_SECRET_ACCESS_KEY": "made-up",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        },
        capture_output=True,
        check=True,
        timeout=30,
    )

    service = json.loads(answer.stdout)["services"][0]
    assert service["serviceName"] == "shop"
    assert service["taskDefinition"].startswith("arn:aws:ecs:us-east-1:123456789012:")
