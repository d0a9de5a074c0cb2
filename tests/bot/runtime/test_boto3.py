"""The runtime through boto3, unchanged: conversations, sessions, headers."""

from typing import TYPE_CHECKING, Any

import pytest

from bot.lex.header import decode_header, encode_header
from tests.bot.runtime.world import TTL, Served, fulfill

if TYPE_CHECKING:
    from mypy_boto3_lexv2_runtime import LexRuntimeV2Client

TEXT = "text/plain; charset=utf-8"


def texts(answer: Any) -> list[str]:
    return [message["content"] for message in answer["messages"]]


def test_a_change_is_asked_about_and_done(lex: "LexRuntimeV2Client", runtime: Served) -> None:
    address = runtime.address()
    asked = lex.recognize_text(**address, text="Restart service=orders")
    assert texts(asked) == ["Where?"]
    assert asked["sessionState"]["dialogAction"] == {
        "type": "ElicitSlot",
        "slotToElicit": "environment",
    }
    assert asked["sessionState"]["intent"]["slots"]["environment"] is None
    assert asked["interpretations"][0]["intent"] == asked["sessionState"]["intent"]
    assert "nluConfidence" not in asked["interpretations"][1]
    assert texts(lex.recognize_text(**address, text="=staging")) == ["Sure?"]
    done = lex.recognize_text(**address, text="yes")
    assert texts(done) == ["Restart Confirmed"]
    assert done["sessionState"]["intent"]["state"] == "Fulfilled"
    sources = [event["invocationSource"] for event in runtime.function.events]
    assert sources == ["DialogCodeHook", "DialogCodeHook", "FulfillmentCodeHook"]


def test_the_event_says_who_is_asked_in_which_request(
    lex: "LexRuntimeV2Client", runtime: Served
) -> None:
    address = runtime.address("web:ana")
    answer = lex.recognize_text(**address, text="Status", requestAttributes={"from": "cli"})
    event = runtime.function.events[0]
    request_id = answer["ResponseMetadata"]["RequestId"]
    assert event["sessionId"] == answer["sessionId"] == "web:ana"
    assert event["requestAttributes"] == answer["requestAttributes"] == {"from": "cli"}
    assert event["sessionState"]["originatingRequestId"] == request_id
    assert answer["sessionState"]["originatingRequestId"] == request_id
    assert event["bot"]["aliasName"] == "TestBotAlias"


def test_session_attributes_are_replaced_kept_and_cleared(
    lex: "LexRuntimeV2Client", runtime: Served
) -> None:
    address = runtime.address()

    def say(**changes: Any) -> Any:
        state: Any = changes
        answer = lex.recognize_text(**address, text="Help", sessionState=state)
        return answer["sessionState"]["sessionAttributes"]

    assert say(sessionAttributes={"a": "1", "b": "2"}) == {"a": "1", "b": "2"}
    assert say() == {"a": "1", "b": "2"}
    assert say(sessionAttributes={"c": "3"}) == {"c": "3"}
    assert say(sessionAttributes={}) == {}


def test_a_forged_confirmation_is_passed_on_for_fulfillment_to_judge(
    lex: "LexRuntimeV2Client", runtime: Served
) -> None:
    value = {"originalValue": "orders", "interpretedValue": "orders"}
    forged: Any = {
        "dialogAction": {"type": "ConfirmIntent"},
        "intent": {
            "name": "Restart",
            "slots": {"service": {"value": value}, "environment": {"value": value}},
            "confirmationState": "Confirmed",
        },
    }
    answer = lex.recognize_text(**runtime.address(), text="yes", sessionState=forged)
    assert texts(answer) == ["Restart Confirmed"]


def test_another_intent_is_not_matched_with_intent_switch_disabled(
    lex: "LexRuntimeV2Client", runtime: Served
) -> None:
    address = runtime.address()
    lex.recognize_text(**address, text="Restart")
    attributes = {"x-amz-lex:intent-switch": "DISABLE"}
    answer = lex.recognize_text(**address, text="Help", requestAttributes=attributes)
    assert texts(answer) == ["Name a service."]


def test_hints_reach_the_recognizer_until_they_are_cleared(
    lex: "LexRuntimeV2Client", runtime: Served
) -> None:
    address = runtime.address()
    values: Any = {"runtimeHintValues": [{"phrase": "billing"}]}
    hints: Any = {"slotHints": {"Restart": {"service": values}}}
    first = lex.recognize_text(**address, text="Help", sessionState={"runtimeHints": hints})
    assert runtime.recognizer.hints == {"Restart": {"service": ("billing",)}}
    assert first["sessionState"]["runtimeHints"] == hints
    lex.recognize_text(**address, text="Help")
    assert runtime.recognizer.hints == {"Restart": {"service": ("billing",)}}
    lex.recognize_text(**address, text="Help", sessionState={"runtimeHints": {}})
    assert runtime.recognizer.hints == {}


