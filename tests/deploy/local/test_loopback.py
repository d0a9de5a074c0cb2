"""Nothing leaves this machine: checked in a process of its own, because a hook stays for good."""

import subprocess
import sys

import pytest

from deploy.local.loopback import is_loopback

TRY = """
import socket
from deploy.local import loopback
loopback.install({also!r})
try:
    {attempt}
    print("reached")
except loopback.NotLoopback as error:
    print("refused", error)
except OSError as error:
    print("tried")
"""


def outcome(attempt: str, also: tuple[str, ...] = ()) -> str:
    script = TRY.format(attempt=attempt, also=also)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.parametrize(
    "attempt",
    [
        "socket.create_connection(('example.invalid', 80), timeout=1)",
        "socket.socket().connect(('203.0.113.7', 80))",
        "socket.socket(socket.AF_INET6).connect(('2001:db8::1', 80))",
        "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('203.0.113.7', 53))",
    ],
)
def test_another_machine_is_refused_with_the_cure(attempt: str) -> None:
    assert outcome(attempt).startswith("refused refused to reach")
    assert "ground chat --profile" in outcome(attempt)


def test_loopback_is_let_through() -> None:
    assert outcome("socket.create_connection(('localhost', 1), timeout=1)") == "tried\n"


def test_a_named_exception_may_be_looked_up_and_others_not() -> None:
    also = ("slack.invalid",)

    assert outcome("socket.getaddrinfo('api.slack.invalid', 443)", also) == "tried\n"
    assert outcome("socket.getaddrinfo('evilslack.invalid', 443)", also).startswith("refused")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("10.0.0.1", False),
        ("169.254.169.254", False),
        ("localhost.example.com", False),
    ],
)
def test_what_is_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
