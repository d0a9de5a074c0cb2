"""Any inputs to any bot: answers have the shapes of the service, and sessions stay apart."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.errors import BotError, LexApiError, LexDocumentError
from bot.lex.archive import read_archive, read_folder
from bot.lex.compiling import compile_lex
from bot.lex.definition import (
    InitialResponse,
    LexBot,
    LexIntent,
    LexLocale,
    Message,
    MessageGroup,
    MessageText,
    ResponseSpecification,
    SampleUtterance,
)
from bot.lex.importing import bot_from_lex
from bot.runtime.functions import Delegating
from bot.runtime.http import Request
from bot.runtime.operations import perform
from bot.runtime.recognizer import build_recognizer
from bot.runtime.registry import BotDeployment, Registry
from bot.runtime.sessions import SessionKey, Sessions
from tests.bot.lex.bots import everything
from tests.bot.lex.generated import bots
from tests.bot.lex.real import REAL, real
from tests.bot.runtime.test_shapes import check
from tests.bot.runtime.world import Clock

if TYPE_CHECKING:
    from mypy_boto3_lexv2_runtime import LexRuntimeV2Client

BOT_ID, ALIAS_ID = "ANYBOTATAL", "TSTALIASID"


@cache
def service() -> "LexRuntimeV2Client":
    return boto3.client("lexv2-runtime", region_name="us-east-1")


def registry(lex: LexBot) -> Registry:
    recognizer = build_recognizer(bot_from_lex(lex))
    return Registry([BotDeployment(BOT_ID, "Any", ALIAS_ID, lex, recognizer, Delegating())])


@cache
def loaded(name: str) -> tuple[LexBot, Registry]:
    path = real(name)
    found = read_folder(path) if path.is_dir() else read_archive(path.read_bytes())
    return found.bot, registry(found.bot)


@cache
def ours() -> tuple[LexBot, Registry]:
    with TemporaryDirectory() as folder:
        lex = compile_lex(everything(Path(folder)))
    return lex, registry(lex)


def sayings(lex: LexBot) -> list[str]:
    """What its samples and values are made of, and what nobody expects."""
    found = ["yes", "no", "3", "0", "tomorrow at 8", "John", "zork", " ", "🚀", "x" * 1024]
    for locale in lex.locales.values():
        for intent in locale.intents.values():
            found += [one.utterance or "x" for one in (intent.sample_utterances or ())[:3]]
        for slot_type in locale.slot_types.values():
            values = [one.sample_value for one in (slot_type.slot_type_values or ())[:3]]
            found += [one.value or "x" for one in values if one]
    return found


def say(at: Registry, sessions: Sessions, lex: LexBot, session: str, text: str) -> Any:
    locale = next(iter(lex.locales))
    key = SessionKey(BOT_ID, ALIAS_ID, locale, session)
    body = json.dumps({"text": text}).encode()
    try:
        answer = perform(at, sessions, Request("RecognizeText", key, "r", {}, body))
    except (LexApiError, LexDocumentError) as error:
        return str(error)
    return json.loads(answer.body)


def hold(lex: LexBot, at: Registry, turns: list[tuple[str, str]]) -> None:
    together = Sessions(Clock())
    mixed = [(name, say(at, together, lex, f"s:{name}", text)) for name, text in turns]
    for session in "ab":
        alone = Sessions(Clock())
        texts = [text for name, text in turns if name == session]
        assert [answer for name, answer in mixed if name == session] == [
            say(at, alone, lex, f"s:{session}", text) for text in texts
        ]
    for _, answer in mixed:
        if isinstance(answer, dict):
            check_answer(lex, answer)


def check_answer(lex: LexBot, answer: Any) -> None:
    check(service(), "RecognizeText", settled(answer))
    intents = next(iter(lex.locales.values())).intents
    assert len(answer["messages"]) <= 10
    assert len(answer["interpretations"]) <= 5
    intent = answer["sessionState"].get("intent")
    if intent:
        assert answer["interpretations"][0]["intent"] == intent
    for item in answer["interpretations"]:
        assert set(item["intent"]["slots"]) == set(intents[item["intent"]["name"]].slots)


def settled(document: Any) -> Any:
    """With a text for what is ambiguous: Lex gives null there, and its shape requires a string."""
    if isinstance(document, list):
        return [settled(one) for one in document]
    if not isinstance(document, dict):
        return document
    found = {key: settled(one) for key, one in document.items()}
    return found | ({"interpretedValue": "?"} if found.get("interpretedValue", "") is None else {})


def turns_of(lex: LexBot) -> st.SearchStrategy[list[tuple[str, str]]]:
    text = st.sampled_from(sayings(lex)) | st.text(min_size=1, max_size=40)
    return st.lists(st.tuples(st.sampled_from("ab"), text), max_size=10)


BOTS: dict[str, Callable[[], tuple[LexBot, Registry]]] = {
    **{name: lambda name=name: loaded(name) for name in REAL},  # type: ignore[misc]
    "ours, with everything": ours,
}


@pytest.mark.parametrize("name", BOTS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_real_bot_keeps_the_shapes(name: str, data: st.DataObject) -> None:
    lex, at = BOTS[name]()
    hold(lex, at, data.draw(turns_of(lex)))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lex=bots(), data=st.data())
def test_a_made_up_bot_keeps_the_shapes(lex: LexBot, data: st.DataObject) -> None:
    assume(lex.locales)
    try:
        at = registry(lex)
    except BotError:
        assume(False)
    hold(lex, at, data.draw(turns_of(lex)))


def test_a_message_that_is_empty_once_it_is_filled_in_is_not_sent() -> None:
    def group(text: str) -> MessageGroup:
        return MessageGroup(Message(plain_text_message=MessageText(text)))

    groups = (group("[empty]"), group("[full]"), group("[long]"))
    response = InitialResponse(ResponseSpecification(groups))
    hello = LexIntent("Hello", sample_utterances=(SampleUtterance("hello"),))
    intent = replace(hello, initial_response_setting=response)
    lex = LexBot("Any", locales={"en_US": LexLocale(identifier="en_US", intents={"Hello": intent})})
    attributes = {"empty": "", "full": "yes", "long": "x" * 2000}
    body = json.dumps({"text": "hello", "sessionState": {"sessionAttributes": attributes}}).encode()
    key = SessionKey(BOT_ID, ALIAS_ID, "en_US", "s:1")
    request = Request("RecognizeText", key, "r", {}, body)
    answer = json.loads(perform(registry(lex), Sessions(Clock()), request).body)
    assert [one["content"] for one in answer["messages"]] == ["yes", "x" * 1024]
