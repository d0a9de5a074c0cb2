"""What tests of commands share."""

import shutil
from pathlib import Path

import pytest

from deploy.local.processes import checkout
from tests.deploy.trimmed import trim


@pytest.fixture(scope="session")
def few_intents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our definition with a few of its intents, for what is the same with all of them."""
    folder = tmp_path_factory.mktemp("few") / "intents"
    shutil.copytree(checkout() / "intents", folder)
    trim(folder)
    return folder
