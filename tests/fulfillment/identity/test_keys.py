"""Keys come from SSM, one for each of our channels, and are read again when they are old."""

from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from fulfillment.errors import StoreError
from fulfillment.identity.keys import SsmKeys
from fulfillment.identity.signing import SigningKey, keys_of
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


@pytest.mark.parametrize("channel", ["../other", "", "direct", "WEB", "../other.2"])
def test_only_our_channels_are_looked_up(ssm: Stubber, channel: str) -> None:
    with pytest.raises(KeyError):
        SsmKeys(client_of(ssm), "/keys", MovingClock())[channel]


def test_both_keys_of_a_rotation_are_accepted_and_the_new_one_signs(ssm: Stubber) -> None:
    keys = SsmKeys(client_of(ssm), "/keys", MovingClock())
    expect(ssm, "web", keys_of("first").rotated("second").document())

    assert keys.signing("web") == SigningKey("web.2", "second")
    assert keys["web"] == keys["web.1"] == "first"
    assert keys["web.2"] == "second"


def test_a_rotation_is_seen_before_the_old_keys_are_old(ssm: Stubber) -> None:
    """A channel that has just started signs with a key that we have not read yet."""
    clock = MovingClock()
    keys = SsmKeys(client_of(ssm), "/keys", clock)
    expect(ssm, "web", "first")
    expect(ssm, "web", keys_of("first").rotated("second").document())

    assert keys["web"] == "first"
    clock.advance(seconds=1)
    assert keys["web.2"] == "second"


def test_a_version_that_nobody_made_does_not_make_us_ask_again_and_again(ssm: Stubber) -> None:
    keys = SsmKeys(client_of(ssm), "/keys", MovingClock())
    expect(ssm, "web", "first")

    for version in range(2, 50):
        assert keys.get(f"web.{version}") is None
    ssm.assert_no_pending_responses()


def test_a_retired_key_is_refused_once_it_is_seen(ssm: Stubber) -> None:
    clock = MovingClock()
    keys = SsmKeys(client_of(ssm), "/keys", clock)
    rotated = keys_of("first").rotated("second")
    expect(ssm, "web", rotated.document())
    expect(ssm, "web", rotated.retired().document())

    assert keys["web"] == "first"
    clock.advance(minutes=5)
    assert keys.get("web") is None
    assert keys["web.2"] == "second"


def test_a_third_key_takes_the_place_of_the_first() -> None:
    third = keys_of("first").rotated("second").rotated("third")

    assert third == keys_of(third.document())
    assert (third.current, dict(third.keys)) == ("3", {"2": "second", "3": "third"})


def test_a_channel_signs_with_the_last_key_while_ssm_is_silent(ssm: Stubber) -> None:
    clock = MovingClock()
    keys = SsmKeys(client_of(ssm), "/keys", clock)
    expect(ssm, "web", "first")
    ssm.add_client_error("get_parameter", "InternalServerError", http_status_code=500)

    keys.signing("web")
    clock.advance(minutes=5)
    assert keys.signing("web") == SigningKey("web", "first")


@pytest.mark.parametrize(
    "value",
    [
        "{",
        "{}",
        '{"current": "3", "keys": {"2": "secret"}}',
        '{"current": "a", "keys": {"a": "b"}}',
    ],
)
def test_malformed_keys_are_told_without_telling_them(ssm: Stubber, value: str) -> None:
    expect(ssm, "web", value)

    with pytest.raises(StoreError) as caught:
        SsmKeys(client_of(ssm), "/keys", MovingClock())["web"]

    assert told(caught.value) == "I could not check who you are: the keys of web are malformed."
    assert "secret" not in str(caught.value)


def test_a_channel_without_a_parameter_has_no_key(ssm: Stubber) -> None:
    ssm.add_client_error("get_parameter", "ParameterNotFound")

    assert SsmKeys(client_of(ssm), "/keys", MovingClock()).get("web") is None


def test_a_parameter_store_that_does_not_answer_is_told(ssm: Stubber) -> None:
    ssm.add_client_error("get_parameter", "AccessDeniedException")

    with pytest.raises(StoreError) as caught:
        SsmKeys(client_of(ssm), "/keys", MovingClock())["web"]

    assert told(caught.value) == "I could not check who you are: the keys did not answer."
