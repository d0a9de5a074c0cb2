"""The example world in an account of its own."""

from collections.abc import Iterator

import pytest

from tests.deploy.account.harness import Server, running


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("world") / "account.log") as started:
        yield started
