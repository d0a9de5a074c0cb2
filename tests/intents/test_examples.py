"""Every conversation in intents/*/examples*.yaml, through the recognizer and the dialog step.

The hook stands in for fulfillment: it lets the dialog run, asks before a change, and closes.
"""

from functools import cache

import pytest

from bot.definition import Definition
from bot.dialog.engine import DialogDefinition, drive, take_turn
from bot.dialog.state import DialogAction, DialogState, HookAnswer, HookCall, Message
from bot.lex.compiling import compile_dialogs
from bot.runtime.recognizer import Eliciting
from bot.testing.examples import Conversation, ExampleTurn, load_examples
from bot.testing.nlu import canonical
from tests.bot.definition import INTENTS, product_bot, product_recognizer

CONVERSATIONS = tuple(
    found
    for found in load_examples(INTENTS)
    if any(found.is_in(product_bot(), locale.id) for locale in product_bot().locales)
)


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda found: found.place)
def test_a_conversation_goes_as_written(conversation: Conversation) -> None:
    state = DialogState()
    for turn in conversation.turns:
        state, reply = take(state, turn.say, conversation.locale or product_bot().locales[0].id)
        assert_as_written(turn, state, reply)


def assert_as_written(turn: ExampleTurn, state: DialogState, reply: str) -> None:
    assert state.intent is not None
    assert (turn.say, state.intent.name) == (turn.say, turn.intent)
    if turn.slots is not None:
        filled = {name: canonical(fill) for name, fill in state.intent.slots.items() if fill}
        assert (turn.say, filled) == (turn.say, dict(turn.slots))
    assert turn.reply_contains.lower() in reply.lower()


@pytest.mark.parametrize("locale", [locale.id for locale in product_bot().locales])
def test_every_intent_has_examples_in_every_language(locale: str) -> None:
    own = [found for found in CONVERSATIONS if found.is_in(product_bot(), locale)]
    folders = {found.place.split("/")[0] for found in own}
    assert folders == {path.parent.name for path in INTENTS.glob("*/intent.yaml")}


def take(state: DialogState, text: str, locale: str) -> tuple[DialogState, str]:
    heard = product_recognizer().recognize(
        text, locale=locale, eliciting=eliciting(state), hints={}
    )
    output = drive(take_turn(dialogs(locale), state, heard), answer)
    assert output.failure is None
    return output.state, " ".join(message.content for message in output.messages)


@cache
def dialogs(locale: str) -> DialogDefinition:
    lex = compile_dialogs(Definition(product_bot()))
    return DialogDefinition(lex.locales[locale], locale)


def eliciting(state: DialogState) -> Eliciting | None:
    if state.intent is None or state.action is None:
        return None
    if state.action.type == "ElicitSlot":
        return Eliciting(state.intent.name, state.action.slot_to_elicit)
    return Eliciting(state.intent.name) if state.action.type == "ConfirmIntent" else None


def answer(call: HookCall) -> HookAnswer:
    intent = call.state.intent
    assert intent is not None
    if call.source == "FulfillmentCodeHook":
        return HookAnswer(DialogAction("Close"), intent, (Message("Done."),))
    definition = product_bot().intent(intent.name)
    assert definition is not None
    complete = all(intent.slots[slot.name] for slot in definition.slots if slot.required)
    if definition.effect != "read" and complete and intent.confirmation == "None":
        return HookAnswer(DialogAction("ConfirmIntent"), intent, (Message("Shall I?"),))
    return HookAnswer(DialogAction("Delegate"), intent)
