"""Bots that were published with the models API, served under their aliases as Lex does.

An alias says which version and which functions; it is asked again after a few seconds, so that one
that moves is followed. A numbered version never changes: it is read once. Of DRAFT is served what
was built last, as the test alias does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.errors import BotError, CodeHookError, LexApiError
from bot.lex.definition import LexBot
from bot.model import Bot
from bot.runtime.loading import Fresh, Loaded
from bot.runtime.models_api import Alias, Build, ModelsApi
from bot.runtime.recognizer.protocol import Recognizer
from bot.runtime.registry import BotDeployment, CodeHook
from bot.runtime.voice import Hearing, packaged_hearing, packaged_voice

ALIAS_SECONDS: Final = 2.0
"""How long an alias that has moved may still be seen where it was."""
DEFINITIONS: Final = 16
"""Versions in memory, all bots together."""
_DRAFT = "DRAFT"
_Version = tuple[str, str, str, datetime | None]
"""Bot id, version, and of DRAFT the locale and when it was given to be built."""


@dataclass(frozen=True)
class Served:
    """A version that was read: what the runtime needs of it."""

    name: str
    lex: LexBot
    recognizer: Recognizer
    hearing: Hearing | None


@dataclass(frozen=True)
class Making:
    """How a definition becomes something that talks."""

    bot: Callable[[LexBot], Bot]
    recognizer: Callable[[Bot], Recognizer]
    hook: Callable[[str], CodeHook]
    """Of the ARN of a Lambda function."""


class PublishedBots:
    """Finds published bots. `clock` gives seconds that only go forward. Thread-safe."""

    def __init__(self, api: ModelsApi, making: Making, clock: Callable[[], float]) -> None:
        self._api = api
        self._making = making
        self._aliases: Fresh[tuple[str, str], Alias] = Fresh(ALIAS_SECONDS, clock)
        self._builds: Fresh[tuple[str, str], Build] = Fresh(ALIAS_SECONDS, clock)
        self._versions: Loaded[_Version, Served] = Loaded(DEFINITIONS)
        self._hooks: Loaded[str, CodeHook] = Loaded(DEFINITIONS)
        self._last_built: dict[tuple[str, str], _Version] = {}

    def find(self, bot_id: str, alias_id: str, locale: str) -> BotDeployment:
        """What an address names. Raises LexApiError."""
        alias = self._aliases.get((bot_id, alias_id), lambda: self._api.alias(bot_id, alias_id))
        _check(alias, bot_id, alias_id, locale)
        served = self._served(bot_id, alias.version, locale)
        if locale not in served.lex.locales:
            version = f"version {alias.version} of bot {bot_id}"
            raise _not_found(f"{version} has no locale {locale}")
        return BotDeployment(
            bot_id=bot_id,
            bot_name=served.name,
            alias_id=alias_id,
            lex=served.lex,
            recognizer=served.recognizer,
            hook=self._hook(alias.functions[locale], alias, locale),
            alias_name=alias.name,
            version=alias.version,
            hearing=served.hearing,
            voice=packaged_voice(),
        )

    def _served(self, bot_id: str, version: str, locale: str) -> Served:
        if version == _DRAFT:
            return self._draft(bot_id, locale)
        key = (bot_id, version, "", None)
        return self._versions.get(key, lambda: self._read(bot_id, version))

    def _draft(self, bot_id: str, locale: str) -> Served:
        """A locale of DRAFT as it was built last, as far as this process has seen it built."""
        build = self._builds.get((bot_id, locale), lambda: self._api.build(bot_id, locale))
        if build.status == "Built":
            key: _Version = (bot_id, _DRAFT, locale, build.submitted)
            served = self._versions.get(key, lambda: self._read(bot_id, _DRAFT))
            self._last_built[bot_id, locale] = key
            return served
        last = self._last_built.get((bot_id, locale))
        before = self._versions.peek(last) if last else None
        if before is None:
            raise LexApiError(
                "BadGatewayException",
                f"locale {locale} of bot {bot_id} is {build.status}: build it, then try again",
            )
        return before

    def _read(self, bot_id: str, version: str) -> Served:
        definition = self._api.definition(bot_id, version)
        try:
            bot = self._making.bot(definition)
            recognizer = self._making.recognizer(bot)
            hearing = packaged_hearing(bot, recognizer)
            return Served(definition.name or bot.name, definition, recognizer, hearing)
        except BotError as error:
            raise LexApiError(
                "BadGatewayException",
                f"version {version} of bot {bot_id} cannot be served here: {error}",
            ) from error

    def _hook(self, arn: str, alias: Alias, locale: str) -> CodeHook:
        if not arn:
            return _NoFunction(alias.name, locale)
        return self._hooks.get(arn, lambda: self._making.hook(arn))


@dataclass(frozen=True)
class _NoFunction:
    """The hook of an alias without one: where the bot asks it, the call fails."""

    alias: str
    locale: str

    def __call__(self, event: Mapping[str, object]) -> object:  # noqa: ARG002 - a hook's shape
        raise CodeHookError(
            "raised",
            f"the alias {self.alias} has no Lambda function for {self.locale}: set it with "
            "UpdateBotAlias (botAliasLocaleSettings)",
        )


def _check(alias: Alias, bot_id: str, alias_id: str, locale: str) -> None:
    where = f"alias {alias_id} of bot {bot_id}"
    if locale not in alias.functions:
        enabled = ", ".join(alias.functions) or "none"
        raise _not_found(f"{where} has not enabled the locale {locale}; enabled: {enabled}")
    if not alias.version:
        raise _not_found(f"{where} points at no version: set botVersion with UpdateBotAlias")


def _not_found(message: str) -> LexApiError:
    return LexApiError("ResourceNotFoundException", message)
