"""The server: ports, protocols."""

import socket
import struct

import pytest

from bot.errors import PortTakenError
from bot.runtime.server import background, claim_port
from tests.bot.runtime.world import Served


def test_a_taken_port_is_an_error_that_names_the_option() -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTakenError, match=rf"127\.0\.0\.1:{port}.*--lex-port PORT"):
            claim_port("127.0.0.1", port, "--lex-port")
        with pytest.raises(PortTakenError), background(None, port=port):
            pass


@pytest.mark.parametrize(
    ("host", "port", "told"),
    [
        ("127.0.0.1", 65536, "65536 is no port: choose one from 0 to 65535 with --port PORT"),
        ("127.0.0.1", -1, "-1 is no port"),
        ("999.1.1.1", 0, "'999.1.1.1' is no address to listen on"),
    ],
)
def test_what_is_no_address_is_told(host: str, port: int, told: str) -> None:
    with pytest.raises(PortTakenError, match=told):
        claim_port(host, port)


def test_http2_without_tls_is_served_on_the_same_port(runtime: Served) -> None:
    settings = b"\x00\x00\x00\x04\x00\x00\x00\x00\x00"
    with socket.create_connection(("127.0.0.1", runtime.port), timeout=10) as connection:
        connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + settings)
        frame_type = struct.unpack(">3xB5x", connection.recv(9, socket.MSG_WAITALL))[0]
    assert frame_type == 4, "a server's first frame is SETTINGS"


def test_a_connection_is_kept_alive(runtime: Served) -> None:
    request = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with socket.create_connection(("127.0.0.1", runtime.port), timeout=10) as connection:
        for _ in range(2):
            connection.sendall(request)
            assert connection.recv(65_536).startswith(b"HTTP/1.1 404")
