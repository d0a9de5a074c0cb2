"""The HTTP server below the account."""

import http.client
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from deploy.local.account.http import Handler, HttpRequest, HttpResponse, HttpServer

NOW = datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC)


@contextmanager
def serving(handler: Handler) -> Iterator[http.client.HTTPConnection]:
    server = HttpServer(0, lambda: NOW)
    server.answer_with(handler)
    server.start()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    try:
        yield connection
    finally:
        connection.close()
        server.stop()


def mirror(request: HttpRequest) -> HttpResponse:
    seen = f"{request.method} {request.target} {request.headers['x-odd']} ".encode()
    return HttpResponse(201, seen + request.body, {"x-mine": "yes"})


def test_a_request_arrives_whole_and_the_answer_is_dated_by_the_given_clock() -> None:
    with serving(mirror) as connection:
        connection.request("PUT", "/a%20b?c=d", b"body", {"X-Odd": "Value"})
        answer = connection.getresponse()

        assert answer.status == 201
        assert answer.read() == b"PUT /a%20b?c=d Value body"
        assert answer.getheader("date") == "Tue, 06 May 2031 07:08:09 GMT"
        assert answer.getheader("x-mine") == "yes"


def test_a_handler_that_fails_is_logged_and_answered(caplog: pytest.LogCaptureFixture) -> None:
    def fail(request: HttpRequest) -> HttpResponse:
        raise LookupError(request.path)

    with serving(fail) as connection, caplog.at_level(logging.ERROR):
        connection.request("GET", "/nowhere")
        answer = connection.getresponse()

        assert (answer.status, answer.read()) == (500, b"failed; see the log")
    assert "LookupError: /nowhere" in caplog.text


@pytest.mark.parametrize(("length", "status"), [("99999999999", 413), ("-1", 411), ("x", 411)])
def test_a_length_that_cannot_be_is_refused(length: str, status: int) -> None:
    with serving(mirror) as connection:
        connection.putrequest("POST", "/")
        connection.putheader("content-length", length)
        connection.endheaders()
        answer = connection.getresponse()

        assert answer.status == status
        assert answer.will_close


def test_a_client_that_waits_for_leave_to_send_gets_it() -> None:
    head = "POST / HTTP/1.1\r\nhost: x\r\nx-odd: 1\r\ncontent-length: 2\r\n"
    with (
        serving(mirror) as connection,
        socket.create_connection(("127.0.0.1", connection.port), timeout=5) as raw,
    ):
        raw.sendall(f"{head}expect: 100-continue\r\n\r\n".encode())
        assert raw.recv(1000).startswith(b"HTTP/1.1 100 Continue")
        raw.sendall(b"ok")
        assert b"201" in raw.recv(1000)
