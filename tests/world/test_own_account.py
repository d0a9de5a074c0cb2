"""`ground chat --profile NAME`, its wiring tried on the simulated account in AWS's place."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from channels.terminal.talk import Talk
from deploy.errors import DeployError
from deploy.local.own_account import environment_name, least_policy, look_at
from deploy.local.session import ephemeral
from deploy.local.speaking.terminal import talk
from tests.world.conftest import RunningWorld
from tests.world.test_changing import deployment

pytestmark = pytest.mark.world


def profile_file(folder: Path, endpoint: str) -> Path:
    """An AWS configuration with one profile that works, at `endpoint`, and one without a region."""
    file = folder / "config"
    file.write_text(
        "[profile mine]\nregion = us-east-1\n"
        f"endpoint_url = {endpoint}\n"
        "aws_access_key_id = local\naws_secret_access_key = local\n"
        "[profile nowhere]\naws_access_key_id = local\naws_secret_access_key = local\n",
        encoding="utf-8",
    )
    return file


@pytest.fixture
def own(
    world: RunningWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Talk, list[str]]]:
    """A talk about the running world as if it were the person's account; what was told."""
    config = profile_file(tmp_path, world.address.account_url)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    told: list[str] = []
    looking = look_at("mine", None, "root", told.append)
    with ephemeral(told.append, looking) as address:
        yield talk(address, "root", "test", ""), told


def test_the_account_is_read_and_nothing_can_be_changed(
    world: RunningWorld, own: tuple[Talk, list[str]]
) -> None:
    talking, told = own
    before = deployment(world)

    assert "inventory" in talking.say("whats broken").text
    assert talking.say("what's deployed in production?").table is not None
    refused = talking.say("restart orders in staging")
    later = talking.say("yes")

    assert refused.state in ("denied", "failed")
    assert later.progress is None
    assert deployment(world) == before
    assert any('"Action"' in line for line in told)


def test_the_least_policy_has_reads_only() -> None:
    (statement,) = least_policy()["Statement"]

    verbs = {action.split(":")[1] for action in statement["Action"]}
    assert verbs
    reads = ("Describe", "List", "Get", "BatchGet", "Lookup", "StartQuery", "StopQuery")
    assert all(verb.startswith(reads) for verb in verbs), verbs
    assert json.dumps(least_policy())


@pytest.mark.parametrize(
    ("profile", "says"), [("absent", "there are: mine, nowhere"), ("nowhere", "has no region")]
)
def test_a_profile_that_cannot_work_is_explained(
    profile: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", str(profile_file(tmp_path, "http://127.0.0.1:9")))

    with pytest.raises(DeployError, match=says):
        look_at(profile, None, "root", lambda _: None)


def test_credentials_that_do_not_work_are_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", str(profile_file(tmp_path, "http://127.0.0.1:9")))

    with pytest.raises(DeployError, match="aws sts get-caller-identity --profile mine"):
        look_at("mine", None, "root", lambda _: None)


@pytest.mark.parametrize(
    ("cluster", "name"), [("Prod_EU", "prod-eu"), ("staging", "staging"), ("__", "default")]
)
def test_a_cluster_gives_its_environment_a_name(cluster: str, name: str) -> None:
    assert environment_name(cluster) == name
