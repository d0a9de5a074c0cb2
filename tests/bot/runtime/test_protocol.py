"""The reference, line by line, where other files do not hold it already."""

import base64
import gzip
import json
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from bot.lex.header import decode_header, encode_header
from tests.bot.runtime.test_errors import check_error
from tests.bot.runtime.world import Served, fulfill

if TYPE_CHECKING:
    from mypy_boto3_lexv2_runtime import LexRuntimeV2Client

HELLO = {"contentType": "PlainText", "content": "Hello!"}
CARD = {
    "contentType": "ImageResponseCard",
    "imageResponseCard": {
        "title": "Where",
        "subtitle": "Choose",
        "imageUrl": "https://example.com/a.png",
        "buttons": [{"text": "Staging", "value": "staging"}],
    },
}
RESTART = {"name": "Restart", "slots": {}}


def put(lex: "LexRuntimeV2Client", address: dict[str, Any], state: Any, *given: Any) -> Any:
    more: Any = {"messages": list(given)} if given else {}
    answer = lex.put_session(**address, sessionState=state, **more)
    assert answer["audioStream"].read() == b""
    return decode_header(answer["messages"], "messages")


@pytest.mark.parametrize(
    ("action", "intent", "given", "said"),
    [
        ({"type": "Delegate"}, RESTART, [], ["Which service?"]),
        ({"type": "ElicitSlot", "slotToElicit": "environment"}, RESTART, [], ["Where?"]),
        ({"type": "ElicitSlot", "slotToElicit": "service"}, RESTART, [HELLO], ["Hello!"]),
        ({"type": "ConfirmIntent"}, RESTART, [HELLO], ["Hello!"]),
        ({"type": "ElicitIntent"}, None, [HELLO, HELLO], ["Hello!", "Hello!"]),
        ({"type": "ElicitIntent"}, None, [], []),
        ({"type": "Close"}, {**RESTART, "state": "Fulfilled"}, [HELLO], ["Hello!"]),
        ({"type": "None"}, RESTART, [], []),
    ],
)
def test_put_session_takes_every_dialog_action(
    lex: "LexRuntimeV2Client",
    runtime: Served,
    action: Any,
    intent: Any,
    given: list[Any],
    said: list[str],
) -> None:
    address = runtime.address()
    state = {"dialogAction": action, **({"intent": intent} if intent else {})}
    assert [one["content"] for one in put(lex, address, state, *given)] == said
    session = lex.get_session(**address)
    wanted = {"type": "ElicitSlot", "slotToElicit": "service"}
    assert session["sessionState"].get("dialogAction") == (
        wanted if action["type"] == "Delegate" else action
    )
    assert [one["content"] for one in session["messages"]] == said
    again = lex.recognize_text(**address, text="Help")
    assert again["sessionState"]["intent"]["name"]


def test_a_card_comes_out_as_it_went_in(lex: "LexRuntimeV2Client", runtime: Served) -> None:
    address = runtime.address()
    state = {"dialogAction": {"type": "ElicitIntent"}}
    assert put(lex, address, state, HELLO, CARD) == [HELLO, CARD]
    assert lex.get_session(**address)["messages"] == [HELLO, CARD]


def value(text: str, interpreted: str | None = None) -> dict[str, Any]:
    found = {"originalValue": text, "interpretedValue": interpreted or text}
    return {"shape": "Scalar", "value": {**found, "resolvedValues": [interpreted or text]}}


def test_lists_and_composites_come_out_as_they_went_in(runtime: Served) -> None:
    several = {**value("orders and cards"), "shape": "List"}
    several["values"] = [value("orders"), value("cards", "payment-cards")]
    parts = {**value("main street, Rome"), "shape": "Composite"}
    parts["subSlots"] = {"street": value("main street"), "post_code": None}
    intent: Any = {"name": "Restart", "slots": {"service": several, "reason": parts}}
    body = {"text": "Restart", "sessionState": {"intent": intent}}
    # boto3 gives null back, and refuses to send it.
    answer = runtime.send("POST", runtime.path("", "text"), json.dumps(body).encode())
    slots = answer.json["sessionState"]["intent"]["slots"]
    assert slots == {"service": several, "environment": None, "reason": parts}
    event = runtime.function.events[-1]
    assert event["sessionState"]["intent"]["slots"] == slots


