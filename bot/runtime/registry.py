"""What the local runtime serves: bots under an id and alias, with what understands and fulfills."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.errors import LexApiError
from bot.lex.code_hook import BotIdentity
from bot.model import Bot
from bot.runtime.recognizer.protocol import Recognizer


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
    bot: Bot
    recognizer: Recognizer
    hook: CodeHook
    alias_name: str = "TestBotAlias"
    version: str = "DRAFT"

    @property
    def identity(self) -> BotIdentity:
        return BotIdentity(self.bot_id, self.bot_name, self.alias_id, self.alias_name, self.version)


class Registry:
    """Finds what an address names."""

    def __init__(self, deployments: Iterable[BotDeployment]) -> None:
        self._deployments = {(item.bot_id, item.alias_id): item for item in deployments}

    def find(self, bot_id: str, alias_id: str, locale: str) -> BotDeployment:
        """Raises LexApiError (ResourceNotFoundException), which says what there is."""
        deployment = self._deployments.get((bot_id, alias_id))
        if deployment is None:
            served = ", ".join(f"{bot}/{alias}" for bot, alias in self._deployments)
            raise LexApiError(
                "ResourceNotFoundException",
                f"no bot {bot_id} with the alias {alias_id} is served here: use {served}",
            )
        if deployment.bot.locale(locale) is None:
            locales = ", ".join(item.id for item in deployment.bot.locales)
            raise LexApiError(
                "ResourceNotFoundException",
                f"bot {bot_id} has no locale {locale}: use {locales}",
            )
        return deployment
