"""What the runtime reads of published bots: the only place here that calls `lexv2-models`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import boto3
import urllib3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from bot.errors import ArchiveError, LexApiError
from bot.lex.archive import read_archive
from bot.lex.definition import LexBot

if TYPE_CHECKING:
    from mypy_boto3_lexv2_models import LexModelsV2Client

EXPORT_SECONDS: Final = 60
POLL_SECONDS: Final = 0.25
_NOT_THERE: Final = ("ResourceNotFoundException", "ValidationException")
"""An id that is none in Lex's pattern is invalid to this API, and unknown to the runtime's."""


@dataclass(frozen=True)
class Alias:
    """What an alias says."""

    name: str
    version: str
    """ "" where it points at none."""
    functions: Mapping[str, str]
    """Enabled locale -> ARN of its Lambda function, "" where it has none."""


@dataclass(frozen=True)
class Build:
    """How a locale of DRAFT is, and when it was last given to be built."""

    status: str
    submitted: datetime | None


class ModelsApi:
    """Reads aliases, builds and definitions. Thread-safe.

    `pause` waits for so many seconds while an export is made. Every method raises LexApiError:
    ResourceNotFoundException for what is not there, ThrottlingException, and BadGatewayException
    for all else that keeps the bot from being read.
    """

    def __init__(
        self,
        client: "LexModelsV2Client",
        pause: Callable[[float], object],
        fetch: Callable[[str], bytes] | None = None,
    ) -> None:
        self._client = client
        self._pause = pause
        self._fetch = fetch or download

    def alias(self, bot_id: str, alias_id: str) -> Alias:
        found = _asked(
            f"bot {bot_id} with the alias {alias_id}",
            lambda: self._client.describe_bot_alias(botId=bot_id, botAliasId=alias_id),
        )
        settings = found.get("botAliasLocaleSettings", {})
        functions = {name: _function(one) for name, one in settings.items() if one["enabled"]}
        return Alias(found["botAliasName"], found.get("botVersion", ""), functions)

    def build(self, bot_id: str, locale: str) -> Build:
        found = _asked(
            f"locale {locale} of bot {bot_id}",
            lambda: self._client.describe_bot_locale(
                botId=bot_id, botVersion="DRAFT", localeId=locale
            ),
        )
        return Build(found["botLocaleStatus"], found.get("lastBuildSubmittedDateTime"))

    def definition(self, bot_id: str, version: str) -> LexBot:
        """A version, exported and read; takes seconds."""
        what = f"version {version} of bot {bot_id}"
        export_id = _asked(what, lambda: self._export(bot_id, version))
        try:
            archive = self._fetch(self._download_url(what, export_id))
            return read_archive(archive).bot
        except (ArchiveError, urllib3.exceptions.HTTPError) as error:
            raise _unreadable(what, str(error)) from error
        finally:
            self._forget(export_id)

    def _export(self, bot_id: str, version: str) -> str:
        source = {"botId": bot_id, "botVersion": version}
        made = self._client.create_export(
            resourceSpecification={"botExportSpecification": source},  # type: ignore[typeddict-item]
            fileFormat="LexJson",
        )
        return made["exportId"]

    def _download_url(self, what: str, export_id: str) -> str:
        for _ in range(int(EXPORT_SECONDS / POLL_SECONDS)):
            found = _asked(what, lambda: self._client.describe_export(exportId=export_id))
            if found["exportStatus"] == "Completed":
                url: str = found["downloadUrl"]
                return url
            if found["exportStatus"] != "InProgress":
                raise _unreadable(what, ", ".join(found.get("failureReasons", ())) or "it failed")
            self._pause(POLL_SECONDS)
        raise _unreadable(what, f"its export has not ended within {EXPORT_SECONDS} seconds")

    def _forget(self, export_id: str) -> None:
        """Exports vanish by themselves after a week: one that cannot be deleted is no failure."""
        try:
            self._client.delete_export(exportId=export_id)
        except (ClientError, BotoCoreError):
            return


def models_client(
    endpoint_url: str | None = None, region: str | None = None
) -> "LexModelsV2Client":
    """A client for reading: retries, and gives up after seconds."""
    config = Config(connect_timeout=5, read_timeout=20, retries={"total_max_attempts": 3})
    return boto3.client(
        "lexv2-models", endpoint_url=endpoint_url, region_name=region, config=config
    )


def download(url: str) -> bytes:
    """The body behind a presigned URL. Raises urllib3's HTTPError."""
    with urllib3.PoolManager() as pool:
        response = pool.request("GET", url, timeout=urllib3.Timeout(connect=5, read=30))
    if response.status != 200:
        # The URL is a credential for five minutes: no message holds it.
        raise urllib3.exceptions.HTTPError(f"the download answered {response.status}")
    return response.data


def _asked(what: str, call: Callable[[], Any]) -> Any:
    try:
        return call()
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code in _NOT_THERE:
            raise LexApiError("ResourceNotFoundException", f"there is no {what}") from None
        if code == "ThrottlingException":
            raise LexApiError(
                "ThrottlingException", f"{what} cannot be read now: try again later"
            ) from None
        raise _unreadable(what, code) from None
    except BotoCoreError as error:
        raise _unreadable(what, str(error)) from None


def _unreadable(what: str, reason: str) -> LexApiError:
    return LexApiError("BadGatewayException", f"{what} cannot be read: {reason}")


def _function(setting: Mapping[str, Any]) -> str:
    hook = setting.get("codeHookSpecification", {}).get("lambdaCodeHook", {})
    return str(hook.get("lambdaARN", ""))
