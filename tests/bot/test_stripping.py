"""What functions read of the definition: they do the same with it, and it is a fraction."""

from functools import cache

import pytest

from bot.commands import commands, parse
from bot.definition import Definition
from bot.dialog.engine import DialogDefinition, drive, take_turn
from bot.dialog.state import DialogAction, DialogState, HookAnswer, HookCall
from bot.lex.compiling import compile_lex
from bot.serialize import to_text
from bot.stripping import runtime_bot
from bot.testing.examples import Conversation, load_examples
from tests.bot.definition import INTENTS, product_bot, product_recognizer

CONVERSATIONS = load_examples(INTENTS)
LOCALE = "en_US"


@cache
def dialogs(of_runtime: bool) -> DialogDefinition:
    bot = runtime_bot(product_bot()) if of_runtime else product_bot()
    return DialogDefinition(compile_lex(Definition(bot)).locales[LOCALE], LOCALE)


def goes(definition: DialogDefinition, conversation: Conversation) -> list[object]:
    """The states and messages of a conversation; what was heard is the recognizer's affair."""
    state, found = DialogState(), list[object]()
    for turn in conversation.turns:
        heard = product_recognizer().recognize(turn.say, locale=LOCALE, eliciting=None, hints={})
        output = drive(take_turn(definition, state, heard), delegate)
        state = output.state
        found.append((state, output.messages, output.failure))
    return found


def delegate(call: HookCall) -> HookAnswer:
    return HookAnswer(DialogAction("Delegate"))


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda found: found.place)
def test_a_dialog_goes_the_same(conversation: Conversation) -> None:
    assert goes(dialogs(True), conversation) == goes(dialogs(False), conversation)


def test_commands_are_the_same() -> None:
    stripped = runtime_bot(product_bot())

    assert commands(stripped, LOCALE) == commands(product_bot(), LOCALE)
    for typed in ("restart orders prod", "restart", "help", "whats broken"):
        assert parse(stripped, typed) == parse(product_bot(), typed)


def test_what_is_said_and_who_may_stay() -> None:
    for intent, stripped in zip(
        product_bot().intents, runtime_bot(product_bot()).intents, strict=True
    ):
        assert (stripped.access, stripped.slots) == (intent.access, intent.slots)
        for locale, words in intent.words.items():
            kept = stripped.words[locale]
            assert kept.prompts == words.prompts
            assert (kept.help, kept.replies) == (words.help, words.replies)


def test_no_template_and_no_word_of_a_recognizer_is_left() -> None:
    text = to_text(runtime_bot(product_bot()))

    for intent in product_bot().intents:
        for words in intent.words.values():
            # The longest: short ones are a command, or words of a reply, too.
            assert max(words.utterances, key=len, default="\n") not in text.rstrip()
    for key in ("utterances", "function_words", "not_offered", "contractions", "guards", "slack"):
        assert f'"{key}":' not in text


def test_it_is_less_than_half() -> None:
    whole, stripped = to_text(product_bot()), to_text(runtime_bot(product_bot()))

    assert len(stripped) * 2 < len(whole)


def test_stripping_twice_changes_nothing() -> None:
    once = runtime_bot(product_bot())

    assert runtime_bot(once) == once
