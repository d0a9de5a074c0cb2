"""A Lex of one's own in the shared account: makes bots, and lets simulated time pass."""

import io
import urllib.error
import urllib.request
import uuid
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.deploy.account.harness import Server
from tests.deploy.account.lex_models.answers import watch

ROLE = "arn:aws:iam::123456789012:role/lex-bot"
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:ground:7"
EN = "en_US"
DRAFT = "DRAFT"
ALL_DONE = 20.0
"""Seconds after which nothing of the service is under way any more."""


@dataclass(frozen=True)
class Locale:
    """A locale of a bot's DRAFT: its address, as keyword arguments of a call."""

    bot: str
    id: str = EN

    @property
    def at(self) -> dict[str, str]:
        return {"botId": self.bot, "botVersion": DRAFT, "localeId": self.id}


@dataclass
class Lex:
    """`api` is a boto3 client whose answers are checked against botocore's model."""

    server: Server
    region: str = "us-east-1"
    api: Any = field(init=False)

    def __post_init__(self) -> None:
        client = boto3.client(
            "lexv2-models",
            endpoint_url=self.server.url,
            region_name=self.region,
            aws_access_key_id="made-up",
            aws_secret_access_key="made-up",
            config=Config(
                retries={"total_max_attempts": 1}, read_timeout=20, parameter_validation=False
            ),
        )
        self.api = watch(client)

    def settle(self) -> None:
        self.server.advance(ALL_DONE)

    def pass_time(self, seconds: float) -> None:
        self.server.advance(seconds)

    # --- bots ---------------------------------------------------------------------------------

    def bot(self, name: str = "") -> str:
        """A bot that is Available; its id."""
        bot: str = self.api.create_bot(**bot_settings(name or new_name()))["botId"]
        self.settle()
        return bot

    def locale(self, bot: str = "", locale_id: str = EN) -> Locale:
        """A locale with its fallback intent and nothing else."""
        locale = Locale(bot or self.bot(), locale_id)
        self.api.create_bot_locale(**locale.at, nluIntentConfidenceThreshold=0.4)
        self.settle()
        return locale

    def intent(self, locale: Locale, name: str, *utterances: str, **more: Any) -> str:
        samples = [{"utterance": text} for text in utterances]
        given = {"sampleUtterances": samples} if samples else {}
        made: str = self.api.create_intent(**locale.at, intentName=name, **given, **more)[
            "intentId"
        ]
        return made

    def slot(
        self, locale: Locale, intent: str, name: str, kind: str = "AMAZON.Number", **more: Any
    ) -> str:
        """A required slot with a prompt; it has no priority yet."""
        setting = more.pop("valueElicitationSetting", elicitation())
        made: str = self.api.create_slot(
            **locale.at,
            intentId=intent,
            slotName=name,
            slotTypeId=kind,
            valueElicitationSetting=setting,
            **more,
        )["slotId"]
        return made

    def slot_type(self, locale: Locale, name: str, *values: str, **more: Any) -> str:
        given = {
            "slotTypeValues": [{"sampleValue": {"value": value}} for value in values],
            "valueSelectionSetting": {"resolutionStrategy": "TopResolution"},
            **more,
        }
        made: str = self.api.create_slot_type(**locale.at, slotTypeName=name, **given)["slotTypeId"]
        return made

    def prioritize(self, locale: Locale, intent: str, *slots: str) -> None:
        """Give the intent's slots their order."""
        before = self.api.describe_intent(**locale.at, intentId=intent)
        kept = {name: before[name] for name in ("intentName", "sampleUtterances") if name in before}
        order = [{"priority": number, "slotId": slot} for number, slot in enumerate(slots, 1)]
        self.api.update_intent(**locale.at, intentId=intent, **kept, slotPriorities=order)

    # --- builds, versions, aliases ------------------------------------------------------------

    def describe(self, locale: Locale) -> Any:
        return self.api.describe_bot_locale(**locale.at)

    def build(self, locale: Locale) -> Any:
        """Build to the end; how the locale then describes itself."""
        self.api.build_bot_locale(**locale.at)
        self.settle()
        return self.describe(locale)

    def built(self, bot: str = "", locale_id: str = EN) -> Locale:
        locale = self.locale(bot, locale_id)
        self.intent(locale, "Greet", "hello", "good morning")
        assert self.build(locale)["botLocaleStatus"] == "Built"
        return locale

    def version(self, bot: str, *locales: str, **more: Any) -> str:
        """A version of DRAFT's locales that is Available."""
        sources = {locale: {"sourceBotVersion": DRAFT} for locale in locales or (EN,)}
        made: str = self.api.create_bot_version(
            botId=bot, botVersionLocaleSpecification=sources, **more
        )["botVersion"]
        self.settle()
        return made

    def alias(self, bot: str, name: str = "live", **settings: Any) -> str:
        made: str = self.api.create_bot_alias(botId=bot, botAliasName=name, **settings)[
            "botAliasId"
        ]
        self.settle()
        return made

    # --- archives -----------------------------------------------------------------------------

    def upload(self, archive: bytes) -> str:
        made = self.api.create_upload_url()
        put(made["uploadUrl"], archive)
        found: str = made["importId"]
        return found

    def start(self, archive: bytes, target: Mapping[str, Any], strategy: str, **more: Any) -> str:
        import_id = self.upload(archive)
        self.api.start_import(
            importId=import_id, resourceSpecification=target, mergeStrategy=strategy, **more
        )
        return import_id

    def import_bot(
        self, archive: bytes, name: str = "", strategy: str = "Overwrite", **more: Any
    ) -> Any:
        """Import to the end; how the import then describes itself."""
        target = {"botImportSpecification": import_target(name or new_name())}
        import_id = self.start(archive, target, strategy, **more)
        self.settle()
        return self.api.describe_import(importId=import_id)

    def import_locale(
        self, archive: bytes, locale: Locale, strategy: str = "Overwrite", **settings: Any
    ) -> Any:
        target = {"botLocaleImportSpecification": {**locale.at, **settings}}
        import_id = self.start(archive, target, strategy)
        self.settle()
        return self.api.describe_import(importId=import_id)

    def export(self, bot: str, version: str = DRAFT, locale: str = "", password: str = "") -> bytes:
        where = {"botId": bot, "botVersion": version}
        kind = "botLocaleExportSpecification" if locale else "botExportSpecification"
        made = self.api.create_export(
            resourceSpecification={kind: {**where, **({"localeId": locale} if locale else {})}},
            fileFormat="LexJson",
            **({"filePassword": password} if password else {}),
        )
        self.settle()
        return get(self.api.describe_export(exportId=made["exportId"])["downloadUrl"])


