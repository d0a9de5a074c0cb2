"""Keys are rotated with an overlap: nobody is refused meanwhile, and no old key stays for good."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

from deploy.errors import DeployError
from deploy.keys import OVERLAP, look, retire, rotate
from fulfillment.identity.assertion import Claims, sign, verify
from fulfillment.identity.keys import SsmKeys

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

PATH = "/ground-control/keys"
CLAIMS = Claims("web:ana", "Ana", "web", "s", "e", "speech")


@pytest.fixture
def ssm(monkeypatch: pytest.MonkeyPatch) -> "Iterator[SSMClient]":
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "made-up")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "made-up")
    with mock_aws():
        client = boto3.client("ssm", region_name="us-east-1")
        client.put_parameter(Name=f"{PATH}/web", Value="k" * 32, Type="SecureString")
        yield client


def later(span: timedelta) -> datetime:
    return datetime.now(UTC) + span


def test_tokens_of_before_and_after_a_rotation_are_both_accepted(ssm: "SSMClient") -> None:
    moments = [datetime.now(UTC)]
    keys = SsmKeys(ssm, PATH, lambda: moments[-1])
    before = sign(CLAIMS, keys.signing("web"), now=moments[-1])

    rotate(ssm, PATH, "web", lambda: "n" * 32, datetime.now(UTC))
    moments.append(later(timedelta(minutes=5)))
    after = sign(CLAIMS, keys.signing("web"), now=moments[-1])

    assert verify(before, keys, now=moments[-1]) == CLAIMS
    assert verify(after, keys, now=moments[-1]) == CLAIMS
    assert keys.signing("web").kid == "web.2"


def test_the_old_key_is_retired_after_the_overlap_only(ssm: "SSMClient") -> None:
    rotate(ssm, PATH, "web", lambda: "n" * 32, datetime.now(UTC))

    with pytest.raises(DeployError, match="may be under way: wait"):
        retire(ssm, PATH, "web", datetime.now(UTC))
    assert len(look(ssm, PATH, "web").keys.keys) == 2
    retire(ssm, PATH, "web", later(OVERLAP))
    assert dict(look(ssm, PATH, "web").keys.keys) == {"2": "n" * 32}


def test_a_leaked_key_is_retired_at_once(ssm: "SSMClient") -> None:
    rotate(ssm, PATH, "web", lambda: "n" * 32, datetime.now(UTC))
    retire(ssm, PATH, "web", datetime.now(UTC), at_once=True)

    assert list(look(ssm, PATH, "web").keys.keys) == ["2"]


def test_a_second_rotation_waits_until_nothing_needs_the_first_key(ssm: "SSMClient") -> None:
    rotate(ssm, PATH, "web", lambda: "n" * 32, datetime.now(UTC))
    possible = look(ssm, PATH, "web").changed_at + OVERLAP

    with pytest.raises(DeployError, match="rotate it again from") as caught:
        rotate(ssm, PATH, "web", lambda: "o" * 32, possible - timedelta(seconds=1))
    told = str(caught.value).partition("again from ")[2].partition(" on,")[0]
    moment = datetime.strptime(told, "%Y-%m-%d %H:%M:%S UTC").replace(tzinfo=UTC)
    assert possible <= moment < possible + timedelta(seconds=1)
    assert list(look(ssm, PATH, "web").keys.keys) == ["1", "2"]
    rotate(ssm, PATH, "web", lambda: "o" * 32, possible)
    assert list(look(ssm, PATH, "web").keys.keys) == ["2", "3"]


def test_a_new_key_that_has_leaked_is_rotated_at_once(ssm: "SSMClient") -> None:
    rotate(ssm, PATH, "web", lambda: "n" * 32, datetime.now(UTC))
    rotate(ssm, PATH, "web", lambda: "o" * 32, datetime.now(UTC), force=True)

    assert list(look(ssm, PATH, "web").keys.keys) == ["2", "3"]


def test_the_only_key_is_not_retired(ssm: "SSMClient") -> None:
    with pytest.raises(DeployError, match="only one key: rotate it first"):
        retire(ssm, PATH, "web", later(OVERLAP), at_once=True)


@pytest.mark.parametrize(
    ("channel", "told"), [("sms", "there is no channel 'sms'"), ("slack", "cannot be read")]
)
def test_what_is_not_there_is_told(ssm: "SSMClient", channel: str, told: str) -> None:
    with pytest.raises(DeployError, match=told):
        rotate(ssm, PATH, channel, lambda: "n" * 32, datetime.now(UTC))


def test_a_parameter_that_is_malformed_is_told_without_its_keys(ssm: "SSMClient") -> None:
    ssm.put_parameter(
        Name=f"{PATH}/web", Value='{"keys": "hush"}', Type="SecureString", Overwrite=True
    )

    with pytest.raises(DeployError, match="the keys of a channel must be") as caught:
        look(ssm, PATH, "web")
    assert "hush" not in str(caught.value)
