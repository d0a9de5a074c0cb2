"""`python -m bot.runtime` and the AWS CLI, as processes."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from bot.definition import Definition
from bot.lex.bundle import to_bundle
from bot.lex.compiling import compile_dialogs
from bot.lex.header import decode_header
from bot.serialize import compact, to_json
from tests.bot.dialog.sample import LOCALE, sample_bot
from tests.bot.runtime.world import ALIAS_ID, BOT_ID, Served

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}


@pytest.fixture
def definition(tmp_path: Path) -> Path:
    path = tmp_path / "definition.json"
    dialogs = to_bundle(compile_dialogs(Definition(sample_bot())))
    path.with_name("dialogs.json").write_text(compact(dialogs), encoding="utf-8")
    path.write_text(json.dumps(to_json(sample_bot())), encoding="utf-8")
    return path


def command(definition: Path, *more: str) -> list[str]:
    return [
        *(sys.executable, "-m", "bot.runtime", "--definition", str(definition)),
        *("--dialogs", str(definition.with_name("dialogs.json"))),
        *("--bot-id", BOT_ID, "--lambda-arn", "arn:aws:lambda:us-east-1:123456789012:function:f"),
        *("--aws-endpoint-url", "http://127.0.0.1:1", "--embedding", "words", *more),
    ]


@pytest.fixture
def process(definition: Path) -> Iterator["subprocess.Popen[str]"]:
    arguments = command(definition, "--port", "0", "--exit-on-stdin-eof")
    with subprocess.Popen(
        arguments,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=ENVIRONMENT,
        cwd=ROOT,
        text=True,
    ) as child:
        try:
            yield child
        finally:
            child.kill()


def stream(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


def ready_port(child: "subprocess.Popen[str]") -> int:
    line = json.loads(stream(child.stdout).readline())
    assert line["ready"] is True
    port: int = line["port"]
    with socket.create_connection(("127.0.0.1", port), timeout=5):
        return port


def test_it_ends_with_its_standard_input(process: "subprocess.Popen[str]") -> None:
    ready_port(process)
    stream(process.stdin).close()
    assert process.wait(10) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_a_signal(process: "subprocess.Popen[str]", number: signal.Signals) -> None:
    ready_port(process)
    process.send_signal(number)
    assert process.wait(10) == 0


def run(arguments: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        arguments,
        env=ENVIRONMENT,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_taken_port_ends_it_with_exit_code_2(definition: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run(command(definition, "--port", port))
    assert (done.returncode, done.stdout) == (2, "")
    assert f"cannot listen on 127.0.0.1:{port}" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("content", "message"), [("{", "is not JSON"), ("{}", "lacks the key"), (None, "No such file")]
)
def test_a_bad_definition_ends_it_with_a_clear_error(
    tmp_path: Path, content: str | None, message: str
) -> None:
    path = tmp_path / "bad.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    done = run(command(path, "--port", "0"))
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def aws(runtime: Served, *arguments: str) -> Any:
    done = run(
        [
            *(str(Path(sys.executable).with_name("aws")), "lexv2-runtime", *arguments),
            *("--endpoint-url", f"http://127.0.0.1:{runtime.port}", "--output", "json"),
            *("--bot-id", BOT_ID, "--bot-alias-id", ALIAS_ID, "--locale-id", LOCALE),
            *("--session-id", "cli:1"),
        ]
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_aws_cli_recognizes_text_and_utterances(runtime: Served, tmp_path: Path) -> None:
    text = aws(runtime, "recognize-text", "--text", "Restart service=orders")
    assert text["messages"] == [{"content": "Where?", "contentType": "PlainText"}]
    assert text["sessionState"]["dialogAction"]["slotToElicit"] == "environment"
    said = tmp_path / "said.txt"
    said.write_text("=staging", encoding="utf-8")
    utterance = aws(
        runtime,
        *("recognize-utterance", "--request-content-type", "text/plain; charset=utf-8"),
        *("--input-stream", str(said), str(tmp_path / "answer")),
    )
    messages: Any = decode_header(utterance["messages"], "messages")
    assert [message["content"] for message in messages] == ["Sure?"]
    assert (tmp_path / "answer").read_bytes() == b""
