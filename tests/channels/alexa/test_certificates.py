"""Certificates come from one host, whole or not at all."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPSConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest

from channels.alexa.certificates import (
    MAX_BYTES,
    certificate_fetcher,
    https_connection,
    trusted_roots,
)
from channels.errors import VerificationRefused


class CertificateHandler(BaseHTTPRequestHandler):
    """What Amazon's host might answer, by path."""

    documents: ClassVar[dict[str, tuple[int, bytes]]] = {
        "/echo.api/good.pem": (200, b"the chain"),
        "/echo.api/missing.pem": (404, b"<Error/>"),
        "/echo.api/moved.pem": (302, b""),
        "/echo.api/large.pem": (200, b"x" * (MAX_BYTES + 1)),
        "/echo.api/largest.pem": (200, b"x" * MAX_BYTES),
    }

    def do_GET(self) -> None:
        status, document = self.documents[self.path]
        self.send_response(status)
        self.send_header("Content-Length", str(len(document)))
        self.send_header("Location", "/echo.api/good.pem")
        self.end_headers()
        self.wfile.write(document)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Quiet."""


@contextmanager
def certificate_host() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), CertificateHandler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with certificate_host() as number:
        yield number


def fetch(port: int, name: str) -> bytes:
    def connect() -> HTTPConnection:
        return HTTPConnection("127.0.0.1", port, timeout=2)

    return certificate_fetcher(connect)(f"/echo.api/{name}.pem")


def test_a_chain_is_read_up_to_its_limit(port: int) -> None:
    assert fetch(port, "good") == b"the chain"
    assert len(fetch(port, "largest")) == MAX_BYTES


@pytest.mark.parametrize(
    ("name", "reason"), [("missing", "404"), ("moved", "302"), ("large", "larger than")]
)
def test_anything_else_is_refused(port: int, name: str, reason: str) -> None:
    with pytest.raises(VerificationRefused, match=reason):
        fetch(port, name)


def test_a_host_that_cannot_be_reached_is_a_refusal() -> None:
    with certificate_host() as closed:
        pass

    with pytest.raises(VerificationRefused, match="cannot be fetched: ConnectionRefusedError"):
        fetch(closed, "good")


def test_the_host_and_the_time_limit_are_fixed() -> None:
    connection = https_connection()

    assert isinstance(connection, HTTPSConnection)
    assert (connection.host, connection.port, connection.timeout) == ("s3.amazonaws.com", 443, 3.0)


def test_the_roots_hold_amazons_own() -> None:
    names = {root.subject.rfc4514_string() for root in trusted_roots()}

    assert "CN=Amazon Root CA 1,O=Amazon,C=US" in names
    assert len(names) > 50
