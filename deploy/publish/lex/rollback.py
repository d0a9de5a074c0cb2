"""Back to an earlier release: alias and Lambda version together. Nothing is built, nothing tested:
safety never waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from bot.lex.comparing import Change, compare
from deploy.errors import PublishError
from deploy.publish.lex.alias_settings import alias_settings
from deploy.publish.lex.observing import settled_alias, settled_bot
from deploy.publish.lex.services import Services, read_bot
from deploy.publish.lex.settings import Settings
from deploy.publish.lex.verifying import of_version
from deploy.publish.release import function_name
from deploy.publish.state import AliasEvent, AliasState, BotState, VersionState

_UNKNOWN_FUNCTION: Final = (
    "it was not made by `ground publish`, so that nobody knows which function goes with it: the "
    "alias keeps the one it has"
)


@dataclass(frozen=True)
class Rollback:
    """Where the alias goes, and what users lose and get back."""

    bot: BotState
    alias: AliasState
    target: VersionState
    function: str
    """ARN of the version that goes with it; "" where the alias keeps what it has."""
    settings: dict[str, Any]
    changes: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        return self.settings == self.alias.settings

    @property
    def steps(self) -> tuple[str, ...]:
        target = f"point alias {self.alias.name} at version {self.target.number}"
        if self.function:
            return (f"{target}, with {function_name(self.function)}",)
        return (f"{target}; {_UNKNOWN_FUNCTION}",)


def plan_rollback(
    services: Services, settings: Settings, bot_name: str, to: int | None
) -> Rollback:
    """Reads only. Raises PublishError where there is nothing to go back to."""
    bot, alias = _find(services, settings, bot_name)
    versions = services.models.versions(bot.id)
    number = to if to is not None else _previous(alias, versions)
    target = _target(versions, number, bot)
    release = target.release
    function = release.function if release else ""
    if function:
        _require_function(services, function, number)
    locales = {one.id for one in services.models.locales(bot.id, str(number))}
    wanted = _settings(alias, target, locales, function)
    return Rollback(
        bot, alias, target, function, wanted, _changes(services, bot, alias.version, number)
    )


def roll_back(services: Services, rollback: Rollback) -> None:
    """Do it. Raises PublishError where somebody else moved the alias meanwhile."""
    models, bot, alias = services.models, rollback.bot, rollback.alias
    if rollback.is_empty:
        return
    now = models.alias(bot.id, alias.id)
    if now is None or now.settings != alias.settings:
        raise PublishError(f"somebody changed alias {alias.name} meanwhile: run the command again")
    arn = services.alias_arn(bot.id, alias.id)
    if rollback.function and not services.functions.allows(rollback.function, arn):
        services.functions.allow(rollback.function, arn, f"lex-{bot.id}-{alias.id}")
    models.update_alias(bot.id, alias.id, rollback.settings)
    settled_alias(services, bot.id, AliasState(alias.id, alias.name, "Creating"))


def releases(events: Iterable[AliasEvent]) -> tuple[int, ...]:
    """What an alias was taken to, without what it was taken back from; the current one is last.

    (3, 4, 3, 5) -> (3, 5): 4 was rolled back, so that nobody wants to return to it. Publishing
    always raises the number, see `plan`; a fall is a roll-back.
    """
    kept: list[int] = []
    for event in events:
        if event.version.isdecimal():
            number = int(event.version)
            while kept and kept[-1] >= number:
                kept.pop()
            kept.append(number)
    return tuple(kept)


def _find(services: Services, settings: Settings, bot_name: str) -> tuple[BotState, AliasState]:
    where = f"in account {services.account}, {services.region}"
    bot = services.models.find_bot(bot_name)
    if bot is None:
        raise PublishError(f"there is no bot {bot_name} {where}: publish it first")
    settled_bot(services, bot.id)
    found = [one for one in services.models.aliases(bot.id) if one.name == settings.alias]
    if not found:
        raise PublishError(
            f"bot {bot_name} has no alias {settings.alias} {where}: publish it first"
        )
    return bot, settled_alias(services, bot.id, found[0])


def _previous(alias: AliasState, versions: tuple[VersionState, ...]) -> int:
    there = {version.number for version in versions}
    earlier = [number for number in releases(alias.history)[:-1] if number in there]
    if not earlier:
        others = ", ".join(str(number) for number in sorted(there - {alias.version}))
        raise PublishError(
            f"there is no earlier release of alias {alias.name}: it points at version "
            f"{alias.version}. "
            + (f"Choose one with --to: {others}" if others else "The bot has no other version")
        )
    return earlier[-1]


def _target(versions: tuple[VersionState, ...], number: int, bot: BotState) -> VersionState:
    found = next((version for version in versions if version.number == number), None)
    if found is None:
        known = ", ".join(str(version.number) for version in versions) or "none"
        raise PublishError(f"bot {bot.name} has no version {number}: there are {known}")
    if found.status != "Available":
        raise PublishError(f"version {number} of bot {bot.name} is {found.status}: choose another")
    return found


def _require_function(services: Services, arn: str, number: int) -> None:
    name, _, version = arn.rpartition(":")
    if services.functions.find(name, version) is None:
        raise PublishError(
            f"version {number} goes with {function_name(arn)}, which is gone: choose another "
            "version with --to"
        )


def _settings(
    alias: AliasState, target: VersionState, locales: set[str], function: str
) -> dict[str, Any]:
    if not function:
        return {**alias.settings, "botVersion": str(target.number)}
    return alias_settings(alias, alias.name, target.number, sorted(locales), function)


def _changes(
    services: Services, bot: BotState, current: int | None, number: int
) -> tuple[Change, ...]:
    if current is None or current == number:
        return ()
    after = read_bot(services, bot.id, str(number))
    before = of_version(read_bot(services, bot.id, str(current)), after)
    return compare(before, after)
