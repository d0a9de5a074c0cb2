"""The gateway as a process: ready line, options that do not hold, and how it ends."""

import json
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.errors import SettingInvalid
from deploy.local.gateway.people import read_people

ROOT = Path(__file__).parents[3]
ACCOUNT = "http://127.0.0.1:9"


@pytest.fixture
def people(tmp_path: Path) -> Path:
    file = tmp_path / "people.json"
    file.write_text(json.dumps([{"sub": "ana", "name": "Ana Ruiz", "roles": {"*": "admin"}}]))
    return file


@contextmanager
def running(people: Path, *options: str) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "deploy.local.gateway", "--people", str(people), *options]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def ready_port(process: "subprocess.Popen[str]") -> int:
    assert process.stdout is not None
    line = json.loads(process.stdout.readline())
    assert line["ready"] is True
    return int(line["port"])


def test_it_says_when_it_is_ready_and_serves_the_page(people: Path) -> None:
    with running(people, "--port", "0", "--aws-endpoint-url", ACCOUNT) as process:
        port = ready_port(process)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
            assert b"Ground Control" in page.read()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/local/slack/calls") as calls:
            assert json.load(calls) == {"calls": [], "count": 0}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(people: Path, number: signal.Signals) -> None:
    with running(people, "--port", "0", "--aws-endpoint-url", ACCOUNT) as process:
        ready_port(process)
        process.send_signal(number)
        assert process.wait(timeout=10) == 0


def test_the_end_of_its_input_ends_it(people: Path) -> None:
    options = ("--port", "0", "--aws-endpoint-url", ACCOUNT, "--exit-on-stdin-eof")
    with running(people, *options) as process:
        ready_port(process)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=10) == 0


def test_a_taken_port_is_an_error_that_names_the_option(people: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with running(people, "--port", str(port), "--aws-endpoint-url", ACCOUNT) as process:
            assert process.wait(timeout=20) == 2
            assert process.stderr is not None
            message = process.stderr.read()
    assert f"cannot listen on 127.0.0.1:{port}" in message
    assert "--port" in message
    assert "Traceback" not in message


@pytest.mark.parametrize(
    "url",
    ["http://example.com", "https://127.0.0.1:1", "127.0.0.1:1", "http://127.0.0.1.evil.example"],
)
def test_an_account_elsewhere_is_refused(people: Path, url: str) -> None:
    with running(people, "--port", "0", "--aws-endpoint-url", url) as process:
        assert process.wait(timeout=20) == 2
        assert process.stderr is not None
        assert "--aws-endpoint-url" in process.stderr.read()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        "[1]",
        '[{"sub": "a"}]',
        '[{"sub": "", "name": "A"}]',
        '[{"sub": "a", "name": "A", "roles": ["admin"]}]',
    ],
)
def test_a_people_file_that_does_not_hold_is_named(tmp_path: Path, content: str) -> None:
    file = tmp_path / "people.json"
    file.write_text(content)

    with pytest.raises(SettingInvalid, match=r"--people .*people\.json"):
        read_people(file)


def test_a_people_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingInvalid, match="absent"):
        read_people(tmp_path / "absent.json")
