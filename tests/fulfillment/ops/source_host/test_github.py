"""The adapter to GitHub's API: what it asks, what it makes of answers, what it says of failures."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import urllib3

from fulfillment.errors import OpsError
from fulfillment.ops.source_host import http
from fulfillment.ops.source_host.github import GithubHost
from fulfillment.ops.source_host.http import Http
from fulfillment.ops.source_host.nowhere import Nowhere
from tests.fulfillment.language import english

ID = "e83d5a0c9b17f24686ad03f1c5e7920b4d6f8a1c"
REPOSITORY = "shop/orders"


@dataclass
class Host:
    """A host that answers from a script, by path; what it was asked is kept."""

    port: int = 0
    answers: dict[str, tuple[int, Any, Mapping[str, str]]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def say(self, path: str, content: Any, status: int = 200, **headers: str) -> None:
        self.answers[path] = (status, content, headers)

    @property
    def http(self) -> Http:
        return Http(f"http://127.0.0.1:{self.port}/", lambda: "a-token")

    @property
    def github(self) -> GithubHost:
        return GithubHost(self.http, {"monolith": "shop/monolith"}, WORKERS)


WORKERS = ThreadPoolExecutor(2)


@pytest.fixture
def host() -> Iterator[Host]:
    found = Host()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append((self.path, self.headers["authorization"]))
            status, content, headers = found.answers.get(self.path, (404, {}, {}))
            body = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def a_commit(number: int, **over: Any) -> dict[str, Any]:
    person = {"name": "Mia", "date": "2026-11-25T10:00:00Z"}
    inner = {"message": f"Change {number}\n\nIn more words", "author": person, "committer": person}
    return {"sha": f"{number:040x}", "html_url": f"https://h/{number}", "commit": inner, **over}


def compared(page: int) -> str:
    return f"/repos/shop/orders/compare/aaaaaaa...v1%2F2?per_page=100&page={page}"


def test_a_comparison_is_newest_first(host: Host) -> None:
    answer = {"status": "ahead", "total_commits": 2, "commits": [a_commit(1), a_commit(2)]}
    host.say(compared(1), {**answer, "html_url": "https://h/compare"})
    found = host.github.compare(REPOSITORY, "aaaaaaa", "v1/2")

    assert (found.relation, found.total, found.url) == ("ahead", 2, "https://h/compare")
    assert [one.title for one in found.commits] == ["Change 2", "Change 1"]
    assert found.commits[0].author == "Mia"
    assert found.commits[0].at == datetime(2026, 11, 25, 10, tzinfo=UTC)
    assert host.asked == [(compared(1), "Bearer a-token")]


def test_of_a_long_comparison_the_newest_are_read(host: Host) -> None:
    host.say(compared(1), {"status": "ahead", "total_commits": 340, "commits": [a_commit(1)]})
    host.say(compared(4), {"status": "ahead", "total_commits": 340, "commits": [a_commit(340)]})
    found = host.github.compare(REPOSITORY, "aaaaaaa", "v1/2")

    assert (found.total, [one.title for one in found.commits]) == (340, ["Change 340"])


@pytest.mark.parametrize(
    ("service", "source", "repository"),
    [
        ("orders", "https://github.com/shop/orders", "shop/orders"),
        ("orders", "https://github.com/shop/orders.git", "shop/orders"),
        ("orders", "git@github.com:shop/orders.git", "shop/orders"),
        ("monolith", "", "shop/monolith"),
        ("monolith", "not an address", "shop/monolith"),
        ("cards", "https://example.com/a/b/c", ""),
        ("cards", "", ""),
    ],
)
def test_a_repository_is_named_by_the_label_or_by_the_file(
    host: Host, service: str, source: str, repository: str
) -> None:
    assert host.github.repository(service, source) == repository


def test_a_pull_request_is_what_it_became(host: Host) -> None:
    merged = {"title": "Split", "merged_at": "x", "merge_commit_sha": ID, "html_url": "https://h"}
    host.say("/repos/shop/orders/pulls/7", merged)
    host.say("/repos/shop/orders/pulls/8", {**merged, "merged_at": None})

    assert host.github.pull(REPOSITORY, 7).commit == ID
    assert host.github.pull(REPOSITORY, 8).commit == ""


def test_several_repositories_are_asked_and_absence_is_no_failure(host: Host) -> None:
    host.say(f"/repos/shop/orders/commits/{ID}", a_commit(1))
    found = host.github.having(("shop/cards", REPOSITORY), ID)

    assert [name for name, _ in found] == [REPOSITORY]
    assert host.github.having(("shop/cards",), ID) == ()


def test_a_failure_of_all_is_told(host: Host) -> None:
    host.say(f"/repos/shop/cards/commits/{ID}", {}, 500)

    with pytest.raises(OpsError) as caught:
        host.github.having(("shop/cards", REPOSITORY), ID)
    assert "the source host answered 500" in english().phrase(caught.value.phrase)


@pytest.mark.parametrize(
    ("status", "headers", "kind", "why"),
    [
        (401, {}, "denied", "the source host denies it to my token"),
        (403, {}, "denied", "the source host denies it to my token"),
        (403, {"x_ratelimit_remaining": "0"}, "throttled", "the source host asks me to slow down"),
        (403, {"retry_after": "60"}, "throttled", "the source host asks me to slow down"),
        (429, {}, "throttled", "the source host asks me to slow down"),
        (404, {}, "not found", "the source host does not have that, or does not show it to my"),
        (422, {}, "not found", "the source host does not have that, or does not show it to my"),
        (301, {"location": "http://127.0.0.1:1/"}, "failed", "the source host answered 301"),
        (500, {}, "failed", "the source host answered 500"),
    ],
)
def test_a_refusal_is_told(
    host: Host, status: int, headers: dict[str, str], kind: str, why: str
) -> None:
    host.say(f"/repos/shop/orders/commits/{ID}", {"message": "a-token"}, status, **headers)
    with pytest.raises(OpsError) as caught:
        host.github.commit(REPOSITORY, ID)

    assert caught.value.kind == kind
    told = english().phrase(caught.value.phrase)
    assert told.startswith(f"I could not read the commit {ID} of shop/orders because {why}")
    assert "a-token" not in told
    assert len(host.asked) == 1


@pytest.mark.parametrize("content", [b"<html>", b"[1]", b"\xff\xfe"])
def test_what_is_no_answer_is_told(host: Host, content: bytes) -> None:
    host.say(f"/repos/shop/orders/commits/{ID}", content)
    with pytest.raises(OpsError) as caught:
        host.github.commit(REPOSITORY, ID)

    assert "could not be read" in english().phrase(caught.value.phrase)


def test_an_answer_that_is_too_long_is_not_read_on(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "_MOST_BYTES", 10)
    host.say(f"/repos/shop/orders/commits/{ID}", a_commit(1))
    with pytest.raises(OpsError) as caught:
        host.github.commit(REPOSITORY, ID)

    assert "is too long" in english().phrase(caught.value.phrase)


def _slow(*_: object, **__: object) -> Any:
    raise urllib3.exceptions.ReadTimeoutError(None, "http://x", "slow")  # type: ignore[arg-type]


def _refuses(*_: object, **__: object) -> Any:
    raise urllib3.exceptions.ProtocolError("gone")


@pytest.mark.parametrize(
    ("fails", "kind", "why"),
    [
        (_slow, "timeout", "did not answer in time"),
        (_refuses, "failed", "could not be reached (ProtocolError)"),
    ],
)
def test_a_host_that_is_slow_or_gone_is_told(
    host: Host, monkeypatch: pytest.MonkeyPatch, fails: Callable[..., Any], kind: str, why: str
) -> None:
    monkeypatch.setattr(urllib3.PoolManager, "request", fails)
    with pytest.raises(OpsError) as caught:
        host.github.commit(REPOSITORY, ID)

    assert caught.value.kind == kind
    assert why in english().phrase(caught.value.phrase)


@pytest.mark.parametrize(
    "ask",
    [
        lambda one: one.compare("a/b", "1234567", "7654321"),
        lambda one: one.commit("a/b", "1234567"),
        lambda one: one.pull("a/b", 1),
    ],
)
def test_without_a_host_that_is_said(ask: Callable[[Nowhere], object]) -> None:
    with pytest.raises(OpsError) as caught:
        ask(Nowhere())

    assert caught.value.kind == "unavailable"
    assert "no source host is set up" in english().phrase(caught.value.phrase)
