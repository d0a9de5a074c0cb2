"""One served runtime a module; each test gets a fresh function."""

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.bot.runtime.world import Served, fulfill, served

if TYPE_CHECKING:
    from mypy_boto3_lexv2_runtime import LexRuntimeV2Client


@pytest.fixture(scope="module")
def module_runtime() -> Iterator[Served]:
    with served() as runtime:
        yield runtime


@pytest.fixture(scope="module")
def lex(module_runtime: Served) -> Iterator["LexRuntimeV2Client"]:
    with closing(module_runtime.client()) as client:
        yield client


@pytest.fixture
def runtime(module_runtime: Served) -> Served:
    module_runtime.function.respond = fulfill
    module_runtime.function.events.clear()
    return module_runtime
