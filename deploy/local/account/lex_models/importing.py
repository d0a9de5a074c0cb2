"""What an import does once its time has come: everything of the archive, or nothing.

Overwrite onto a bot: its settings and each locale of the archive become the archive's, whole;
locales that the archive has not stay. Overwrite onto a locale: it becomes the archive's. Append:
intents and slot types of the archive come in, in the place of those with their names, the others
stay. (Amazon documents only that Overwrite "replaces any existing resource" and Append "adds".)
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from bot.errors import ArchiveError
from bot.lex.archive import read_archive
from bot.lex.codec import decode, members
from bot.lex.definition import LexBot, LexLocale
from deploy.local.account.lex_models import aliases, bots
from deploy.local.account.lex_models.finding import put_locale
from deploy.local.account.lex_models.merging import merge
from deploy.local.account.lex_models.region import Region
from deploy.local.account.lex_models.state import (
    DRAFT,
    BotState,
    ImportState,
    LocaleState,
    LocaleStatus,
)

_DEFAULT_TTL = 300


@dataclass(frozen=True)
class Outcome:
    """Failed with `reasons`, or imported as the resource of that id and name."""

    reasons: tuple[str, ...] = ()
    resource_id: str = ""
    resource_name: str = ""


class Target(Protocol):
    """What is imported onto."""

    def hold(self) -> None:
        """Show what is under way, and keep others from changing it."""

    def release(self) -> None:
        """Make it again what it was before `hold`."""

    def take(self, archive: LexBot) -> Outcome:
        """Import, or say why not; then nothing has changed."""
        ...


def finish(region: Region, started: ImportState, target: Target) -> None:
    """End an import."""
    target.release()
    outcome = _outcome(started, target)
    region.imports[started.id] = replace(
        started,
        data=None,
        status="Failed" if outcome.reasons else "Completed",
        failure_reasons=outcome.reasons,
        resource_id=outcome.resource_id,
        resource_name=outcome.resource_name,
        updated=region.now(),
    )


def _outcome(started: ImportState, target: Target) -> Outcome:
    try:
        archive = read_archive(started.data or b"", started.password)
    except ArchiveError as error:
        return Outcome(tuple(map(str, error.problems)))
    # What is left out would be missing from the bot: better no bot.
    unknown = tuple(map(str, archive.unknown))
    return Outcome(unknown) if unknown else target.take(archive.bot)


@dataclass
class BotTarget:
    """A bot by its name; `existing` when the import was started."""

    region: Region
    given: Mapping[str, Any]
    strategy: str
    existing: BotState | None

    def hold(self) -> None:
        if self.existing and self.strategy == "Overwrite":
            bots.set_status(self.region, self.existing.id, "Importing")

    def release(self) -> None:
        if self.existing and self.strategy == "Overwrite":
            bots.set_status(self.region, self.existing.id, "Available")

    def take(self, archive: LexBot) -> Outcome:
        bot = self.region.bot_named(self.given["botName"])
        if bot is not None and (reason := self._obstacle(bot)):
            return Outcome((reason,))
        merged, reasons = self._merged(archive, bot)
        if reasons:
            return Outcome(tuple(reasons))
        bot = bot or bots.add_bot(self.region, LexBot(), "", "Available")
        bot.versions[DRAFT] = replace(
            bot.draft,
            value=replace(self._settings(archive), identifier=bot.id, version=DRAFT),
            role_arn=self.given["roleArn"],
            updated=self.region.now(),
            locales={**bot.draft.locales, **merged},
        )
        for locale_id in merged:
            aliases.enable_for_tests(bot, locale_id)
        bots.set_tags(self.region, bot, self.given)
        return Outcome((), bot.id, bot.name)

    def _obstacle(self, bot: BotState) -> str:
        if self.strategy == "FailOnConflict":
            return f"there is a bot with the name {bot.name} already: use Overwrite to replace it"
        if bot.draft.status != "Available":
            return f"bot {bot.id} is {bot.draft.status}"
        busy = [name for name, locale in bot.draft.locales.items() if locale.is_busy]
        return f"the bot's {', '.join(busy)} is being changed" if busy else ""

    def _merged(
        self, archive: LexBot, bot: BotState | None
    ) -> tuple[dict[str, LocaleState], list[str]]:
        found: dict[str, LocaleState] = {}
        reasons: list[str] = []
        for locale_id, locale in archive.locales.items():
            existing = bot.draft.locales.get(locale_id) if bot else None
            region = self.region
            merged = merge(locale_id, locale, existing, region.identifiers, region.now())
            reasons += merged.reasons
            found[locale_id] = merged.locale
        return found, reasons

    def _settings(self, archive: LexBot) -> LexBot:
        given = bots.settings(self.given)
        ttl = given.idle_session_ttl_in_seconds or archive.idle_session_ttl_in_seconds
        return replace(
            given,
            description=archive.description,
            idle_session_ttl_in_seconds=ttl or _DEFAULT_TTL,
        )


@dataclass
class LocaleTarget:
    """A locale of a bot's DRAFT."""

    region: Region
    given: Mapping[str, Any]
    strategy: str
    bot: BotState
    _before: LocaleStatus | None = None

    def hold(self) -> None:
        if existing := self._existing:
            self._before = existing.status
            self._put(replace(existing, status="Importing"))

    def release(self) -> None:
        if self._before and (existing := self._existing):
            self._put(replace(existing, status=self._before))

    def take(self, archive: LexBot) -> Outcome:
        locale_id, existing = self.given["localeId"], self._existing
        if reason := self._obstacle(archive, existing):
            return Outcome((reason,))
        given = self._with_settings(archive.locales[locale_id], existing)
        region = self.region
        merged = merge(locale_id, given, existing, region.identifiers, region.now())
        if merged.reasons:
            return Outcome(merged.reasons)
        self._put(self._joined(merged.locale, existing))
        aliases.enable_for_tests(self.bot, locale_id)
        return Outcome((), locale_id, locale_id)

    @property
    def _existing(self) -> LocaleState | None:
        return self.bot.draft.locales.get(self.given["localeId"])

    def _put(self, locale: LocaleState) -> None:
        put_locale(self.bot, self.given["localeId"], locale)

    def _obstacle(self, archive: LexBot, existing: LocaleState | None) -> str:
        locale_id = self.given["localeId"]
        if self.bot.draft.status != "Available":
            return f"bot {self.bot.id} is {self.bot.draft.status}"
        if existing is not None and self.strategy == "FailOnConflict":
            return f"the bot has a locale {locale_id} already: use Overwrite to replace it"
        if set(archive.locales) != {locale_id}:
            found = ", ".join(archive.locales) or "no locale"
            return f"the archive has {found}, and the import is for {locale_id} alone"
        return "" if existing is None or not existing.is_busy else f"{locale_id} is being changed"

    def _with_settings(self, given: LexLocale, existing: LocaleState | None) -> LexLocale:
        """Settings that the call gives win; with Append those of the locale stay."""
        base = existing.value if existing and self.strategy == "Append" else given
        keys = {member.key: member.name for member in members(LexLocale, "api")}
        named = {key: value for key, value in self.given.items() if key in keys}
        settings, _ = decode(LexLocale, named, "api")
        changes = {keys[key]: getattr(settings, keys[key]) for key in named if key != "localeId"}
        return replace(base, intents=given.intents, slot_types=given.slot_types, **changes)

    def _joined(self, merged: LocaleState, existing: LocaleState | None) -> LocaleState:
        if existing is None or self.strategy != "Append":
            return merged
        return replace(
            merged,
            intents={**existing.intents, **merged.intents},
            slot_types={**existing.slot_types, **merged.slot_types},
        )