def new_name() -> str:
    return f"bot-{uuid.uuid4().hex[:10]}"


def bot_settings(name: str, **more: Any) -> dict[str, Any]:
    return {**import_target(name), "idleSessionTTLInSeconds": 300, **more}


def import_target(name: str) -> dict[str, Any]:
    return {"botName": name, "roleArn": ROLE, "dataPrivacy": {"childDirected": False}}


def prompt(text: str = "Which one?") -> dict[str, Any]:
    groups = [{"message": {"plainTextMessage": {"value": text}}}]
    return {"messageGroups": groups, "maxRetries": 2, "allowInterrupt": True}


def elicitation(constraint: str = "Required") -> dict[str, Any]:
    return {"slotConstraint": constraint, "promptSpecification": prompt()}


def with_function(arn: str = FUNCTION) -> dict[str, Any]:
    """`botAliasLocaleSettings` of one locale."""
    hook = {"lambdaARN": arn, "codeHookInterfaceVersion": "1.0"}
    return {EN: {"enabled": True, "codeHookSpecification": {"lambdaCodeHook": hook}}}


def refused(code: str, call: Callable[..., Any], /, **parameters: Any) -> str:
    """The message of an error that must be `code`."""
    with pytest.raises(ClientError) as refusal:
        call(**parameters)
    error = refusal.value.response["Error"]
    assert error["Code"] == code, error
    return str(error["Message"])


def put(url: str, body: bytes) -> int:
    """An unsigned upload, as any HTTP client makes it."""
    return _fetch(urllib.request.Request(url, body, method="PUT"))[0]  # noqa: S310 - loopback


def get(url: str) -> bytes:
    status, body = _fetch(urllib.request.Request(url))  # noqa: S310 - as above
    assert status == 200, body
    return body


def get_status(url: str, method: str = "GET") -> tuple[int, str]:
    status, body = _fetch(urllib.request.Request(url, method=method))  # noqa: S310 - as above
    return status, body.decode("utf-8", "replace")


def _fetch(request: urllib.request.Request) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - as above
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, content in files.items():
            package.writestr(name, content)
    return buffer.getvalue()


def zipped_folder(root: Path) -> bytes:
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return zipped({path.relative_to(root).as_posix(): path.read_bytes() for path in files})


def names(items: Sequence[Mapping[str, Any]], key: str) -> list[str]:
    return [item[key] for item in items]
