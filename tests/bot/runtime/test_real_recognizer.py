"""The runtime with the real definition and the real recognizer."""

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
from tests.bot.definition import product_bot, product_recognizer
from tests.bot.runtime.world import ALIAS_ID, BOT_ID, Clock, Function, client

if TYPE_CHECKING:
    from mypy_boto3_lexv2_runtime import LexRuntimeV2Client

FUNCTION = Function()


@pytest.fixture(scope="module")
def lex() -> Iterator["LexRuntimeV2Client"]:
    bot, recognizer = product_bot(), product_recognizer()
    served = BotDeployment(
        BOT_ID, bot.name, ALIAS_ID, compile_dialogs(Definition(bot)), recognizer, FUNCTION
    )
    app = LexRuntime(Registry([served]), Sessions(Clock()))
    with background(app) as port, closing(client(port)) as connected:
        yield connected
    app.close()


CONVERSATIONS = [
    [
        ("restart orders", "RestartService ElicitSlot InProgress"),
        ("in prod", "RestartService ConfirmIntent InProgress"),
        ("hmm", "RestartService ConfirmIntent InProgress"),
        ("yes please", "RestartService Close Fulfilled"),
    ],
    [
        ("restart orders", "RestartService ElicitSlot InProgress"),
        ("is payments healthy in staging?", "ServiceHealth Close Fulfilled"),
    ],
    [
        ("restart orders", "RestartService ElicitSlot InProgress"),
        ("cancel", "Cancel Close Fulfilled"),
    ],
    [
        ("restart orders", "RestartService ElicitSlot InProgress"),
        ("flurble", "RestartService ElicitSlot InProgress"),
        ("flurble", "RestartService ElicitSlot InProgress"),
        ("flurble", "Fallback Close Fulfilled"),
    ],
    [("colourless green ideas sleep furiously", "Fallback Close Fulfilled")],
]


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda turns: turns[-1][0])
def test_conversations(lex: "LexRuntimeV2Client", conversation: list[tuple[str, str]]) -> None:
    session_id = f"real:{CONVERSATIONS.index(conversation)}"
    for text, wanted in conversation:
        answer = lex.recognize_text(
            botId=BOT_ID, botAliasId=ALIAS_ID, localeId="en_US", sessionId=session_id, text=text
        )
        assert shown(answer["sessionState"]) == wanted


def shown(state: Any) -> str:
    intent = state["intent"]
    return f"{intent['name']} {state['dialogAction']['type']} {intent['state']}"
