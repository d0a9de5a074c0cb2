"""A command's wiring, against the API that `python -m deploy.local.smapi` serves."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from botocore.stub import Stubber

from deploy.publish.alexa import (
    Credentials,
    Endpoints,
    FolderBackups,
    apply_skill,
    connect_skill,
    plan_skill,
    ssm_parameter,
)
from tests.deploy.publish.alexa.skills import release


@pytest.fixture
def said() -> Iterator[dict[str, str]]:
    """What the server says of itself: name -> value."""
    command = [sys.executable, "-m", "deploy.local.smapi", "--port", "0", "--seconds", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline().split("  ", 1) for _ in range(5)]
        yield {name.strip(): value.strip() for name, value in lines}
        process.terminate()


def test_a_skill_is_published_to_the_local_api(said: dict[str, str], tmp_path: Path) -> None:
    url, told = said["Skill Management API"], list[str]()
    credentials = Credentials(said["client id"], said["client secret"], said["refresh token"])
    services = connect_skill(
        credentials, FolderBackups(tmp_path), told.append, Endpoints(smapi=url, login=url)
    )

    plan = plan_skill(services, said["skill"], release(1))

    assert "language: added" in plan.text()
    apply_skill(services, plan)
    assert plan_skill(services, said["skill"], release(1)).is_empty
    assert "Manifest: succeeded" in told


def test_secrets_are_read_from_ssm() -> None:
    client = boto3.client("ssm", region_name="us-east-1")
    asked = {"Name": "/alexa/secret", "WithDecryption": True}
    with Stubber(client) as stub:
        stub.add_response("get_parameter", {"Parameter": {"Value": "hush"}}, asked)
        stub.add_client_error("get_parameter", "ParameterNotFound")
        read = ssm_parameter(client)

        assert read("/alexa/secret") == "hush"
        with pytest.raises(KeyError):
            read("/alexa/none")
