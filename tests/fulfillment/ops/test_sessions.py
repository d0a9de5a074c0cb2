"""How AWS is reached: in whose name, with which patience, and for reading only."""

import socket
from dataclasses import replace
from pathlib import Path

import pytest

from fulfillment.catalog.environments import Environment
from fulfillment.errors import OpsError
from fulfillment.ops.sessions import Sessions, session_tags, source_identity
from fulfillment.turn import Person
from tests.deploy.account.harness import Server
from tests.fulfillment.language import told
from tests.fulfillment.world import MovingClock

ANA = Person("ana", "Ana", "terminal:ana")
PLACE = Environment("staging", "123456789012", "us-east-1", "staging")
WITH_ROLE = replace(PLACE, role="arn:aws:iam::123456789012:role/read")


@pytest.mark.parametrize(
    ("service", "operation", "arguments"),
    [
        ("ecs", "update_service", {"service": "orders"}),
        ("ecs", "stop_task", {"task": "x"}),
        ("cloudwatch", "delete_alarms", {"AlarmNames": ["x"]}),
        ("sts", "assume_role", {"RoleArn": "a" * 20, "RoleSessionName": "xx"}),
    ],
)
def test_a_client_for_reading_refuses_to_write(
    aws: Server, service: str, operation: str, arguments: dict[str, object]
) -> None:
    client = Sessions(MovingClock()).client(service, PLACE, ANA)

    with pytest.raises(OpsError) as caught:
        getattr(client, operation)(**arguments)
    assert "refuses to write" in told(caught.value)
    assert client.meta.config.retries["total_max_attempts"] == 2


def test_a_client_for_writing_sends_once(aws: Server) -> None:
    client = Sessions(MovingClock(), for_writing=True).client("ecs", PLACE, ANA)

    assert client.meta.config.retries["total_max_attempts"] == 1
    answer = client.update_service(cluster="staging", service="orders", desiredCount=2)
    assert answer["service"]["serviceName"] == "orders"


def test_patience_is_bounded(aws: Server) -> None:
    config = Sessions(MovingClock()).client("ecs", PLACE, ANA).meta.config

    assert (config.connect_timeout, config.read_timeout) == (2, 5)


def test_with_a_role_the_credentials_are_the_roles(aws: Server) -> None:
    sessions = Sessions(MovingClock())
    own = sessions.client("sts", PLACE, ANA).get_caller_identity()["Arn"]
    assumed = sessions.client("sts", WITH_ROLE, ANA).get_caller_identity()["Arn"]

    assert own != assumed
    assert assumed.endswith(":assumed-role/read/ana")


def test_a_session_is_shared_by_a_persons_environments_and_renewed_before_its_end(
    aws: Server,
) -> None:
    clock = MovingClock()
    sessions = Sessions(clock)
    first = sessions.client("ecs", WITH_ROLE, ANA)

    assert sessions.client("ecs", replace(WITH_ROLE, name="production"), ANA) is first
    assert sessions.client("ecs", WITH_ROLE, replace(ANA, id="vic")) is not first
    clock.advance(seconds=839)
    assert sessions.client("ecs", WITH_ROLE, ANA) is first
    clock.advance(seconds=1)
    assert sessions.client("ecs", WITH_ROLE, ANA) is not first


@pytest.mark.parametrize(
    ("person", "identity"),
    [
        ("ana", "ana"),
        ("x", "x-"),
        ("slack:T1:U1", "slack-T1-U1"),
        ("web:ä b", "web---b"),
        ("y" * 100, "y" * 64),
    ],
)
def test_a_source_identity_is_one_that_sts_takes(person: str, identity: str) -> None:
    assert source_identity(person) == identity


def test_session_tags_name_the_person() -> None:
    tags = {tag["Key"]: tag["Value"] for tag in session_tags(replace(ANA, id="ä<na>"), PLACE)}

    assert tags == {
        "ground-person": "--na-",
        "ground-identity": "terminal:ana",
        "ground-account": "123456789012",
    }


def test_a_profile_is_reached_by_its_own_endpoint_and_not_the_processes(
    aws: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    credentials = tmp_path / "credentials"
    credentials.write_text("[mine]\naws_access_key_id = local\naws_secret_access_key = local\n")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(credentials))
    monkeypatch.setenv("AWS_ENDPOINT_URL", _nobody())
    mine = replace(PLACE, profile="mine", endpoint_url=aws.url)

    names = Sessions(MovingClock()).client("ecs", mine, ANA).list_services(cluster="staging")

    assert names["serviceArns"]


def test_a_profile_that_is_not_there_is_told(aws: Server) -> None:
    with pytest.raises(OpsError) as caught:
        Sessions(MovingClock()).client("ecs", replace(PLACE, profile="nobody"), ANA)

    said = "I could not reach staging because AWS could not be reached (ProfileNotFound)."
    assert told(caught.value) == said


def _nobody() -> str:
    """An address on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return f"http://127.0.0.1:{port}"
