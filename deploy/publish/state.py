"""What Lex and Lambda hold, as far as publishing looks at it. Plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from deploy.publish.release import Release, parse

DRAFT: Final = "DRAFT"
BUSY_BOT: Final = frozenset({"Creating", "Importing", "Updating", "Versioning"})
BUSY_LOCALE: Final = frozenset(
    {"Building", "Creating", "Deleting", "Importing", "Processing", "ReadyExpressTesting"}
)
"""ReadyExpressTesting: the console may be tried, and the build still goes on."""


@dataclass(frozen=True)
class BotState:
    id: str
    name: str
    status: str
    role_arn: str
    failure_reasons: tuple[str, ...] = ()
    logs_errors: bool | None = None


@dataclass(frozen=True)
class LocaleState:
    """A locale of DRAFT."""

    id: str
    status: str
    updated: datetime | None = None
    submitted: datetime | None = None
    """When a build was last asked for."""
    failure_reasons: tuple[str, ...] = ()

    @property
    def is_built(self) -> bool:
        """Whether the last build has what was last edited."""
        if self.status != "Built":
            return False
        is_known = self.updated is not None and self.submitted is not None
        return not is_known or self.updated <= self.submitted  # type: ignore[operator]


@dataclass(frozen=True)
class VersionState:
    number: int
    status: str
    description: str = ""

    @property
    def release(self) -> Release | None:
        """None where somebody else made it."""
        return parse(self.description)


@dataclass(frozen=True)
class AliasEvent:
    """The alias pointed at `version` from `start`."""

    version: str
    start: datetime


@dataclass(frozen=True)
class AliasState:
    """`settings`: all that UpdateBotAlias takes; it removes what it is not given."""

    id: str
    name: str
    status: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    history: tuple[AliasEvent, ...] = ()
    """Oldest first."""
    updated: datetime | None = None
    """When it was last changed."""

    @property
    def version(self) -> int | None:
        """None where it points at DRAFT, or at nothing."""
        found = str(self.settings.get("botVersion", ""))
        return int(found) if found.isdecimal() else None

    @property
    def locales(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.settings.get("botAliasLocaleSettings", {})
        return found

    def function(self, locale: str) -> str:
        """ARN of the Lambda function that a locale calls; "" for none."""
        hook = self.locales.get(locale, {}).get("codeHookSpecification", {})
        return str(hook.get("lambdaCodeHook", {}).get("lambdaARN", ""))


@dataclass(frozen=True)
class FunctionState:
    """A version of a Lambda function; `configuration` holds what makes it another one."""

    name: str
    arn: str
    """With the version; $LATEST has none."""
    version: str
    code_sha256: str
    configuration: Mapping[str, Any] = field(default_factory=dict)
    is_settled: bool = True
    """Whether it can be called, and no update of it is under way."""
    failure: str = ""
