"""Invoking functions by boto3, against a fake Lambda endpoint on loopback."""

import http.server
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from deploy.errors import FunctionFailed, FunctionUnreachable
from deploy.local.gateway.functions import lambda_invoke
from deploy.local.processes import free_port


@dataclass
class FakeLambda:
    """Answers every invocation the same; `requests` are (path, event)."""

    url: str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    payload: bytes = b'{"statusCode": 200}'
    requests: list[tuple[str, object]] = field(default_factory=list)


@pytest.fixture
def fake() -> Iterator[FakeLambda]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            described.requests.append((self.path, json.loads(body)))
            self.send_response(described.status)
            for name, value in described.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(described.payload)))
            self.end_headers()
            self.wfile.write(described.payload)

        def log_message(self, *arguments: object) -> None:
            """Not on the test's output."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        described = FakeLambda(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield described
        server.shutdown()
        thread.join()


def test_an_answer_comes_back(fake: FakeLambda) -> None:
    assert lambda_invoke(fake.url)("ground-control-web", {"a": "é"}) == {"statusCode": 200}
    assert fake.requests == [("/2015-03-31/functions/ground-control-web/invocations", {"a": "é"})]


def test_proxies_and_profiles_of_the_person_are_ignored(
    fake: FakeLambda, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")

    assert lambda_invoke(fake.url)("web", {}) == {"statusCode": 200}


def test_a_function_that_raised_is_named_by_its_error_type_only(fake: FakeLambda) -> None:
    fake.headers = {"x-amz-function-error": "Unhandled"}
    fake.payload = b'{"errorType": "KeyError", "errorMessage": "private", "stackTrace": []}'

    with pytest.raises(FunctionFailed) as raised:
        lambda_invoke(fake.url)("web", {})
    assert "KeyError" in str(raised.value)
    assert "private" not in str(raised.value)


@pytest.mark.parametrize("payload", [b"", b"not json", b"{"])
def test_an_answer_that_is_no_json_is_a_failure(fake: FakeLambda, payload: bytes) -> None:
    fake.payload = payload

    with pytest.raises(FunctionFailed):
        lambda_invoke(fake.url)("web", {})


@pytest.mark.parametrize("status", [404, 500, 503])
def test_an_error_of_the_service_is_a_failure_and_not_retried(
    fake: FakeLambda, status: int
) -> None:
    fake.status = status
    fake.payload = b'{"Message": "no"}'

    with pytest.raises(FunctionFailed):
        lambda_invoke(fake.url)("web", {})
    assert len(fake.requests) == 1


def test_nothing_listening_is_unreachable() -> None:
    with pytest.raises(FunctionUnreachable):
        lambda_invoke(f"http://127.0.0.1:{free_port()}")("web", {})
