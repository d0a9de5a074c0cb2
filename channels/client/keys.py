"""The key that a channel signs its assertions with: an SSM SecureString parameter of its own."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from fulfillment.identity.signing import SigningKey

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

Key = Callable[[], SigningKey]
"""The key to sign with now: asked for at each turn, because keys are rotated."""


def signing_key(ssm: "SSMClient", path: str, channel: str, clock: Callable[[], datetime]) -> Key:
    """The key of `channel` under `path`, read once now and again when it is five minutes old.

    Raises `KeyError` where there is none and `StoreError` where SSM does not answer.
    """
    from fulfillment.identity.keys import SsmKeys  # noqa: PLC0415 - cold start: it loads botocore

    keys = SsmKeys(ssm, path, clock)
    keys.signing(channel)
    return lambda: keys.signing(channel)
