"""The example world in a simulated account."""

from collections.abc import Iterator

import pytest

from tests.deploy.account.harness import Server, running


@pytest.fixture(scope="module")
def world_account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("catalogue") / "account.log") as server:
        yield server
