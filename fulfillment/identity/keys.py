"""The channels' keys: SSM SecureString parameters, read when first needed and kept for a while."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from fulfillment.errors import StoreError
from fulfillment.sentences import phrase

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

Keys = Mapping[str, str]
"""Channel -> key."""
CHANNELS = ("slack", "web", "alexa", "terminal")
DEFAULT_PATH = "/ground-control/keys"
KEPT_FOR = timedelta(minutes=5)


class SsmKeys(Mapping[str, str]):
    """`<path>/<channel>`. A channel without a parameter is no key of the mapping.

    Raises `StoreError` where SSM does not answer.
    """

    def __init__(self, client: "SSMClient", path: str, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._path = path
        self._clock = clock
        self._known: dict[str, tuple[datetime, str]] = {}

    def __getitem__(self, channel: str) -> str:
        # The name comes out of an unverified token: only our own channels are looked up.
        if channel not in CHANNELS:
            raise KeyError(channel)
        at, key = self._known.get(channel, (None, ""))
        now = self._clock()
        if at is None or not at <= now < at + KEPT_FOR:
            key = self._read(channel)
            self._known[channel] = (now, key)
        return key

    def __iter__(self) -> Iterator[str]:
        return iter(CHANNELS)

    def __len__(self) -> int:
        return len(CHANNELS)

    def _read(self, channel: str) -> str:
        try:
            answer = self._client.get_parameter(Name=f"{self._path}/{channel}", WithDecryption=True)
        except ClientError as error:
            if error.response["Error"].get("Code") == "ParameterNotFound":
                raise KeyError(channel) from None
            raise StoreError(phrase("keys_silent")) from error
        except BotoCoreError as error:
            raise StoreError(phrase("keys_silent")) from error
        return answer["Parameter"]["Value"]
