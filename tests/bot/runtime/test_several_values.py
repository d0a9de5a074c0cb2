"""Several values of one slot, from what is said to what boto3 gives."""

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from bot.definition import Definition
from bot.lex.compiling import compile_dialogs
from bot.runtime.app import LexRuntime
from bot.runtime.registry import BotDeployment, Registry
from bot.runtime.server import background
from bot.runtime.sessions import Sessions
from tests.bot.runtime.pizza import LOCALE, pizza_bot, recognizer_of
from tests.bot.runtime.world import ALIAS_ID, BOT_ID, Clock, Function, client

if TYPE_CHECKING:
    from mypy_boto3_lexv2_runtime import LexRuntimeV2Client

FUNCTION = Function()
OLIVES: Any = {
    "shape": "Scalar",
    "value": {
        "originalValue": "black olives",
        "interpretedValue": "black olives",
        "resolvedValues": ["olives"],
    },
}
HAM: Any = {
    "shape": "Scalar",
    "value": {"originalValue": "ham", "interpretedValue": "ham", "resolvedValues": ["ham"]},
}


def several(said: str, *items: Any) -> Any:
    return {
        "shape": "List",
        "value": {"originalValue": said, "interpretedValue": said, "resolvedValues": [said]},
        "values": list(items),
    }


@pytest.fixture(scope="module")
def lex() -> Iterator["LexRuntimeV2Client"]:
    bot = pizza_bot()
    served = BotDeployment(
        BOT_ID, bot.name, ALIAS_ID, compile_dialogs(Definition(bot)), recognizer_of(bot), FUNCTION
    )
    app = LexRuntime(Registry([served]), Sessions(Clock()))
    with background(app) as port, closing(client(port)) as connected:
        yield connected
    app.close()


def say(lex: "LexRuntimeV2Client", session: str, text: str) -> Any:
    return lex.recognize_text(
        botId=BOT_ID, botAliasId=ALIAS_ID, localeId=LOCALE, sessionId=session, text=text
    )


def toppings(answer: Any) -> Any:
    state = answer["sessionState"]["intent"]["slots"]["toppings"]
    assert answer["interpretations"][0]["intent"]["slots"]["toppings"] == state
    return state


def test_a_list_that_was_asked_for_reaches_the_session_and_the_function(
    lex: "LexRuntimeV2Client",
) -> None:
    asked = say(lex, "asked", "order a pizza")
    assert asked["sessionState"]["dialogAction"]["slotToElicit"] == "toppings"
    answer = say(lex, "asked", "black olives and ham please")
    wanted = several("black olives and ham", OLIVES, HAM)
    assert toppings(answer) == wanted
    assert answer["sessionState"]["intent"]["state"] == "Fulfilled"
    event: Any = FUNCTION.events[-1]
    assert event["sessionState"]["intent"]["slots"]["toppings"] == wanted
    kept = lex.get_session(botId=BOT_ID, botAliasId=ALIAS_ID, localeId=LOCALE, sessionId="asked")
    assert kept["sessionState"]["intent"]["slots"]["toppings"] == wanted


def test_a_list_within_an_utterance_needs_no_question(lex: "LexRuntimeV2Client") -> None:
    answer = say(lex, "within", "order a pizza with ham, black olives")
    assert toppings(answer) == several("ham, black olives", HAM, OLIVES)
    assert answer["sessionState"]["intent"]["state"] == "Fulfilled"


def test_one_value_is_a_list_of_one(lex: "LexRuntimeV2Client") -> None:
    assert toppings(say(lex, "one", "order a pizza with ham")) == several("ham", HAM)
