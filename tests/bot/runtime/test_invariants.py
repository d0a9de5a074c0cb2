"""Any sequence of inputs: the shape of the answers holds, and sessions do not touch each other."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import LexDocumentError
from bot.runtime.http import Request
from bot.runtime.operations import perform
from bot.runtime.registry import Registry
from bot.runtime.sessions import SessionKey, Sessions
from tests.bot.dialog.sample import LOCALE, sample_bot
from tests.bot.runtime.world import (
    ALIAS_ID,
    BOT_ID,
    Clock,
    ScriptedRecognizer,
    deployment,
    fulfill,
)

BOT = sample_bot()
REGISTRY = Registry([deployment(fulfill, ScriptedRecognizer())])
SAYINGS = st.sampled_from(
    [
        *("Restart", "Restart service=orders", "Restart service=a environment=b", "Status"),
        *("Cancel", "Help", "=orders", "=staging", "yes", "no", "gibberish", " ", "🚀"),
    ]
)


def say(sessions: Sessions, session_id: str, text: str) -> Any:
    key = SessionKey(BOT_ID, ALIAS_ID, LOCALE, session_id)
    body = json.dumps({"text": text}).encode()
    answer = perform(REGISTRY, sessions, Request("RecognizeText", key, "r", {}, body))
    return json.loads(answer.body)


@settings(max_examples=100, deadline=None)
@given(turns=st.lists(st.tuples(st.sampled_from("ab"), SAYINGS), max_size=12))
def test_sessions_keep_their_shape_and_to_themselves(turns: list[tuple[str, str]]) -> None:
    together = Sessions(Clock())
    mixed = [(name, say(together, f"s:{name}", text)) for name, text in turns]
    for session in "ab":
        alone = Sessions(Clock())
        texts = [text for name, text in turns if name == session]
        assert [answer for name, answer in mixed if name == session] == [
            say(alone, f"s:{session}", text) for text in texts
        ]
    for _, answer in mixed:
        check(answer)


def check(answer: Any) -> None:
    assert 1 <= len(answer["messages"]) <= 10
    assert 1 <= len(answer["interpretations"]) <= 5
    intent = answer["sessionState"]["intent"]
    assert answer["interpretations"][0]["intent"] == intent
    for item in answer["interpretations"]:
        definition = BOT.intent(item["intent"]["name"])
        assert definition is not None
        assert list(item["intent"]["slots"]) == [slot.name for slot in definition.slots]


KEYS = [
    *("text", "sessionState", "intent", "name", "slots", "service", "value", "dialogAction"),
    *("type", "sessionAttributes", "requestAttributes", "activeContexts", "runtimeHints"),
]
WORDS = st.sampled_from(["Restart", "Close", "Delegate", "ConfirmIntent"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | WORDS,
    lambda children: (
        st.lists(children, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS), children, max_size=5)
    ),
    max_leaves=25,
)


@settings(max_examples=300, deadline=None)
@given(document=st.dictionaries(st.sampled_from(["sessionState", "requestAttributes"]), JSON))
def test_any_json_is_answered_or_refused_by_pointer(document: dict[str, Any]) -> None:
    pointer = refused_at({"text": "Help", **document})
    assert pointer is None or pointer.startswith("/")


def refused_at(document: dict[str, Any]) -> str | None:
    key = SessionKey(BOT_ID, ALIAS_ID, LOCALE, "s:1")
    body = json.dumps(document).encode()
    try:
        perform(REGISTRY, Sessions(Clock()), Request("RecognizeText", key, "r", {}, body))
    except LexDocumentError as error:
        return error.pointer
    return None
