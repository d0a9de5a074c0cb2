"""The runtime through the JavaScript SDK v3, which speaks HTTP/2 for every call."""

from typing import Any

from bot.lex.header import decode_header, encode_header
from tests.bot.runtime.node import FOLDER, node
from tests.bot.runtime.world import Served

TEXT = "text/plain; charset=utf-8"
CONFIGURATION: dict[str, Any] = {"ConfigurationEvent": {"responseContentType": TEXT}}
BYE: dict[str, Any] = {"DisconnectionEvent": {}}
ANSWERED = {"wait": "TextResponseEvent"}


def said(text: str) -> dict[str, Any]:
    return {"TextInputEvent": {"text": text, "eventId": "E-1", "clientTimestampMillis": 1}}


def converse(runtime: Served, *script: dict[str, Any], session: str = "") -> Any:
    address = {**runtime.address(session), "conversationMode": "TEXT"}
    return node(runtime.port, conversation={"address": address, "script": script})


def test_every_operation_but_the_stream(runtime: Served) -> None:
    address = runtime.address()
    delegate = {"dialogAction": {"type": "Delegate"}, "intent": {"name": "Restart"}}
    utterance = {
        "requestContentType": TEXT,
        "responseContentType": TEXT,
        "inputStream": "=orders",
        "requestAttributes": encode_header({"from": "js"}),
    }
    calls = [
        ["PutSessionCommand", {**address, "sessionState": delegate}],
        ["RecognizeUtteranceCommand", {**address, **utterance}],
        ["RecognizeTextCommand", {**address, "text": "=staging"}],
        ["GetSessionCommand", address],
        ["DeleteSessionCommand", address],
        ["GetSessionCommand", address],
        ["RecognizeTextCommand", {**address, "text": "x" * 1025}],
    ]
    put, heard, text, got, deleted, gone, long = node(runtime.port, calls=calls)
    assert (put["status"], put["audio"], put["contentType"]) == (200, 0, TEXT)
    assert decode_header(heard["inputTranscript"], "inputTranscript") == "=orders"
    messages: Any = decode_header(heard["messages"], "messages")
    assert messages[0]["content"] == "Where?"
    assert text["messages"] == [{"content": "Sure?", "contentType": "PlainText"}]
    assert text["sessionState"]["intent"]["slots"]["reason"] is None
    assert got["sessionState"] == text["sessionState"]
    assert deleted["sessionId"] == address["sessionId"]
    assert gone["error"] == "ResourceNotFoundException"
    assert long["error"] == "ValidationException"
    assert "/text: has 1025 characters" in long["message"]


def test_a_conversation_both_ways_at_once(runtime: Served) -> None:
    found = converse(
        runtime,
        *(CONFIGURATION, said("Restart service=orders"), ANSWERED),
        *({"PlaybackCompletionEvent": {}}, said("=staging"), ANSWERED, said("yes"), ANSWERED, BYE),
    )
    assert "error" not in found
    kinds = [next(iter(event)) for event in found["heard"]]
    assert kinds == ["IntentResultEvent", "TextResponseEvent"] * 3
    texts = [event["TextResponseEvent"]["messages"][0]["content"] for event in found["heard"][1::2]]
    assert texts == ["Where?", "Sure?", "Restart Confirmed"]


def test_an_exception_in_the_stream_is_the_sdks_exception(runtime: Served) -> None:
    digit = {"DTMFInputEvent": {"inputCharacter": "1"}}
    found = converse(runtime, CONFIGURATION, said("Help"), ANSWERED, digit)
    assert [next(iter(event)) for event in found["heard"]] == [
        "IntentResultEvent",
        "TextResponseEvent",
    ]
    assert found["error"] == "ValidationException"
    assert "neither audio nor DTMF" in found["message"]


def test_a_conversation_that_cannot_begin(runtime: Served) -> None:
    address = {**runtime.address(), "conversationMode": "AUDIO"}
    task = {"address": address, "script": [CONFIGURATION, BYE]}
    found = node(runtime.port, conversation=task)
    assert (found["error"], found["heard"]) == ("ValidationException", [])
    assert "audio is not served here, send TEXT" in found["message"]


def test_the_lock_names_no_registry() -> None:
    lock = (FOLDER / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity"' in lock
    assert "://" not in lock
