"""How a command finds the world that runs: a file with its addresses, for its owner's eyes only."""

import json
import os
import socket
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "world.json"


@dataclass(frozen=True)
class Address:
    """Where a local world answers: ports on 127.0.0.1, and what its clients must know."""

    web: int
    lex: int
    account: int
    slack_signing_secret: str
    skill_id: str
    definition: str
    """Path of the compiled definition (JSON) that this world serves."""

    @property
    def web_url(self) -> str:
        return f"http://127.0.0.1:{self.web}"

    @property
    def lex_url(self) -> str:
        return f"http://127.0.0.1:{self.lex}"

    @property
    def account_url(self) -> str:
        return f"http://127.0.0.1:{self.account}"


def publish(home: Path, address: Address) -> None:
    """Let commands find this world."""
    home.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(home / FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(asdict(address), file)


def withdraw(home: Path, address: Address) -> None:
    """Take the address back, where it is still this world's."""
    if _published(home) == address:
        (home / FILE).unlink(missing_ok=True)


def running(home: Path) -> Address | None:
    """The world that runs, or None: also when the file was left behind by one that was killed."""
    address = _published(home)
    return address if address and _answers(address.account) and _answers(address.lex) else None


def _published(home: Path) -> Address | None:
    try:
        return Address(**json.loads((home / FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
