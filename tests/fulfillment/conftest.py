"""One simulated account for this folder, the world as it was at the start for each test."""

import functools
from collections.abc import Iterator
from pathlib import Path

import botocore.session
import pytest
from botocore.loaders import create_loader

from tests.deploy.account.harness import Server, running
from tests.fulfillment import world


@pytest.fixture(scope="session", autouse=True)
def parsed_once() -> Iterator[None]:
    """Each test composes the functions anew; AWS's service models are parsed once for all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(botocore.session, "create_loader", functools.cache(create_loader))
        yield


@pytest.fixture(scope="session")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("fulfillment-account") / "account.log") as server:
        world.provision(server)
        yield server


@pytest.fixture(scope="session")
def environ(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return world.documents(tmp_path_factory.mktemp("documents"))


@pytest.fixture
def aws(account: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    """This process's AWS is the simulated account, and nobody's profile is read."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", account.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "made-up")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "made-up")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "no-config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "no-credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    account.control("POST", "/ground/reset", {})
    world.empty(account)
    return account


@pytest.fixture
def fulfillment(aws: Server, environ: dict[str, str]) -> world.Fulfillment:
    return world.compose(aws, environ)
