"""A function behind a URL: what it gets, and each way in which it can fail."""

import json
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.errors import CodeHookError
from bot.runtime.functions import PostedFunction
from bot.runtime.server import background

PATH = "/2015-03-31/functions/function/invocations"
EVENT: dict[str, Any] = {"inputTranscript": "grüß"}


@dataclass
class Emulator:
    """An ASGI application that keeps what it gets and answers what it is told to."""

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    got: list[tuple[str, bytes]] = field(default_factory=list)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body, more = b"", True
        while more:
            event = await receive()
            body, more = body + event["body"], event["more_body"]
        self.got.append((scope["path"], body))
        pairs = [(name.encode(), value.encode()) for name, value in self.headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": pairs})
        await send({"type": "http.response.body", "body": self.body})


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Emulator, int]]:
    emulator = Emulator()
    with background(emulator) as port:
        yield emulator, port


def call(served: tuple[Emulator, int], **answer: Any) -> object:
    emulator, port = served
    fresh = Emulator(**answer)
    emulator.status, emulator.body, emulator.headers = fresh.status, fresh.body, fresh.headers
    emulator.got.clear()
    return PostedFunction(f"http://user:secret@127.0.0.1:{port}{PATH}?key=secret")(EVENT)


def test_the_event_is_posted_as_it_is_and_the_body_is_the_answer(
    served: tuple[Emulator, int],
) -> None:
    assert call(served, body=b'{"sessionState": {}}') == {"sessionState": {}}
    ((path, body),) = served[0].got
    assert path == PATH
    assert json.loads(body) == EVENT


ERROR = b'{"errorType": "KeyError", "errorMessage": "the pin is 1234"}'


@pytest.mark.parametrize(
    ("answer", "kind", "told"),
    [
        ({"body": ERROR}, "raised", r"Unhandled \(KeyError\)"),
        ({"body": ERROR, "headers": {"X-Amz-Function-Error": "Unhandled"}}, "raised", "KeyError"),
        (
            {
                "body": b'{"errorMessage": "x Task timed out after 3.00 seconds"}',
                "headers": {"X-Amz-Function-Error": "Unhandled"},
            },
            "timeout",
            "no error type",
        ),
        ({"status": 429}, "throttled", "HTTP 429"),
        ({"status": 502}, "raised", "HTTP 502"),
        ({"status": 302, "headers": {"location": "/elsewhere"}}, "raised", "HTTP 302"),
        ({"body": b"<html>"}, "malformed", "did not return JSON"),
        ({"body": b'"' + b"x" * 60_000 + b'"'}, "malformed", "exceeds maximum size"),
    ],
)
def test_each_failure_has_its_kind_and_is_not_repeated(
    served: tuple[Emulator, int], answer: dict[str, Any], kind: str, told: str
) -> None:
    with pytest.raises(CodeHookError, match=told) as raised:
        call(served, **answer)
    assert raised.value.kind == kind
    assert len(served[0].got) == 1
    assert "1234" not in str(raised.value)
    assert "secret" not in str(raised.value)


def test_nobody_there_is_told_with_what_to_do() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(CodeHookError, match=f"127.0.0.1:{port}/f: .*is it running") as raised:
        PostedFunction(f"http://127.0.0.1:{port}/f")(EVENT)
    assert raised.value.kind == "raised"


def test_no_answer_in_time_is_a_timeout() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/f"
        with pytest.raises(CodeHookError, match=r"no answer within 0\.05 seconds") as raised:
            PostedFunction(url, 0.05)(EVENT)
    assert raised.value.kind == "timeout"
