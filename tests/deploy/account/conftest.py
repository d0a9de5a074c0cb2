"""One account for all tests of this folder; each test brings clusters and names of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.account.harness import Server, running

WORLD = Path(__file__).with_name("world.yaml")


@pytest.fixture(scope="session")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("account") / "account.log"


@pytest.fixture(scope="session")
def server(log: Path) -> Iterator[Server]:
    with running(log, "--world", str(WORLD)) as started:
        yield started
