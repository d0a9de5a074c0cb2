"""One call of fulfillment: once, in time, and every failure told apart."""

import io
import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from channels.alexa.invoke import LambdaInvoke, forgiving
from channels.errors import InvokeError


@dataclass
class LambdaStub:
    """Lambda's client: gives one answer, or raises; remembers what it was asked."""

    answer: Any
    calls: list[dict[str, Any]] = field(default_factory=list)

    def invoke(self, **arguments: Any) -> dict[str, Any]:
        self.calls.append(arguments)
        if isinstance(self.answer, Exception):
            raise self.answer
        payload, extra = self.answer
        return {"Payload": io.BytesIO(payload), **extra}


def client_error(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "Invoke")


def call(stub: LambdaStub) -> dict[str, Any]:
    invoke = LambdaInvoke("ground-control-fulfillment", lambda _: stub)  # type: ignore[arg-type, return-value]
    return invoke({"kind": "operation"}, 6)


def test_the_answer_is_the_payload() -> None:
    stub = LambdaStub((b'{"reply": {}}', {}))

    assert call(stub) == {"reply": {}}
    assert stub.calls[0]["FunctionName"] == "ground-control-fulfillment"
    assert json.loads(stub.calls[0]["Payload"]) == {"kind": "operation"}


FAILURES = {
    "function error": ((b'{"errorMessage": "x"}', {"FunctionError": "Unhandled"}), "raised"),
    "not json": ((b"<html>", {}), "malformed"),
    "no object": ((b"null", {}), "malformed"),
    "time": (ReadTimeoutError(endpoint_url="lambda"), "timeout"),
    "throttled": (client_error("TooManyRequestsException"), "throttled"),
    "denied": (client_error("AccessDeniedException"), "raised"),
    "unreachable": (EndpointConnectionError(endpoint_url="lambda"), "raised"),
}


@pytest.mark.parametrize(("answer", "kind"), FAILURES.values(), ids=FAILURES.keys())
def test_failures_are_told_apart_and_never_repeated(answer: Any, kind: str) -> None:
    stub = LambdaStub(answer)

    with pytest.raises(InvokeError) as failure:
        call(stub)
    assert (failure.value.kind, len(stub.calls)) == (kind, 1)


def test_a_client_is_made_once_for_every_time_limit() -> None:
    stub = LambdaStub((b"{}", {}))
    made: list[int] = []

    def client_for(seconds: int) -> Any:
        made.append(seconds)
        return stub

    invoke = LambdaInvoke("function", client_for)
    for seconds in (6, 6, 2, 6):
        invoke({}, seconds)
        stub.answer = (b"{}", {})

    assert made == [6, 2]


def test_a_table_that_does_not_answer_is_no_stored_reply() -> None:
    def read(event_id: str) -> dict[str, Any]:
        raise client_error("ProvisionedThroughputExceededException")

    assert forgiving(read)("event") is None
    assert forgiving(lambda event_id: {"text": event_id})("event") == {"text": "event"}
