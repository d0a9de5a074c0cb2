"""Keys come from SSM, one for each of our channels, and are read again when they are old."""

from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from fulfillment.errors import StoreError
from fulfillment.identity.keys import SsmKeys
from tests.fulfillment.language import told
from tests.fulfillment.world import MovingClock


@pytest.fixture
def ssm() -> Stubber:
    client = boto3.client(
        "ssm", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
    stubber = Stubber(client)
    stubber.activate()
    return stubber


def client_of(ssm: Stubber) -> Any:
    return ssm.client


def expect(ssm: Stubber, channel: str, value: str) -> None:
    ssm.add_response(
        "get_parameter",
        {"Parameter": {"Value": value}},
        {"Name": f"/keys/{channel}", "WithDecryption": True},
    )


def test_a_key_is_kept_and_read_again_when_it_is_old(ssm: Stubber) -> None:
    clock = MovingClock()
    keys = SsmKeys(client_of(ssm), "/keys", clock)
    expect(ssm, "web", "first")
    expect(ssm, "web", "second")

    assert [keys["web"], keys["web"]] == ["first", "first"]
    clock.advance(minutes=5)
    assert keys["web"] == "second"
    ssm.assert_no_pending_responses()


@pytest.mark.parametrize("channel", ["../other", "", "direct", "WEB"])
def test_only_our_channels_are_looked_up(ssm: Stubber, channel: str) -> None:
    with pytest.raises(KeyError):
        SsmKeys(client_of(ssm), "/keys", MovingClock())[channel]


def test_a_channel_without_a_parameter_has_no_key(ssm: Stubber) -> None:
    ssm.add_client_error("get_parameter", "ParameterNotFound")

    assert SsmKeys(client_of(ssm), "/keys", MovingClock()).get("web") is None


def test_a_parameter_store_that_does_not_answer_is_told(ssm: Stubber) -> None:
    ssm.add_client_error("get_parameter", "AccessDeniedException")

    with pytest.raises(StoreError) as caught:
        SsmKeys(client_of(ssm), "/keys", MovingClock())["web"]

    assert told(caught.value) == "I could not check who you are: the keys did not answer."
