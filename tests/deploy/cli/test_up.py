"""`ground up` and `ground say` as a person runs them: start, say where, stop clean."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.local.processes import checkout, free_port

pytestmark = pytest.mark.world

GROUND = str(Path(sys.executable).with_name("ground"))


def environ(home: Path) -> dict[str, str]:
    """A person's shell with an AWS profile of their own that must not be used."""
    return {
        **os.environ,
        "GROUND_HOME": str(home),
        "AWS_PROFILE": "does-not-exist",
        "AWS_ENDPOINT_URL": "http://203.0.113.9",
        "COLUMNS": "200",
    }


@contextmanager
def up(home: Path, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """`ground up` on free ports, ready; killed at the end where it still runs."""
    ports = [
        part
        for name in ("--port", "--lex-port", "--account-port")
        for part in (name, str(free_port()))
    ]
    process = subprocess.Popen(
        [GROUND, "up", *ports, *arguments],
        env=environ(home),
        cwd=checkout(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def read_until(process: "subprocess.Popen[str]", words: str) -> str:
    assert process.stdout
    seen = ""
    for line in process.stdout:
        seen += line
        if words in line:
            return seen
    raise AssertionError(f"ended without {words!r}:\n{seen}")


def ground(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [GROUND, *arguments],
        env=environ(home),
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


def piped_chat(home: Path, said: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [GROUND, "chat"],
        input=said,
        env=environ(home),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_it_says_where_to_click_is_joined_and_stops_clean(tmp_path: Path) -> None:
    """Beside it, a second one in the same folder is refused; a chat from a pipe has no codes."""
    with up(tmp_path) as process:
        shown = read_until(process, "Ctrl-C stops everything")
        page = re.search(r"page +(http://127\.0\.0\.1:\d+)", shown)
        said = ground(tmp_path, "say", "is payments healthy?")
        as_json = ground(tmp_path, "say", "whats broken", "--json")
        chat = piped_chat(tmp_path, "which version of orders is live in staging\nexit\n")
        second = ground(tmp_path, "up", "--port", "0", "--lex-port", "0", "--account-port", "0")
        still = ground(tmp_path, "say", "which version of orders in staging", "--as", "vic")
        address = json.loads((tmp_path / "world.json").read_text())
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=15)

    assert page
    assert "your AWS profile and credentials are ignored" in shown
    assert shown.count("  whats broken") == 1
    assert "payments" in said.stdout
    assert "ephemeral" not in said.stderr
    assert "inventory" in json.loads(as_json.stdout)["text"]
    assert "orders" in chat.stdout
    assert "\x1b" not in chat.stdout
    assert "not a terminal" not in chat.stderr
    assert second.returncode == 1
    assert "runs already" in second.stderr
    assert "orders" in still.stdout
    assert process.returncode == 0
    assert "Traceback" not in rest
    assert rest.strip().endswith("Stopped.")
    assert not (tmp_path / "world.json").exists()
    for port in (address["web"], address["lex"], address["account"]):
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_taken_port_names_the_option(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = ground(tmp_path, "up", "--port", "0", "--lex-port", port, "--account-port", "0")

    assert done.returncode == 2
    assert f"port {port} is in use" in done.stderr
    assert "--lex-port" in done.stderr
    assert "LEX_PORT=" in done.stderr


def test_without_a_running_world_say_starts_an_ephemeral_one_and_says_so(tmp_path: Path) -> None:
    """In the language and on the channel that are asked for."""
    done = ground(tmp_path, "say", "was ist kaputt", "--locale", "de_DE", "--channel", "slack")

    assert "starting an ephemeral one" in done.stderr
    assert "ist gestört" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("say", "help", "--channel", "fax"), "terminal, web, slack, alexa"),
        (("new-intent", "lower", "--summary", "x"), "is no intent name"),
        (("chat", "--profile", "does-not-exist-either"), "there is no AWS profile"),
        (("say", "hi", "--locale", "fr_FR"), "no locale 'fr_FR': use one of en_US, de_DE"),
    ],
)
def test_a_mistake_is_one_readable_message(
    tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    done = ground(tmp_path, *arguments)

    assert done.returncode != 0
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_an_interrupt_while_it_starts_stops_at_once_and_clean(tmp_path: Path) -> None:
    with up(tmp_path) as process:
        read_until(process, "starting the simulated AWS account")
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=15)

    assert "Stopped before it was ready" in rest
    assert "Ready" not in rest
    assert "Traceback" not in rest


def test_a_broken_definition_is_told_with_file_and_line(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    for folder in ("intents", "bot", "fulfillment", "channels", "deploy"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(checkout() / folder, copy / folder, ignore=ignored)
    (copy / "intents/help/intent.yaml").write_text("intent: Help\nsumary: x\n", encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-c", "from deploy.cli.entry import main; main()", "check"],
        cwd=copy,
        env={**environ(tmp_path), "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "intents/help/intent.yaml:2: error: unknown key 'sumary'" in done.stdout
    assert "Traceback" not in done.stderr
