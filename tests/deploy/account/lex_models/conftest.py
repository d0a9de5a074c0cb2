"""Lex in the account that all tests of the folder above share: a region for each module.

So that no module meets the bots, or the quotas, of another.
"""

import pytest

from tests.deploy.account.harness import Server
from tests.deploy.account.lex_models.world import Lex


@pytest.fixture(scope="module")
def lex(server: Server, request: pytest.FixtureRequest) -> Lex:
    module = request.module.__name__.rpartition(".")[2]
    return Lex(server, module.replace("_", "-"))
