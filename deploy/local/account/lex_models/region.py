"""What one region of the account holds of Lex, and one call on it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml
from botocore.model import OperationModel

from deploy.errors import ModelsApiError
from deploy.local.account.ecs.timeline import Timeline
from deploy.local.account.lex_models.identifiers import Identifiers
from deploy.local.account.lex_models.settings import Durations
from deploy.local.account.lex_models.state import (
    BotState,
    Document,
    ExportState,
    ImportState,
)
from deploy.local.account.lex_models.transfer import TransferUrls

_ACCOUNT = "123456789012"
_QUOTAS = Path(__file__).with_name("quotas.yaml")
_NAMES = Path(__file__).with_name("names.yaml")


@dataclass
class Region:
    """Bots, imports and exports by id; tags by ARN."""

    name: str
    timeline: Timeline
    identifiers: Identifiers
    current_durations: Callable[[], Durations]
    urls: TransferUrls
    bots: dict[str, BotState] = field(default_factory=dict)
    imports: dict[str, ImportState] = field(default_factory=dict)
    exports: dict[str, ExportState] = field(default_factory=dict)
    tags: dict[str, dict[str, str]] = field(default_factory=dict)

    def drop_later(self, held: dict[str, Any], key: str, seconds: float) -> None:
        """Forget what `held` has under `key` in `seconds`."""
        self.timeline.later(seconds, lambda: _drop(held, key))

    @property
    def durations(self) -> Durations:
        return self.current_durations()

    def now(self) -> datetime:
        return self.timeline.now()

    def bot_named(self, name: str) -> BotState | None:
        return next((bot for bot in self.bots.values() if bot.name == name), None)

    def bot_arn(self, bot_id: str) -> str:
        return f"arn:aws:lex:{self.name}:{_ACCOUNT}:bot/{bot_id}"

    def alias_arn(self, bot_id: str, alias_id: str) -> str:
        return f"arn:aws:lex:{self.name}:{_ACCOUNT}:bot-alias/{bot_id}/{alias_id}"

    def has(self, arn: str) -> bool:
        """Whether `arn` names a bot or an alias that there is."""
        found = re.fullmatch(r"arn:aws:lex:[^:]*:\d*:bot(?:-alias)?/([^/]*)(?:/([^/]*))?", arn)
        bot = self.bots.get(found[1]) if found else None
        if found is None or bot is None:
            return False
        return arn == self.bot_arn(bot.id) or (
            found[2] in bot.aliases and arn == self.alias_arn(bot.id, found[2])
        )


@dataclass(frozen=True)
class Call:
    """One call of the API, its parameters checked against the operation's shape."""

    operation: OperationModel
    params: Mapping[str, Any]
    region: Region
    base_url: str
    """Of this server, as the caller reaches it."""

    def missing(self, what: str) -> ModelsApiError:
        """The error for something that is not there: the one that the operation's model has.

        Amazon answers 412 where an operation declares no 404 (seen from DeleteBot), and what
        declares neither can only call the request invalid.
        """
        declared = {error.name for error in self.operation.error_shapes}
        for kind in ("ResourceNotFoundException", "PreconditionFailedException"):
            if kind in declared:
                text = f"Failed to retrieve resource since it does not exist: {what}"
                return ModelsApiError(kind, text)
        return ModelsApiError("ValidationException", f"there is no {what}")

    def busy(self, message: str) -> ModelsApiError:
        """The error for something that is under way: 409, and 412 where no 409 is declared."""
        declared = {error.name for error in self.operation.error_shapes}
        return conflict(message) if "ConflictException" in declared else precondition(message)


Operation = Callable[[Call], Document]


def _drop(held: dict[str, Any], key: str) -> None:
    held.pop(key, None)


def invalid(message: str) -> ModelsApiError:
    return ModelsApiError("ValidationException", message)


def conflict(message: str) -> ModelsApiError:
    return ModelsApiError("ConflictException", message)


def precondition(message: str) -> ModelsApiError:
    return ModelsApiError("PreconditionFailedException", message)


def quota_reached(count: int, name: str, locale: str = "") -> None:
    """Raises ModelsApiError (402) where `count` of something is more than its quota allows."""
    most = quota(name, locale)
    if count > most:
        raise ModelsApiError(
            "ServiceQuotaExceededException", f"at most {most} {name.replace('_', ' ')}: a quota"
        )


def quota(name: str, locale: str = "") -> int:
    """A quota by its name in `quotas.yaml`; some locales have larger ones."""
    quotas = _yaml(_QUOTAS)
    large = quotas["large"]
    return int(large.get(name, quotas[name]) if locale in large["locales"] else quotas[name])


def names(kind: str) -> Any:
    """A list of `names.yaml`."""
    return _yaml(_NAMES)[kind]


@cache
def _yaml(path: Path) -> dict[str, Any]:
    return cast("dict[str, Any]", yaml.safe_load(path.read_text(encoding="utf-8")))
