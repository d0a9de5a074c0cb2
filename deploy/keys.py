"""Rotating the channels' keys: SSM SecureString parameters.

Both keys are accepted from the rotation on until the old one is retired. A channel reads its key
every five minutes, and an assertion lives five more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from deploy.errors import DeployError
from fulfillment.errors import DocumentError
from fulfillment.identity.assertion import CLOCK_SKEW_SECONDS, LIFETIME_SECONDS
from fulfillment.identity.keys import KEPT_FOR
from fulfillment.identity.signing import CHANNELS, ChannelKeys, keys_of

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

OVERLAP = KEPT_FOR + timedelta(seconds=LIFETIME_SECONDS + CLOCK_SKEW_SECONDS)
"""So long after a rotation nothing that the old key signed is under way any more."""


@dataclass(frozen=True)
class Kept:
    """A channel's parameter."""

    keys: ChannelKeys
    changed_at: datetime


def look(ssm: "SSMClient", path: str, channel: str) -> Kept:
    """Raises DeployError where there is no such channel, no parameter, or no answer."""
    if channel not in CHANNELS:
        raise DeployError(f"there is no channel {channel!r}: use one of {', '.join(CHANNELS)}")
    name = f"{path}/{channel}"
    try:
        parameter = ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]
        return Kept(keys_of(parameter["Value"]), parameter["LastModifiedDate"])
    except (ClientError, BotoCoreError) as error:
        raise DeployError(f"the parameter {name} cannot be read: {error}") from error
    except DocumentError as error:
        raise DeployError(f"the parameter {name}: {error}") from error


def rotate(ssm: "SSMClient", path: str, channel: str, new: Callable[[], str]) -> ChannelKeys:
    """A new key signs from now on; the one before it is accepted, any older one no more."""
    rotated = look(ssm, path, channel).keys.rotated(new())
    _put(ssm, f"{path}/{channel}", rotated)
    return rotated


def retire(
    ssm: "SSMClient", path: str, channel: str, now: datetime, *, at_once: bool = False
) -> ChannelKeys:
    """Accept the current key only. Raises DeployError while the overlap lasts.

    `at_once`: for a key that has leaked; who was about to ask is told to ask again.
    """
    kept = look(ssm, path, channel)
    if len(kept.keys.keys) == 1:
        raise DeployError(f"{channel} has only one key: rotate it first")
    left = kept.changed_at + OVERLAP - now
    if left > timedelta(0) and not at_once:
        seconds = int(left.total_seconds()) + 1
        raise DeployError(
            f"requests signed with the old key of {channel} may be under way: wait {seconds} s, or "
            "say --at-once where the key has leaked"
        )
    retired = kept.keys.retired()
    _put(ssm, f"{path}/{channel}", retired)
    return retired


def _put(ssm: "SSMClient", name: str, keys: ChannelKeys) -> None:
    try:
        ssm.put_parameter(Name=name, Value=keys.document(), Type="SecureString", Overwrite=True)
    except (ClientError, BotoCoreError) as error:
        raise DeployError(f"the parameter {name} cannot be written: {error}") from error
