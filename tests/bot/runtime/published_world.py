"""A Lex in a real simulated account, and the runtime's view of what is published there."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.lex.archive import write_archive
from bot.lex.definition import LexBot
from bot.lex.importing import bot_from_lex
from bot.model import Bot
from bot.runtime.models_api import ModelsApi
from bot.runtime.published import Making, PublishedBots
from bot.runtime.recognizer import build_recognizer
from bot.runtime.registry import CodeHook
from tests.bot.runtime.world import Clock
from tests.deploy.account.lex_models.archives import shop
from tests.deploy.account.lex_models.world import EN, Lex, Locale, with_function

ARN = "arn:aws:lambda:us-east-1:123456789012:function:shop"


@dataclass
class Published:
    """`calls` counts the operations that the runtime has asked for."""

    lex: Lex
    clock: Clock = field(default_factory=Clock)
    calls: Counter[str] = field(default_factory=Counter)
    convert: Callable[[LexBot], Bot] = bot_from_lex
    events: list[Mapping[str, object]] = field(default_factory=list)

    def __post_init__(self) -> None:
        client = Lex(self.lex.server, self.lex.region).api
        client.meta.events.register("before-call.lex-models-v2.*", self._count)
        self.api = ModelsApi(client, self.lex.pass_time)
        making = Making(self._bot, build_recognizer, self._hook)
        self.bots = PublishedBots(self.api, making, self.clock)

    def _bot(self, lex: LexBot) -> Bot:
        return self.convert(lex)

    def _count(self, model: Any, **_: Any) -> None:
        self.calls[model.name] += 1

    def _hook(self, arn: str) -> CodeHook:
        def answer(event: Mapping[str, object]) -> object:
            self.events.append(event)
            return {"sessionState": {"dialogAction": {"type": "Delegate"}}, "arn": arn}

        return answer

    def draft(self, bot: LexBot | None = None, name: str = "") -> str:
        """A bot whose DRAFT is built; its id."""
        done = self.lex.import_bot(write_archive(bot or shop()), name)
        assert done["importStatus"] == "Completed", done
        bot_id: str = done["importedResourceId"]
        for locale in self.lex.api.list_bot_locales(botId=bot_id, botVersion="DRAFT")[
            "botLocaleSummaries"
        ]:
            built = self.lex.build(Locale(bot_id, locale["localeId"]))
            assert built["botLocaleStatus"] == "Built", built
        return bot_id

    def live(self, bot: LexBot | None = None) -> tuple[str, str]:
        """A bot with version 1 behind the alias `live`: its id and the alias's."""
        bot_id = self.draft(bot)
        locales = list((bot or shop()).locales)
        version = self.lex.version(bot_id, *locales)
        alias = self.lex.alias(
            bot_id, "live", botVersion=version, botAliasLocaleSettings=with_function(ARN)
        )
        return bot_id, alias

    def move(self, bot_id: str, alias: str, version: str, **settings: Any) -> None:
        settings.setdefault("botAliasLocaleSettings", with_function(ARN))
        self.lex.api.update_bot_alias(
            botId=bot_id, botAliasId=alias, botAliasName="live", botVersion=version, **settings
        )
        self.lex.settle()

    def utterances(self, bot_id: str, alias: str) -> list[str]:
        """What is said for an order in the version that is served."""
        intent = self.bots.find(bot_id, alias, EN).lex.locales[EN].intents["Order"]
        return [one.utterance or "" for one in intent.sample_utterances or ()]
