"""The real gateway process and the real web channel, with an `Assistant` behind."""

import http.server
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from channels.web.lambda_handler import Application, Conversing, answer
from tests.bot.definition import product_bot
from tests.browser.assistant import Assistant

ROOT = Path(__file__).parents[2]
PEOPLE = [
    {"sub": "ana", "name": "Ana Ruiz", "roles": {"*": "approver"}},
    {"sub": "bo", "name": "Bo Chen", "roles": {"*": "viewer", "staging": "operator"}},
    {"sub": "vic", "name": "Vic Ito", "roles": {"*": "viewer"}},
]


@dataclass
class Site:
    """A served page; `assistant` may be exchanged at any time."""

    assistant: Conversing
    url: str = ""


@contextmanager
def serving(people: Path) -> Iterator[Site]:
    """`people` is a file to write who can sign in to."""
    people.write_text(json.dumps(PEOPLE), encoding="utf-8")
    site = Site(Assistant())
    with _lambda_endpoint(site) as endpoint, _gateway(people, endpoint) as port:
        site.url = f"http://127.0.0.1:{port}"
        yield site


@contextmanager
def _lambda_endpoint(site: Site) -> Iterator[str]:
    """Lambda's Invoke, for one function: the web channel."""

    class Handler(http.server.BaseHTTPRequestHandler):
        wbufsize = -1  # one packet an answer: else Nagle's algorithm holds back the second

        def do_POST(self) -> None:
            event = json.loads(self.rfile.read(int(self.headers["content-length"])))
            payload = json.dumps(answer(Application(site.assistant, product_bot()), event)).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        def log_message(self, *arguments: object) -> None:
            """Not on the test's output."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@contextmanager
def _gateway(people: Path, endpoint: str) -> Iterator[int]:
    """Its port. A process of its own, as `ground up` runs it; closing its input ends it."""
    options = ["--port", "0", "--aws-endpoint-url", endpoint, "--people", str(people)]
    process = subprocess.Popen(
        [sys.executable, "-m", "deploy.local.gateway", *options, "--exit-on-stdin-eof"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())["port"]
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=10) == 0
