"""The local world talks to this machine only.

An audit hook sees every connection that Python makes, whatever library makes it, and cannot be
taken out again. It is inherited by forked workers.
"""

import ipaddress
import runpy
import sys
from collections.abc import Collection

from deploy.errors import NotLoopback

_NAMES = frozenset({"localhost", "127.0.0.1", "::1", "", "0.0.0.0"})  # noqa: S104 - compared only


def install(also: Collection[str] = ()) -> None:
    """Refuse every connection and name look-up that leaves this machine.

    `also`: further host names that may be looked up and reached (Slack's, for Socket Mode).
    """
    reachable: set[str] = set()

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event == "socket.getaddrinfo":
            _check_name(str(arguments[0] or ""), also, reachable)
        elif event in ("socket.connect", "socket.sendto"):
            _check_address(arguments[-1], reachable)

    sys.addaudithook(hook)


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine."""
    if host in _NAMES:
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _check_name(host: str, also: Collection[str], reachable: set[str]) -> None:
    allowed = any(host == name or host.endswith(f".{name}") for name in also)
    if allowed:
        # The addresses come back after this event; connecting by address is then let through.
        reachable.add("*")
    elif not is_loopback(host):
        raise NotLoopback(_message(host))


def _check_address(address: object, reachable: set[str]) -> None:
    host = address[0] if isinstance(address, tuple) else ""  # a path: a Unix socket
    if isinstance(host, str) and not is_loopback(host) and "*" not in reachable:
        raise NotLoopback(_message(host))


def _message(host: str) -> str:
    return (
        f"refused to reach {host!r}: the local world talks to this machine only. "
        "To look at your own account use `ground chat --profile NAME`."
    )


def main() -> None:
    """`python -m deploy.local.loopback [--also HOST]... MODULE ARGUMENT...`: run it guarded."""
    arguments = sys.argv[1:]
    also: list[str] = []
    while arguments[0] == "--also":
        also.append(arguments[1])
        arguments = arguments[2:]
    install(also)
    sys.argv = arguments
    runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