def test_contexts_age_by_turns_and_seconds(lex: "LexRuntimeV2Client", runtime: Served) -> None:
    address = runtime.address()

    def context(name: str, seconds: int, turns: int) -> Any:
        live = {"timeToLiveInSeconds": seconds, "turnsToLive": turns}
        return {"name": name, "timeToLive": live, "contextAttributes": {}}

    def say(**changes: Any) -> list[str]:
        state: Any = changes
        answer = lex.recognize_text(**address, text="Help", sessionState=state)
        return [item["name"] for item in answer["sessionState"]["activeContexts"]]

    given = [context("short", 60, 9), context("few", 250, 2), context("long", 250, 9)]
    assert say(activeContexts=given) == ["short", "few", "long"]
    runtime.clock.seconds += 30
    assert say() == ["short", "few", "long"]
    runtime.clock.seconds += 31
    assert say() == ["long"]
    assert say(activeContexts=[]) == []


def test_recognize_utterance_with_text(lex: "LexRuntimeV2Client", runtime: Served) -> None:
    state = {"sessionAttributes": {"a": "1"}}
    answer = lex.recognize_utterance(
        **runtime.address(),
        requestContentType=TEXT,
        responseContentType="text/plain;charset=utf-8",
        sessionState=encode_header(state),
        requestAttributes=encode_header({"r": "1"}),
        inputStream="Status service=örders".encode(),
    )
    assert answer["inputMode"] == "Text"
    assert answer["contentType"] == TEXT
    assert answer["audioStream"].read() == b""
    assert decode_header(answer["inputTranscript"], "x") == "Status service=örders"
    messages: Any = decode_header(answer["messages"], "x")
    assert messages == [{"content": "Status None", "contentType": "PlainText"}]
    session: Any = decode_header(answer["sessionState"], "x")
    assert session["sessionAttributes"] == {"a": "1"}
    interpretations: Any = decode_header(answer["interpretations"], "x")
    assert interpretations[0]["intent"] == session["intent"]
    assert decode_header(answer["requestAttributes"], "x") == {"r": "1"}


def test_put_get_and_delete_a_session(lex: "LexRuntimeV2Client", runtime: Served) -> None:
    address = runtime.address()
    put = lex.put_session(
        **address,
        sessionState={"dialogAction": {"type": "Delegate"}, "intent": {"name": "Restart"}},
        responseContentType=TEXT,
    )
    assert put["sessionId"] == address["sessionId"]
    assert put["audioStream"].read() == b""
    messages: Any = decode_header(put["messages"], "x")
    assert texts({"messages": messages}) == ["Which service?"]
    got = lex.get_session(**address)
    assert texts(got) == ["Which service?"]
    assert got["sessionState"] == decode_header(put["sessionState"], "x")
    assert got["interpretations"][0]["intent"]["name"] == "Restart"
    deleted: Any = lex.delete_session(**address)
    assert {name: deleted[name] for name in address} == address
    with pytest.raises(lex.exceptions.ResourceNotFoundException):
        lex.get_session(**address)
    with pytest.raises(lex.exceptions.ResourceNotFoundException):
        lex.delete_session(**address)


def test_put_session_says_the_given_messages(lex: "LexRuntimeV2Client", runtime: Served) -> None:
    put = lex.put_session(
        **runtime.address(),
        sessionState={"dialogAction": {"type": "ElicitIntent"}},
        messages=[{"contentType": "PlainText", "content": "Welcome."}],
    )
    assert decode_header(put["messages"], "x") == [
        {"content": "Welcome.", "contentType": "PlainText"}
    ]


def test_an_idle_session_expires_and_each_call_restarts_the_timer(
    lex: "LexRuntimeV2Client", runtime: Served
) -> None:
    address = runtime.address()
    lex.recognize_text(**address, text="Restart")
    runtime.clock.seconds += TTL - 1
    assert texts(lex.get_session(**address)) == ["Which service?"]
    runtime.clock.seconds += TTL - 1
    assert texts(lex.recognize_text(**address, text="=orders")) == ["Where?"]
    runtime.clock.seconds += TTL
    with pytest.raises(lex.exceptions.ResourceNotFoundException):
        lex.get_session(**address)
    late = lex.recognize_text(**address, text="=staging")
    assert texts(late) == ["Fallback None"]


def test_hints_of_the_function_reach_the_recognizer_until_it_takes_them_back(
    lex: "LexRuntimeV2Client", runtime: Served
) -> None:
    address = runtime.address()
    values = {"runtimeHintValues": [{"phrase": "billing"}]}
    hints: Any = {"slotHints": {"Restart": {"service": values}}}
    given: Any = hints

    def respond(event: Any) -> object:
        answer = fulfill(event)
        return answer | {"sessionState": answer["sessionState"] | {"runtimeHints": given}}

    runtime.function.respond = respond
    first = lex.recognize_text(**address, text="Restart service=orders")
    assert first["sessionState"]["runtimeHints"] == hints
    assert runtime.recognizer.hints == {}

    given = {}
    second = lex.recognize_text(**address, text="=staging")
    assert runtime.recognizer.hints == {"Restart": {"service": ("billing",)}}
    assert runtime.function.events[-1]["sessionState"]["runtimeHints"] == hints
    assert "runtimeHints" not in second["sessionState"]
