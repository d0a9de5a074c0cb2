"""The channels' keys: SSM SecureString parameters, read when first needed and kept for a while."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from fulfillment.errors import DocumentError, StoreError
from fulfillment.identity.signing import CHANNELS, FIRST, ChannelKeys, SigningKey, keys_of
from fulfillment.sentences import phrase

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

KEPT_FOR = timedelta(minutes=5)
_KEPT_AT_LEAST = timedelta(seconds=1)
"""A version that is not known is looked for again after this: no forger makes us ask SSM more."""


@dataclass
class _Known:
    at: datetime
    keys: ChannelKeys

    def is_fresh(self, now: datetime, span: timedelta) -> bool:
        return self.at <= now < self.at + span


class SsmKeys(Mapping[str, str]):
    """`<path>/<channel>`. A channel without a parameter, or a version that is gone, is no key.

    Raises `StoreError` where SSM does not answer.
    """

    def __init__(self, client: "SSMClient", path: str, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._path = path
        self._clock = clock
        self._known: dict[str, _Known] = {}

    def __getitem__(self, kid: str) -> str:
        channel, _, version = kid.partition(".")
        # The name comes out of an unverified token: only our own channels are looked up.
        if channel not in CHANNELS:
            raise KeyError(kid)
        version = version or FIRST
        known = self._channel(channel, KEPT_FOR)
        if version not in known.keys:
            known = self._channel(channel, _KEPT_AT_LEAST)
        return known.keys[version]

    def __iter__(self) -> Iterator[str]:
        return iter(CHANNELS)

    def __len__(self) -> int:
        return len(CHANNELS)

    def signing(self, channel: str) -> SigningKey:
        """The key that `channel` signs with; where SSM is silent, the last one that was read.

        Raises `KeyError` where it has none.
        """
        try:
            return self._channel(channel, KEPT_FOR).signing(channel)
        except StoreError:
            if channel not in self._known:
                raise
            return self._known[channel].keys.signing(channel)

    def _channel(self, channel: str, kept_for: timedelta) -> ChannelKeys:
        known, now = self._known.get(channel), self._clock()
        if known is None or not known.is_fresh(now, kept_for):
            known = _Known(now, self._read(channel))
            self._known[channel] = known
        return known.keys

    def _read(self, channel: str) -> ChannelKeys:
        try:
            answer = self._client.get_parameter(Name=f"{self._path}/{channel}", WithDecryption=True)
            return keys_of(answer["Parameter"]["Value"])
        except ClientError as error:
            if error.response["Error"].get("Code") == "ParameterNotFound":
                raise KeyError(f"{self._path}/{channel}") from None
            raise StoreError(phrase("keys_silent")) from error
        except BotoCoreError as error:
            raise StoreError(phrase("keys_silent")) from error
        except DocumentError as error:
            raise StoreError(phrase("keys_unreadable", channel=channel)) from error
