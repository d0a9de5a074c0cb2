"""One account a file of tests, for an account holds 100 bots; each test has a bot and a function of
its own."""

from collections.abc import Iterator

import pytest

from tests.deploy.account.harness import Server, running
from tests.deploy.publish.world import World, new_world


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("account") / "account.log") as started:
        yield started


@pytest.fixture
def world(server: Server) -> World:
    return new_world(server)
