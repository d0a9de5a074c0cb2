"""Responses against botocore's model of the API: right members, right types, all required ones."""

import json
from typing import TYPE_CHECKING, Any

import pytest
from botocore.model import StructureShape
from botocore.validate import ParamValidator

from bot.lex.header import decode_header
from tests.bot.runtime.world import Raw, Served

if TYPE_CHECKING:
    from mypy_boto3_lexv2_runtime import LexRuntimeV2Client

STATE = {
    "sessionAttributes": {"a": "1"},
    "runtimeHints": {
        "slotHints": {"Restart": {"service": {"runtimeHintValues": [{"phrase": "x"}]}}}
    },
    "activeContexts": [
        {
            "name": "asked",
            "timeToLive": {"timeToLiveInSeconds": 60, "turnsToLive": 2},
            "contextAttributes": {},
        }
    ],
}
SAYINGS = ["Restart", "=orders", "=staging", "yes", "gibberish", "Status service=orders"]


def check(client: "LexRuntimeV2Client", operation: str, document: Any) -> None:
    check_shape(document, output_shape(client, operation))


def output_shape(client: "LexRuntimeV2Client", operation: str) -> Any:
    return client.meta.service_model.operation_model(operation).output_shape


def check_shape(document: Any, shape: Any) -> None:
    report = ParamValidator().validate(without_nulls(document), shape)
    assert not report.has_errors(), report.generate_report()
    check_enums(document, shape, shape.name)


def check_enums(document: Any, shape: Any, place: str) -> None:
    """The validator of botocore leaves these to the service, and so does it unknown members."""
    if document is None:
        return
    if isinstance(shape, StructureShape):
        assert set(document) <= set(shape.members), place
        for name, value in document.items():
            check_enums(value, shape.members[name], f"{place}.{name}")
    elif shape.type_name == "list":
        for value in document:
            check_enums(value, shape.member, place)
    elif shape.type_name == "map":
        for name, value in document.items():
            check_enums(value, shape.value, f"{place}.{name}")
    elif enum := shape.metadata.get("enum"):
        assert document in enum, place


def without_nulls(document: Any) -> Any:
    """Lex sends null for an unfilled slot; botocore's parser takes it, its validator does not."""
    if isinstance(document, dict):
        return {key: without_nulls(item) for key, item in document.items() if item is not None}
    if isinstance(document, list):
        return [without_nulls(item) for item in document]
    return document


def test_recognize_text_and_get_session(lex: "LexRuntimeV2Client", runtime: Served) -> None:
    for text in SAYINGS:
        body = {"text": text, "sessionState": STATE, "requestAttributes": {"r": "1"}}
        target = runtime.path("shapes", "text")
        answer = runtime.send("POST", target, json.dumps(body).encode())
        assert answer.status == 200
        assert answer.headers["content-type"] == "application/json"
        check(lex, "RecognizeText", answer.json)
        check(lex, "GetSession", runtime.send("GET", runtime.path("shapes")).json)
    check(lex, "DeleteSession", runtime.send("DELETE", runtime.path("shapes")).json)


@pytest.mark.parametrize("operation", ["RecognizeUtterance", "PutSession"])
def test_the_headers(lex: "LexRuntimeV2Client", runtime: Served, operation: str) -> None:
    answer = send_headers(runtime, operation)
    assert answer.status == 200
    assert answer.headers["content-length"] == "0"
    text_shape = output_shape(lex, "RecognizeText")
    for member in ("messages", "interpretations", "session-state", "request-attributes"):
        if header := answer.headers.get(f"x-amz-lex-{member}"):
            name = {"session-state": "sessionState", "request-attributes": "requestAttributes"}
            check_shape(decode_header(header, member), text_shape.members[name.get(member, member)])
    shape = output_shape(lex, operation)
    known = {item.serialization.get("name", "").lower() for item in shape.members.values()}
    sent = {name for name in answer.headers if name.startswith("x-amz-lex-")}
    assert {"x-amz-lex-messages", "x-amz-lex-session-state", "x-amz-lex-session-id"} <= sent
    assert sent <= known


def send_headers(runtime: Served, operation: str) -> Raw:
    if operation == "PutSession":
        intent = {"name": "Restart", "slots": {"service": None}}
        state = {"dialogAction": {"type": "Delegate"}, "intent": intent}
        return runtime.send("POST", runtime.path(), json.dumps({"sessionState": state}).encode())
    headers = {"Content-Type": "text/plain; charset=utf-8"}
    return runtime.send("POST", runtime.path("", "utterance"), b"Restart", headers)