def test_hints_of_parts_of_a_slot_come_out_as_they_went_in(
    lex: "LexRuntimeV2Client", runtime: Served
) -> None:
    phrases = [{"phrase": "main street"}]
    parts = {"street": {"runtimeHintValues": phrases}}
    hints: Any = {
        "slotHints": {
            "Restart": {
                "reason": {"subSlotHints": parts},
                "service": {"runtimeHintValues": phrases},
            }
        }
    }
    answer = lex.recognize_text(
        **runtime.address(), text="Help", sessionState={"runtimeHints": hints}
    )
    assert answer["sessionState"]["runtimeHints"] == hints
    assert runtime.recognizer.hints["Restart"]["reason.street"] == ("main street",)


def context(name: str = "asked", **more: Any) -> dict[str, Any]:
    live = {"timeToLiveInSeconds": 60, "turnsToLive": 2}
    return {"name": name, "timeToLive": live, "contextAttributes": {}, **more}


def hinted(**slots: Any) -> dict[str, Any]:
    return {"runtimeHints": {"slotHints": {"Restart": slots}}}


BAD_STATES: list[tuple[dict[str, Any], str]] = [
    ({"activeContexts": [context()] * 21}, "/activeContexts: has 21 items; at most 20"),
    ({"activeContexts": [context("a b")]}, "/activeContexts/0/name: must be letters and digits"),
    ({"activeContexts": [context("a__b")]}, "/activeContexts/0/name: must be"),
    ({"activeContexts": [context("x" * 101)]}, "/activeContexts/0/name: has 101 characters"),
    (
        {"activeContexts": [context(contextAttributes={str(n): "" for n in range(11)})]},
        "/contextAttributes: has 11 members; at most 10",
    ),
    (
        {"activeContexts": [context(contextAttributes={"a": "x" * 1025})]},
        "/contextAttributes/a: has 1025 characters",
    ),
    (
        {"activeContexts": [context(timeToLive={"timeToLiveInSeconds": 4, "turnsToLive": 1})]},
        "/timeToLive/timeToLiveInSeconds: is 4; 5 to 86400",
    ),
    (
        {"activeContexts": [context(timeToLive={"timeToLiveInSeconds": 5, "turnsToLive": 21})]},
        "/timeToLive/turnsToLive: is 21; 1 to 20",
    ),
    ({"activeContexts": [context(timeToLive={"turnsToLive": 2})]}, "timeToLiveInSeconds: is req"),
    (
        hinted(service={"runtimeHintValues": [{"phrase": "x"}] * 101}),
        "/service/runtimeHintValues: has 101 items",
    ),
    (
        hinted(service={"runtimeHintValues": [{"phrase": "x" * 141}]}),
        "/runtimeHintValues/0/phrase: has 141 characters",
    ),
    (hinted(**{f"s{n}": {"runtimeHintValues": []} for n in range(101)}), "has 101 members"),
    (hinted(service={}), "/service/runtimeHintValues: is required"),
    ({"dialogAction": {"type": "ElicitSlot"}}, "/dialogAction/slotToElicit: is required"),
    (hinted(color={"runtimeHintValues": []}), "/slotHints/Restart/color: the intent Restart has"),
    ({"runtimeHints": {"slotHints": {"Fly": {}}}}, "/slotHints/Fly: the bot has no such intent"),
    (
        {
            "intent": RESTART,
            "dialogAction": {
                "type": "ElicitSlot",
                "slotToElicit": "service",
                "subSlotToElicit": {"name": "street"},
            },
        },
        "/subSlotToElicit/name: the slot service of Restart has no part 'street'",
    ),
    ({"sessionAttributes": {"": "x"}}, "/sessionAttributes: has a member without a name"),
    (
        {"dialogAction": {"type": "ElicitIntent", "slotElicitationStyle": "Shout"}},
        "/slotElicitationStyle: is 'Shout'",
    ),
    ({"intent": {"name": "Restart", "state": "Done"}}, "/intent/state: is 'Done'"),
    ({"intent": {"name": "Restart", "confirmationState": "Maybe"}}, "/confirmationState"),
    ({"intent": {"slots": {}}}, "/intent/name: is required"),
]


