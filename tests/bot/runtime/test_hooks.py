"""When the Lambda function fails, is slow, or answers nonsense."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from bot.errors import CodeHookError
from tests.bot.runtime.world import Gate, Served, fulfill

if TYPE_CHECKING:
    from mypy_boto3_lexv2_runtime import LexRuntimeV2Client


@pytest.mark.parametrize(
    ("kind", "error_type", "status"),
    [
        ("raised", "DependencyFailedException", 424),
        ("timeout", "DependencyFailedException", 424),
        ("malformed", "DependencyFailedException", 424),
        ("throttled", "ThrottlingException", 429),
    ],
)
def test_a_failing_function_fails_the_call_and_the_session_stays(
    lex: "LexRuntimeV2Client", runtime: Served, kind: Any, error_type: str, status: int
) -> None:
    address = runtime.address()
    lex.recognize_text(**address, text="Restart service=orders environment=staging")
    before = lex.get_session(**address)["sessionState"]

    def fail(_: Mapping[str, Any]) -> object:
        raise CodeHookError(kind, "the function is ill")

    runtime.function.respond = fail
    with pytest.raises(ClientError, match="the function is ill") as raised:
        lex.recognize_text(**address, text="yes")
    assert raised.value.response["Error"]["Code"] == error_type
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert lex.get_session(**address)["sessionState"] == before
    assert len(runtime.function.events) == 2, "a hook is never called again"


def close_with(**intent: Any) -> dict[str, Any]:
    return {"sessionState": {"dialogAction": {"type": "Close"}, "intent": intent}}


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        (None, "the document: is null"),
        ("text", "the document: is a string"),
        ({}, "/sessionState: is required"),
        (close_with(name="Help"), "/sessionState/intent/state: is required"),
        (close_with(name="Nope", state="Fulfilled"), "/sessionState/intent/name"),
    ],
)
def test_a_malformed_answer_names_its_pointer(
    lex: "LexRuntimeV2Client", runtime: Served, document: object, pointer: str
) -> None:
    runtime.function.respond = lambda _: document
    with pytest.raises(lex.exceptions.DependencyFailedException, match=pointer):
        lex.recognize_text(**runtime.address(), text="Help")


def test_a_function_that_changes_its_event_changes_nothing_else(
    lex: "LexRuntimeV2Client", runtime: Served
) -> None:
    def meddle(event: Any) -> object:
        answer = fulfill(json.loads(json.dumps(event)))
        event["sessionState"]["intent"]["slots"].clear()
        event["sessionState"]["sessionAttributes"]["x"] = "y"
        return answer

    runtime.function.respond = meddle
    answer = lex.recognize_text(**runtime.address(), text="Status service=orders")
    assert set(answer["sessionState"]["intent"]["slots"]) == {"service", "environment"}
    assert answer["sessionState"]["sessionAttributes"] == {}


def test_a_second_call_on_a_busy_session_conflicts_and_others_go_on(
    lex: "LexRuntimeV2Client", runtime: Served
) -> None:
    gate = Gate()
    runtime.function.respond = gate.respond
    busy, other = runtime.address(), runtime.address()
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(lex.recognize_text, **busy, text="Status service=orders")
        try:
            assert gate.entered.wait(10)
            with pytest.raises(lex.exceptions.ConflictException, match="busy"):
                lex.recognize_text(**busy, text="Help")
            with pytest.raises(lex.exceptions.ConflictException):
                lex.delete_session(**busy)
            free = lex.recognize_text(**other, text="Help")
        finally:
            gate.opened.set()
        assert free["messages"][0].get("content") == "Help None"
        assert slow.result()["messages"][0].get("content") == "Status None"
    assert lex.recognize_text(**busy, text="Help")["messages"]


def test_the_loop_stays_free_while_many_functions_are_slow(
    lex: "LexRuntimeV2Client", runtime: Served
) -> None:
    gate = Gate()
    runtime.function.respond = gate.respond
    with ThreadPoolExecutor(8) as pool:
        text = "Status service=orders"
        slow = [pool.submit(lex.recognize_text, **runtime.address(), text=text) for _ in range(8)]
        try:
            assert gate.entered.wait(10)
            assert runtime.send("GET", "/").status == 404
            assert lex.recognize_text(**runtime.address(), text="Help")["messages"]
        finally:
            gate.opened.set()
        assert all(call.result()["messages"] for call in slow)
