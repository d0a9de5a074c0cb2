"""Archives over plain HTTP, to and from a server of this machine."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from deploy.errors import PublishError
from deploy.publish.aws.transfer import HttpTransfer


class Storage(BaseHTTPRequestHandler):
    """Keeps what is put; fails as often as the path says, with the status that it says."""

    stored = b""
    failures = 0

    def do_PUT(self) -> None:
        Storage.stored = self.rfile.read(int(self.headers["content-length"]))
        self._answer(b"")

    def do_GET(self) -> None:
        self._answer(Storage.stored)

    def _answer(self, body: bytes) -> None:
        _, times, status, *_ = self.path.split("/")
        Storage.failures += 1
        fails = Storage.failures <= int(times)
        self.send_response(int(status) if fails else 200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def url() -> Iterator[str]:
    Storage.stored, Storage.failures = b"", 0
    server = HTTPServer(("127.0.0.1", 0), Storage)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_what_is_put_is_got(url: str) -> None:
    HttpTransfer().put(f"{url}/0/200", b"a zip")

    assert HttpTransfer().get(f"{url}/1/200") == b"a zip"


def test_a_server_that_stumbles_is_asked_again(url: str) -> None:
    HttpTransfer().put(f"{url}/2/503", b"a zip")

    assert Storage.stored == b"a zip"


def test_a_refusal_names_the_host_and_never_the_url(url: str) -> None:
    with pytest.raises(PublishError) as refused:
        HttpTransfer().put(f"{url}/9/403/secret?X-Amz-Signature=secret", b"a zip")

    assert "127.0.0.1 answered 403 to PUT" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_nobody_there_is_told() -> None:
    with pytest.raises(PublishError, match=r"127\.0\.0\.1 cannot be reached"):
        HttpTransfer().get("http://127.0.0.1:1/secret")
