"""A session goes on when its alias has moved to a version that knows less."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

import pytest

from bot.definition import Definition
from bot.lex.compiling import compile_dialogs
from bot.model import Bot
from bot.runtime.app import LOOPBACK, LexRuntime
from bot.runtime.registry import BotDeployment, Registry
from bot.runtime.server import background
from bot.runtime.sessions import Sessions
from tests.bot.dialog.sample import LOCALE, sample_bot
from tests.bot.runtime.world import (
    ALIAS_ID,
    BOT_ID,
    Clock,
    Function,
    ScriptedRecognizer,
    client,
    deployment,
)


@dataclass
class Moving:
    """Where the alias points at this moment."""

    now: BotDeployment

    def find(self, bot_id: str, alias_id: str, locale: str) -> BotDeployment:  # noqa: ARG002
        return self.now


@dataclass
class World:
    alias: Moving
    function: Function
    lex: Any

    def say(self, text: str, **state: Any) -> Any:
        return self.lex.recognize_text(
            botId=BOT_ID, botAliasId=ALIAS_ID, localeId=LOCALE, sessionId="me", text=text, **state
        )["sessionState"]

    def move(self, bot: Bot) -> None:
        self.alias.now = replace(self.alias.now, lex=compile_dialogs(Definition(bot)), version="2")


@pytest.fixture
def world() -> Iterator[World]:
    function = Function()
    moving = Moving(deployment(function, ScriptedRecognizer()))
    app = LexRuntime(Registry([], moving), Sessions(Clock()), hosts=LOOPBACK)
    with background(app) as port, closing(client(port)) as lex:
        yield World(moving, function, lex)
    app.close()


def without(bot: Bot, intent: str) -> Bot:
    return replace(bot, intents=tuple(one for one in bot.intents if one.name != intent))


def confirming(world: World) -> None:
    """Bring the dialog to where a yes would restart something."""
    given = {"sessionAttributes": {"who": "ana"}}
    world.say("Restart service=orders environment=staging", sessionState=given)
    world.function.events.clear()


def test_an_intent_that_is_gone_is_let_go_of_and_attributes_stay(world: World) -> None:
    confirming(world)
    world.move(without(sample_bot(), "Restart"))

    answered = world.say("yes")

    assert answered["intent"]["name"] == "Fallback"
    assert answered["sessionAttributes"] == {"who": "ana"}
    intents = [event["sessionState"]["intent"]["name"] for event in world.function.events]
    assert set(intents) == {"Fallback"}
    assert all(event["bot"]["version"] == "2" for event in world.function.events)


def test_a_slot_that_is_gone_lets_go_of_its_intent(world: World) -> None:
    confirming(world)
    bot = sample_bot()
    restart = bot.intent("Restart")
    assert restart is not None
    fewer = replace(restart, slots=tuple(s for s in restart.slots if s.name != "environment"))
    world.move(replace(bot, intents=(*without(bot, "Restart").intents, fewer)))

    assert world.say("yes")["intent"]["name"] == "Fallback"


def test_an_intent_that_is_still_there_goes_on(world: World) -> None:
    confirming(world)
    world.move(sample_bot())

    answered = world.say("yes")

    assert (answered["intent"]["name"], answered["intent"]["state"]) == ("Restart", "Fulfilled")
