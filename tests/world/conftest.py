"""The whole local world, started once for a test session, its clock standing still."""

import json
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from deploy.local.clients import account_clients, local_session
from deploy.local.joining import Address
from deploy.local.up import Options, start


@dataclass(frozen=True)
class RunningWorld:
    """A started world and what tests do to it."""

    address: Address

    def advance(self, seconds: float) -> None:
        self._control("/ground/clock/advance", {"seconds": seconds})

    def reset(self) -> None:
        self._control("/ground/reset", {})

    def now(self) -> datetime:
        """Of this machine: what channels check timestamps against."""
        return datetime.now(UTC)

    def client(self, service: str) -> Any:
        return account_clients(self.address)(service)

    def lex(self) -> Any:
        session: Any = local_session()
        return session.client("lexv2-runtime", endpoint_url=self.address.lex_url)

    def recognize(
        self, text: str, session_id: str = "test", locale: str = "en_US", **more: Any
    ) -> Any:
        return self.lex().recognize_text(
            botId="GROUNDCTRL",
            botAliasId="TSTALIASID",
            localeId=locale,
            sessionId=session_id,
            text=text,
            **more,
        )

    def _control(self, path: str, body: dict[str, float]) -> None:
        request = urllib.request.Request(  # noqa: S310 - our own account, http on loopback
            self.address.account_url + path,
            data=json.dumps(body).encode(),
            headers={"content-type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
            assert answer.status == 200


@pytest.fixture(scope="session")
def running_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningWorld]:
    home: Path = tmp_path_factory.mktemp("world")
    world = start(Options(home=home, frozen_clock=True), lambda _: None)
    yield RunningWorld(world.address)
    world.stop()


@pytest.fixture
def world(running_world: RunningWorld) -> RunningWorld:
    """The world as it was at the start."""
    running_world.reset()
    return running_world
