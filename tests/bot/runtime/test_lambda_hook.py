"""Invoking the bot's Lambda function, against the HTTP that Lambda speaks."""

import json
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import boto3
import pytest
from botocore.config import Config

from bot.errors import CodeHookError
from bot.runtime.functions.answers import TIMEOUT_SECONDS
from bot.runtime.lambda_hook import LambdaHook, lambda_client

ARN = "arn:aws:lambda:us-east-1:123456789012:function:fulfillment"


@dataclass
class Answer:
    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    silent: bool = False


class Handler(BaseHTTPRequestHandler):
    answer: ClassVar[Answer] = Answer()
    calls: ClassVar[list[tuple[str, bytes]]] = []
    released: ClassVar[threading.Event] = threading.Event()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.calls.append((self.path, body))
        if self.answer.silent:
            self.released.wait(10)
            return
        self.send_response(self.answer.status)
        for name, value in self.answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(self.answer.body)))
        self.end_headers()
        self.wfile.write(self.answer.body)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.fixture
def hook(port: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[LambdaHook]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setattr(Handler, "calls", [])
    with closing(lambda_client(f"http://127.0.0.1:{port}", "us-east-1")) as client:
        yield LambdaHook(client, ARN)


def respond(monkeypatch: pytest.MonkeyPatch, answer: Answer) -> None:
    monkeypatch.setattr(Handler, "answer", answer)


def test_the_event_goes_out_and_the_answer_comes_back(
    hook: LambdaHook, monkeypatch: pytest.MonkeyPatch
) -> None:
    respond(monkeypatch, Answer(body=b'{"sessionState": {}}'))
    assert hook({"inputTranscript": "örders"}) == {"sessionState": {}}
    path, body = Handler.calls[0]
    assert path.endswith(f"/functions/{ARN.replace(':', '%3A')}/invocations")
    assert json.loads(body) == {"inputTranscript": "örders"}


RAISED = json.dumps({"errorType": "KeyError", "errorMessage": "secret words"}).encode()
TIMED_OUT = json.dumps({"errorMessage": "2026 x Task timed out after 30.00 seconds"}).encode()


@pytest.mark.parametrize(
    ("answer", "kind", "message"),
    [
        (
            Answer(body=RAISED, headers={"X-Amz-Function-Error": "Unhandled"}),
            "raised",
            r"Unhandled \(KeyError\)",
        ),
        (
            Answer(body=TIMED_OUT, headers={"X-Amz-Function-Error": "Unhandled"}),
            "timeout",
            "Unhandled",
        ),
        (
            Answer(429, headers={"x-amzn-ErrorType": "TooManyRequestsException"}),
            "throttled",
            "TooManyRequestsException",
        ),
        (
            Answer(404, headers={"x-amzn-ErrorType": "ResourceNotFoundException"}),
            "raised",
            "ResourceNotFoundException",
        ),
        (Answer(500, headers={"x-amzn-ErrorType": "ServiceException"}), "raised", "Service"),
        (Answer(body=b"<html>"), "malformed", "did not return JSON"),
        (Answer(body=b'"' + b"x" * 60_000 + b'"'), "malformed", "exceeds maximum size"),
    ],
)
def test_each_failure_has_its_kind_and_is_not_retried(
    hook: LambdaHook, monkeypatch: pytest.MonkeyPatch, answer: Answer, kind: str, message: str
) -> None:
    respond(monkeypatch, answer)
    with pytest.raises(CodeHookError, match=message) as raised:
        hook({})
    assert raised.value.kind == kind
    assert "secret" not in str(raised.value)
    assert len(Handler.calls) == 1


def test_a_function_that_does_not_answer_in_time(
    port: int, hook: LambdaHook, monkeypatch: pytest.MonkeyPatch
) -> None:
    respond(monkeypatch, Answer(silent=True))
    impatient = boto3.client(
        "lambda",
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name="us-east-1",
        config=Config(read_timeout=0.1, retries={"total_max_attempts": 1}),
    )
    with (
        closing(impatient),
        pytest.raises(CodeHookError, match="no answer within") as raised,
    ):
        LambdaHook(impatient, ARN)({})
    Handler.released.set()
    assert raised.value.kind == "timeout"
    assert len(Handler.calls) == 1


def test_nothing_listens_there(hook: LambdaHook) -> None:
    unreachable = lambda_client("http://127.0.0.1:1", "us-east-1")
    with pytest.raises(CodeHookError, match="Failed to invoke Lambda") as raised:
        LambdaHook(unreachable, ARN)({})
    assert raised.value.kind == "raised"


def test_the_client_waits_as_long_as_lex_and_tries_once(hook: LambdaHook) -> None:
    config: Any = lambda_client("http://127.0.0.1:1", "us-east-1").meta.config
    assert config.read_timeout == TIMEOUT_SECONDS == 30
    assert config.retries["total_max_attempts"] == 1