@pytest.mark.parametrize(("state", "told"), BAD_STATES, ids=[told for _, told in BAD_STATES])
def test_a_state_beyond_the_limits_is_refused_by_every_operation(
    runtime: Served, state: dict[str, Any], told: str
) -> None:
    text = json.dumps({"text": "Help", "sessionState": state}).encode()
    put_body = json.dumps({"sessionState": state}).encode()
    headers = {
        "Content-Type": "text/plain; charset=utf-8",
        "x-amz-lex-session-state": encode_header(state),
    }
    for answer in (
        runtime.send("POST", runtime.path("", "text"), text),
        runtime.send("POST", runtime.path(), put_body),
        runtime.send("POST", runtime.path("", "utterance"), b"Help", headers),
    ):
        check_error(answer, 400, "ValidationException", told)


@pytest.mark.parametrize(
    "content_type",
    [
        *("text/plain", "text/plain;charset=utf-8", "text/plain; charset=utf-8"),
        *("TEXT/Plain;  Charset=UTF-8", 'text/plain; charset="utf-8"', "text/plain ;charset=utf8"),
    ],
)
def test_text_is_text_in_every_spelling(runtime: Served, content_type: str) -> None:
    headers = {"Content-Type": content_type, "Response-Content-Type": content_type}
    answer = runtime.send("POST", runtime.path("", "utterance"), b"Status", headers)
    if content_type.endswith("utf8"):
        check_error(answer, 400, "ValidationException", "is no text")
        return
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-amz-lex-input-mode"] == "Text"
    assert "x-amz-lex-recognized-bot-member" not in answer.headers


@pytest.mark.parametrize(
    "content_type",
    [
        "audio/l16; rate=16000; channels=1",
        "audio/x-l16; sample-rate=16000; channel-count=1",
        "audio/lpcm; sample-rate=8000; sample-size-bits=16; channel-count=1; is-big-endian=false",
        "audio/x-cbr-opus-with-preamble; preamble-size=0; bit-rate=256000",
        "Audio/L16;rate=16000;channels=1",
    ],
)
def test_every_kind_of_audio_is_refused_with_what_to_send(
    runtime: Served, content_type: str
) -> None:
    answer = runtime.send(
        "POST", runtime.path("", "utterance"), b"\x00\x01", {"Content-Type": content_type}
    )
    check_error(answer, 400, "ValidationException", "send Content-Type: text/plain")


@pytest.mark.parametrize("name", ["Content-Type", "Response-Content-Type"])
@pytest.mark.parametrize("content_type", ["foo", "text", "text/", "text/html; charset=utf-8"])
def test_what_is_no_media_type_is_no_text(runtime: Served, name: str, content_type: str) -> None:
    headers = {"Content-Type": "text/plain", name: content_type}
    answer = runtime.send("POST", runtime.path("", "utterance"), b"Status", headers)
    check_error(answer, 400, "ValidationException", f"{name} {content_type!r} is no text")


def test_the_headers_of_an_utterance_are_packed_json(runtime: Served) -> None:
    headers = {"Content-Type": "text/plain; charset=utf-8"}
    answer = runtime.send("POST", runtime.path("", "utterance"), b"Status", headers)
    packed = answer.headers["x-amz-lex-input-transcript"]
    assert gzip.decompress(base64.b64decode(packed)) == b'"Status"'
    assert answer.headers["content-length"] == "0"
    assert "transfer-encoding" not in answer.headers


def test_no_member_of_a_network_is_named(lex: "LexRuntimeV2Client", runtime: Served) -> None:
    answer = lex.recognize_text(**runtime.address(), text="Help")
    assert "recognizedBotMember" not in answer
    assert "requestAttributes" not in answer


