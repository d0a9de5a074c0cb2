"""What is there now: only reads, and waits until nothing is under way."""

from dataclasses import dataclass, replace
from typing import Final

from deploy.errors import PublishError
from deploy.publish.lex.services import Services
from deploy.publish.lex.settings import Settings
from deploy.publish.state import (
    BUSY_BOT,
    BUSY_LOCALE,
    AliasState,
    BotState,
    FunctionState,
    LocaleState,
    VersionState,
)

SETTLE_SECONDS: Final = 1200.0
"""A build that somebody else started may take long."""


@dataclass(frozen=True)
class Reality:
    """Bot and function as they are."""

    function: FunctionState
    """$LATEST."""
    last_published: FunctionState | None
    bot: BotState | None = None
    locales: tuple[LocaleState, ...] = ()
    """Of DRAFT."""
    versions: tuple[VersionState, ...] = ()
    """Oldest first."""
    aliases: tuple[AliasState, ...] = ()
    latest_import: str = ""
    permitted: frozenset[str] = frozenset()
    """ARNs of the aliases that may call `function_version`."""

    @property
    def function_version(self) -> FunctionState | None:
        """The published version that $LATEST is; None where it has changed since."""
        last = self.last_published
        is_same = last is not None and last.configuration == self.function.configuration
        return last if is_same else None

    @property
    def fingerprint(self) -> "Reality":
        """Equal ones mean that nothing was changed in between. A build changes nothing."""
        edited = (replace(one, status="", submitted=None) for one in self.locales)
        return replace(self, locales=tuple(edited))

    def alias(self, name: str) -> AliasState | None:
        return next((alias for alias in self.aliases if alias.name == name), None)

    def version(self, number: int | None) -> VersionState | None:
        return next((one for one in self.versions if one.number == number), None)


def observe(services: Services, settings: Settings, bot_name: str) -> Reality:
    """Raises PublishError where the function is missing or broken, or the bot is."""
    function = _function(services, settings.function)
    found = Reality(function, services.functions.last_published(settings.function))
    bot = services.models.find_bot(bot_name)
    return found if bot is None else _with_bot(services, settings, found, bot)


def _with_bot(services: Services, settings: Settings, found: Reality, bot: BotState) -> Reality:
    models = services.models
    bot = settled_bot(services, bot.id)
    aliases = tuple(settled_alias(services, bot.id, one) for one in models.aliases(bot.id))
    published = found.function_version
    permitted: list[str] = []
    for alias in aliases:
        arn = services.alias_arn(bot.id, alias.id)
        is_ours = alias.name in (settings.alias, settings.candidate)
        if is_ours and published and services.functions.allows(published.arn, arn):
            permitted.append(arn)
    return Reality(
        function=found.function,
        last_published=found.last_published,
        bot=bot,
        locales=models.locales(bot.id),
        versions=tuple(one for one in models.versions(bot.id) if one.status != "Deleting"),
        aliases=aliases,
        latest_import=models.latest_import(bot.id),
        permitted=frozenset(permitted),
    )


def settled_bot(services: Services, bot_id: str) -> BotState:
    """The bot once neither it nor a locale of DRAFT is being changed. Raises PublishError."""
    models = services.models

    def look() -> BotState | None:
        bot = models.bot(bot_id)
        if bot.status in BUSY_BOT:
            return None
        if bot.status != "Available":
            reasons = "; ".join(bot.failure_reasons) or "Lex gives no reason"
            raise PublishError(f"bot {bot.name} ({bot.id}) is {bot.status}: {reasons}")
        is_busy = any(locale.status in BUSY_LOCALE for locale in models.locales(bot_id))
        return None if is_busy else bot

    return services.waiting.until("waiting for the bot to be at rest", look, SETTLE_SECONDS)


def settled_alias(services: Services, bot_id: str, alias: AliasState) -> AliasState:
    """The alias once it is Available. Raises PublishError."""

    def look() -> AliasState | None:
        found = services.models.alias(bot_id, alias.id)
        if found is not None and found.status == "Failed":
            raise PublishError(
                f"alias {found.name} ({found.id}) is Failed: look at it in the console"
            )
        return found if found is not None and found.status == "Available" else None

    if alias.status == "Available":
        return alias
    return services.waiting.until(f"waiting for alias {alias.name}", look, 120)


def _function(services: Services, name: str) -> FunctionState:
    """$LATEST once no update of it is under way: CloudFormation may be at work."""

    def look() -> FunctionState | None:
        found = services.functions.find(name)
        if found is None:
            raise PublishError(
                f"there is no function {name} in account {services.account}, {services.region}: "
                "deploy it first, or name another with --function"
            )
        if found.failure:
            raise PublishError(f"function {name} is broken: {found.failure}. Deploy it again")
        return found if found.is_settled else None

    return services.waiting.until(f"waiting for function {name}", look, 300)
