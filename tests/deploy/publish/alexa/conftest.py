"""The account, for every test of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.publish.alexa.account import Account, account


@pytest.fixture
def developer_account(tmp_path: Path) -> Iterator[Account]:
    with account(tmp_path / "backups") as made:
        yield made
