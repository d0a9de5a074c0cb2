"""Rotating the channels' keys: SSM SecureString parameters.

Both keys are accepted from the rotation on until the old one is retired. A channel reads its key
every five minutes, and an assertion lives five more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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

    @property
    def unused_from(self) -> datetime:
        """When nothing that an older key signed is under way any more."""
        return self.changed_at + OVERLAP


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


def rotate(
    ssm: "SSMClient",
    path: str,
    channel: str,
    new: Callable[[], str],
    now: datetime,
    *,
    force: bool = False,
) -> ChannelKeys:
    """A new key signs from now on; the one before it is accepted, any older one no more.

    Raises DeployError while an older one is in use: since the last rotation less than the overlap
    has passed. `force`: for a key that has leaked; who was about to ask is told to ask again.
    """
    kept = look(ssm, path, channel)
    if len(kept.keys.keys) > 1 and now < kept.unused_from and not force:
        raise DeployError(
            f"{channel} was rotated a moment ago, and requests signed with the key before may be "
            f"under way: rotate it again from {_moment(kept.unused_from)} on, or say --force where "
            "the new key has leaked"
        )
    rotated = kept.keys.rotated(new())
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
    left = kept.unused_from - now
    if left > timedelta(0) and not at_once:
        seconds = int(left.total_seconds()) + 1
        raise DeployError(
            f"requests signed with the old key of {channel} may be under way: wait {seconds} s, or "
            "say --at-once where the key has leaked"
        )
    retired = kept.keys.retired()
    _put(ssm, f"{path}/{channel}", retired)
    return retired


def _moment(at: datetime) -> str:
    """Not before `at`, to the second."""
    rounded = at.astimezone(UTC) + timedelta(seconds=1 if at.microsecond else 0)
    return f"{rounded:%Y-%m-%d %H:%M:%S} UTC"


def _put(ssm: "SSMClient", name: str, keys: ChannelKeys) -> None:
    try:
        ssm.put_parameter(Name=name, Value=keys.document(), Type="SecureString", Overwrite=True)
    except (ClientError, BotoCoreError) as error:
        raise DeployError(f"the parameter {name} cannot be written: {error}") from error
