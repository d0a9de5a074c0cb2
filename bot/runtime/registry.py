"""What the local runtime serves: bots under an id and alias, with what understands and fulfills."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Protocol

from bot.dialog.engine import DialogDefinition
from bot.errors import LexApiError
from bot.lex.code_hook import BotIdentity
from bot.lex.definition import LexBot
from bot.runtime.recognizer.protocol import Recognizer
from bot.runtime.voice.ports import Hearing, Voice

DEFAULT_TTL_SECONDS = 300
"""What the console sets."""


class CodeHook(Protocol):
    """The bot's Lambda function: code hook event in, its answer out, as parsed JSON."""

    def __call__(self, event: Mapping[str, object]) -> object:
        """Raises CodeHookError where there is no answer."""
        ...


@dataclass(frozen=True)
class BotDeployment:
    """A bot under one alias; all locales of the definition are served."""

    bot_id: str
    bot_name: str
    alias_id: str
    lex: LexBot
    """The bot as Lex has it; utterances may be left out, they are the recognizer's."""
    recognizer: Recognizer
    hook: CodeHook
    alias_name: str = "TestBotAlias"
    version: str = "DRAFT"
    hearing: Hearing | None = None
    """What hears audio; None where that is not installed."""
    voice: Voice | None = None

    @cached_property
    def definitions(self) -> Mapping[str, DialogDefinition]:
        """Locale id -> what its dialogs do."""
        return {name: DialogDefinition(one, name) for name, one in self.lex.locales.items()}

    @property
    def session_ttl_seconds(self) -> int:
        return self.lex.idle_session_ttl_in_seconds or DEFAULT_TTL_SECONDS

    @property
    def identity(self) -> BotIdentity:
        return BotIdentity(self.bot_id, self.bot_name, self.alias_id, self.alias_name, self.version)


class Elsewhere(Protocol):
    """Where bots are that a registry was not made with."""

    def find(self, bot_id: str, alias_id: str, locale: str) -> BotDeployment:
        """Raises LexApiError."""
        ...


class Later:
    """An `Elsewhere` that is made when the first bot is asked of it."""

    def __init__(self, make: Callable[[], Elsewhere]) -> None:
        self._make = make
        self._made: Elsewhere | None = None
        self._lock = Lock()

    def find(self, bot_id: str, alias_id: str, locale: str) -> BotDeployment:
        """Raises LexApiError."""
        with self._lock:
            if self._made is None:
                self._made = self._make()
        return self._made.find(bot_id, alias_id, locale)


class Registry:
    """Finds what an address names: first among `deployments`, then `elsewhere`."""

    def __init__(
        self, deployments: Iterable[BotDeployment], elsewhere: Elsewhere | None = None
    ) -> None:
        self._deployments = {(item.bot_id, item.alias_id): item for item in deployments}
        self._elsewhere = elsewhere

    def find(self, bot_id: str, alias_id: str, locale: str) -> BotDeployment:
        """Raises LexApiError: ResourceNotFoundException says what there is."""
        deployment = self._deployments.get((bot_id, alias_id))
        if deployment is None and self._elsewhere is not None:
            return self._elsewhere.find(bot_id, alias_id, locale)
        if deployment is None:
            served = ", ".join(f"{bot}/{alias}" for bot, alias in self._deployments)
            raise LexApiError(
                "ResourceNotFoundException",
                f"no bot {bot_id} with the alias {alias_id} is served here: use {served}",
            )
        if locale not in deployment.lex.locales:
            locales = ", ".join(deployment.lex.locales)
            raise LexApiError(
                "ResourceNotFoundException",
                f"bot {bot_id} has no locale {locale}: use {locales}",
            )
        return deployment
