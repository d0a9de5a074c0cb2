"""Lex V2's model building API: the only place that calls `lexv2-models`."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from bot.lex.definition import LexBot
from deploy.errors import AwsRefused
from deploy.publish.aws.calls import Calls
from deploy.publish.state import (
    DRAFT,
    AliasEvent,
    AliasState,
    BotState,
    LocaleState,
    VersionState,
)

if TYPE_CHECKING:
    from mypy_boto3_lexv2_models import LexModelsV2Client

_PAGE: Final = 100


class LexModels:
    """Reads and writes bots. Every method raises AwsRefused where AWS refuses."""

    def __init__(self, client: "LexModelsV2Client", calls: Calls) -> None:
        self._client = client
        self._calls = calls

    def find_bot(self, name: str) -> BotState | None:
        """By its name, which is unique in an account's region."""
        found = self._all(
            lambda more: self._client.list_bots(
                filters=[{"name": "BotName", "values": [name], "operator": "EQ"}], **more
            ),
            "botSummaries",
        )
        exact = [bot["botId"] for bot in found if bot.get("botName") == name]
        return self.bot(exact[0]) if exact else None

    def bot(self, bot_id: str) -> BotState:
        found: Any = self._calls.read(lambda: self._client.describe_bot(botId=bot_id))
        logs = found.get("errorLogSettings") or {}
        return BotState(
            id=found["botId"],
            name=found["botName"],
            status=found["botStatus"],
            role_arn=found.get("roleArn", ""),
            failure_reasons=tuple(found.get("failureReasons") or ()),
            logs_errors=logs.get("enabled"),
        )

    def locales(self, bot_id: str, version: str = DRAFT) -> tuple[LocaleState, ...]:
        found = self._all(
            lambda more: self._client.list_bot_locales(botId=bot_id, botVersion=version, **more),
            "botLocaleSummaries",
        )
        return tuple(sorted(map(_locale, found), key=lambda one: one.id))

    def locale(self, bot_id: str, locale_id: str) -> LocaleState:
        """One of DRAFT, with why its build failed."""
        return _locale(
            self._calls.read(
                lambda: self._client.describe_bot_locale(
                    botId=bot_id, botVersion=DRAFT, localeId=locale_id
                )
            )
        )

    def versions(self, bot_id: str) -> tuple[VersionState, ...]:
        """The numbered ones, oldest first."""
        found = self._all(
            lambda more: self._client.list_bot_versions(botId=bot_id, **more),
            "botVersionSummaries",
        )
        numbered = (_version(one) for one in found if one["botVersion"] != DRAFT)
        return tuple(sorted(numbered, key=lambda one: one.number))

    def version(self, bot_id: str, number: int) -> VersionState | None:
        """None while it cannot be seen yet: a version that was just made answers 404."""
        try:
            found = self._calls.read(
                lambda: self._client.describe_bot_version(botId=bot_id, botVersion=str(number))
            )
        except AwsRefused as refused:
            if refused.kind == "missing":
                return None
            raise
        return _version(found)

    def aliases(self, bot_id: str) -> tuple[AliasState, ...]:
        """Every alias but the test alias of DRAFT, with all its settings."""
        found = self._all(
            lambda more: self._client.list_bot_aliases(botId=bot_id, **more), "botAliasSummaries"
        )
        ids = [one["botAliasId"] for one in found if one.get("botVersion") != DRAFT]
        return tuple(alias for one in ids if (alias := self.alias(bot_id, one)))

    def alias(self, bot_id: str, alias_id: str) -> AliasState | None:
        """None while it cannot be seen yet."""
        try:
            found: Any = self._calls.read(
                lambda: self._client.describe_bot_alias(botId=bot_id, botAliasId=alias_id)
            )
        except AwsRefused as refused:
            if refused.kind == "missing":
                return None
            raise
        members = self._members("UpdateBotAlias") - {"botId", "botAliasId"}
        events = [
            AliasEvent(one["botVersion"], one["startDate"])
            for one in found.get("botAliasHistoryEvents") or ()
            if "botVersion" in one and "startDate" in one
        ]
        return AliasState(
            id=found["botAliasId"],
            name=found["botAliasName"],
            status=found["botAliasStatus"],
            settings={key: found[key] for key in members if found.get(key) is not None},
            history=tuple(sorted(events, key=lambda one: one.start)),
            updated=found.get("lastUpdatedDateTime"),
        )

    def latest_import(self, bot_id: str) -> str:
        """Id of the last import into the bot; "" where there was none."""
        found: Any = self._calls.read(
            lambda: self._client.list_imports(
                botId=bot_id,
                botVersion=DRAFT,
                sortBy={"attribute": "LastUpdatedDateTime", "order": "Descending"},
                maxResults=1,
            )
        )
        summaries = found.get("importSummaries") or [{}]
        return str(summaries[0].get("importId", ""))

    def create_upload(self) -> tuple[str, str]:
        """(import id, URL to put the archive to)."""
        found = self._calls.write(self._client.create_upload_url)
        return found["importId"], found["uploadUrl"]

    def start_import(
        self, import_id: str, bot: LexBot, role_arn: str, logs_errors: bool | None
    ) -> None:
        """Overwrites DRAFT with what was uploaded; makes the bot where there is none."""
        privacy = bot.data_privacy
        specification: Any = {
            "botName": bot.name or "",
            "roleArn": role_arn,
            "dataPrivacy": {"childDirected": bool(privacy and privacy.child_directed)},
        }
        if bot.idle_session_ttl_in_seconds is not None:
            specification["idleSessionTTLInSeconds"] = bot.idle_session_ttl_in_seconds
        if logs_errors is not None:
            specification["errorLogSettings"] = {"enabled": logs_errors}
        self._calls.write(
            lambda: self._client.start_import(
                importId=import_id,
                resourceSpecification={"botImportSpecification": specification},
                mergeStrategy="Overwrite",
            )
        )

    def import_outcome(self, import_id: str) -> tuple[str, tuple[str, ...], str]:
        """(status, why it failed, id of the bot)."""
        found: Any = self._calls.read(lambda: self._client.describe_import(importId=import_id))
        reasons = tuple(found.get("failureReasons") or ())
        return found["importStatus"], reasons, found.get("importedResourceId", "")

    def delete_locale(self, bot_id: str, locale_id: str) -> None:
        self._calls.write(
            lambda: self._client.delete_bot_locale(
                botId=bot_id, botVersion=DRAFT, localeId=locale_id
            )
        )

    def build(self, bot_id: str, locale_id: str) -> None:
        self._calls.write(
            lambda: self._client.build_bot_locale(
                botId=bot_id, botVersion=DRAFT, localeId=locale_id
            )
        )

    def create_version(self, bot_id: str, locales: tuple[str, ...], description: str) -> int:
        """The number of the new version of DRAFT, which is not Available yet."""
        found = self._calls.write(
            lambda: self._client.create_bot_version(
                botId=bot_id,
                description=description,
                botVersionLocaleSpecification={
                    locale: {"sourceBotVersion": DRAFT} for locale in locales
                },
            )
        )
        return int(found["botVersion"])

    def delete_version(self, bot_id: str, number: int) -> None:
        self._calls.write(
            lambda: self._client.delete_bot_version(botId=bot_id, botVersion=str(number))
        )

    def create_alias(self, bot_id: str, settings: Mapping[str, Any]) -> str:
        """The id of the new alias, which is not Available yet."""
        given: Any = dict(settings)
        found = self._calls.write(lambda: self._client.create_bot_alias(botId=bot_id, **given))
        return found["botAliasId"]

    def update_alias(self, bot_id: str, alias_id: str, settings: Mapping[str, Any]) -> None:
        """Replaces every setting by `settings`."""
        given: Any = dict(settings)
        self._calls.write(
            lambda: self._client.update_bot_alias(botId=bot_id, botAliasId=alias_id, **given)
        )

    def create_export(self, bot_id: str, version: str) -> str:
        found = self._calls.write(
            lambda: self._client.create_export(
                resourceSpecification={
                    "botExportSpecification": {"botId": bot_id, "botVersion": version}
                },
                fileFormat="LexJson",
            )
        )
        return found["exportId"]

    def export_outcome(self, export_id: str) -> tuple[str, tuple[str, ...], str]:
        """(status, why it failed, URL of the zip)."""
        found: Any = self._calls.read(lambda: self._client.describe_export(exportId=export_id))
        reasons = tuple(found.get("failureReasons") or ())
        return found["exportStatus"], reasons, found.get("downloadUrl", "")

    def delete_export(self, export_id: str) -> None:
        self._calls.write(lambda: self._client.delete_export(exportId=export_id))

    def _members(self, operation: str) -> set[str]:
        shape = self._client.meta.service_model.operation_model(operation).input_shape
        return set(shape.members) if shape is not None else set()

    def _all(self, call: Callable[[Any], Any], key: str) -> Iterator[Any]:
        """Every item of a list of several pages."""
        more: dict[str, Any] = {"maxResults": _PAGE}
        while True:
            page = self._calls.read(lambda: call(dict(more)))
            yield from page.get(key) or ()
            if not page.get("nextToken"):
                return
            more["nextToken"] = page["nextToken"]


def _locale(found: Any) -> LocaleState:
    return LocaleState(
        id=found["localeId"],
        status=found["botLocaleStatus"],
        updated=found.get("lastUpdatedDateTime"),
        submitted=found.get("lastBuildSubmittedDateTime"),
        failure_reasons=(
            *(found.get("failureReasons") or ()),
            *(found.get("recommendedActions") or ()),
        ),
    )


def _version(found: Any) -> VersionState:
    return VersionState(
        int(found["botVersion"]), found["botStatus"], found.get("description") or ""
    )