def test_a_context_that_is_nearly_over_can_come_back_in(
    lex: "LexRuntimeV2Client", runtime: Served
) -> None:
    address = runtime.address()
    state: Any = {"activeContexts": [context()]}
    lex.recognize_text(**address, text="Help", sessionState=state)
    runtime.clock.seconds += 58
    told = lex.recognize_text(**address, text="Help")["sessionState"]["activeContexts"]
    assert told == [context(timeToLive={"timeToLiveInSeconds": 5, "turnsToLive": 1})]
    state = {"activeContexts": told}
    lex.recognize_text(**address, text="Help", sessionState=state)


def test_a_context_in_its_last_turn_is_told_to_the_function_and_ends_with_it(
    lex: "LexRuntimeV2Client", runtime: Served
) -> None:
    def echo(event: Mapping[str, Any]) -> Any:
        return {"sessionState": {**event["sessionState"], "dialogAction": {"type": "Delegate"}}}

    address = runtime.address()
    once = context(timeToLive={"timeToLiveInSeconds": 60, "turnsToLive": 1})
    state: Any = {"activeContexts": [once]}
    lex.recognize_text(**address, text="Help", sessionState=state)
    runtime.function.respond = echo
    answer = lex.recognize_text(**address, text="Status service=orders")
    assert runtime.function.events[-1]["sessionState"]["activeContexts"] == [once]
    assert answer["sessionState"]["activeContexts"] == []


def test_a_type_that_no_message_has_is_refused_and_nothing_is_remembered(
    lex: "LexRuntimeV2Client", runtime: Served
) -> None:
    address = runtime.address()
    accepts = {"x-amz-lex:accept-content-types": "SSML,CustomPayload"}
    with pytest.raises(lex.exceptions.ValidationException, match="content type that is accepted"):
        lex.recognize_text(**address, text="Restart", requestAttributes=accepts)
    with pytest.raises(lex.exceptions.ResourceNotFoundException):
        lex.get_session(**address)
    accepts = {"x-amz-lex:accept-content-types": "SSML, PlainText"}
    answer = lex.recognize_text(**address, text="Restart", requestAttributes=accepts)
    assert answer["messages"][0]["content"] == "Which service?"


def test_a_session_that_is_gone_is_not_found_and_begins_anew(
    lex: "LexRuntimeV2Client", runtime: Served
) -> None:
    address = runtime.address()
    lex.recognize_text(**address, text="Restart service=orders")
    lex.delete_session(**address)
    for call in (lex.get_session, lex.delete_session):
        with pytest.raises(lex.exceptions.ResourceNotFoundException, match="there is no session"):
            call(**address)
    answer = lex.recognize_text(**address, text="=staging")
    assert answer["sessionState"]["intent"]["name"] == "Fallback"


def test_more_session_operations_than_the_test_alias_may_have_are_throttled(
    lex: "LexRuntimeV2Client", runtime: Served
) -> None:
    under_way, opened = threading.Barrier(3), threading.Event()

    def respond(event: Mapping[str, Any]) -> object:
        if event["inputTranscript"] != "Help":
            under_way.wait(10)
            assert opened.wait(10)
        return fulfill(event)

    runtime.function.respond = respond
    state: Any = {"dialogAction": {"type": "Delegate"}, "intent": RESTART}

    def start(number: int) -> int:
        body = json.dumps({"sessionState": state}).encode()
        return runtime.send("POST", runtime.path(f"slow:{number}"), body).status

    with ThreadPoolExecutor(2) as threads:
        slow = [threads.submit(start, number) for number in range(2)]
        under_way.wait(10)
        try:
            with pytest.raises(lex.exceptions.ThrottlingException, match="2 session operations"):
                lex.get_session(**runtime.address())
            lex.recognize_text(**runtime.address(), text="Help")
        finally:
            opened.set()
        assert [one.result() for one in slow] == [200, 200]
    with pytest.raises(lex.exceptions.ResourceNotFoundException):
        lex.get_session(**runtime.address())
