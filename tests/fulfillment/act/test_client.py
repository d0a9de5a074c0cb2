"""Asking the act function: what a person hears when it does not answer as it should."""

import io
import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import (
    ClientError,
    EndpointConnectionError,
    ReadTimeoutError,
)

from fulfillment.act.client import LambdaAct
from fulfillment.act.lambda_handler import answer
from fulfillment.reply_json import reply_to_json
from fulfillment.turn import Reply
from tests.fulfillment.language import english
from tests.fulfillment.world import Fulfillment


@dataclass
class Lambda:
    """Lambda, as far as Invoke goes."""

    payload: Any = None
    error: Exception | None = None
    function_error: str = ""
    invoked: list[dict[str, Any]] = field(default_factory=list)

    def invoke(self, **arguments: Any) -> dict[str, Any]:
        self.invoked.append(arguments)
        if self.error:
            raise self.error
        raw = self.payload if isinstance(self.payload, bytes) else json.dumps(self.payload).encode()
        answer: dict[str, Any] = {"Payload": io.BytesIO(raw)}
        return {**answer, "FunctionError": self.function_error} if self.function_error else answer


def use(lambdas: Any) -> Reply:
    return LambdaAct(lambdas, "act")(english(), "plan-1", "token")


def refused(code: str, status: int) -> ClientError:
    metadata: Any = {"HTTPStatusCode": status}
    return ClientError({"Error": {"Code": code}, "ResponseMetadata": metadata}, "Invoke")


def test_the_reply_of_the_act_is_passed_on() -> None:
    lambdas = Lambda({"reply": reply_to_json(Reply("Done."))})

    assert use(lambdas) == Reply("Done.")
    (call,) = lambdas.invoked
    assert call["FunctionName"] == "act"
    assert json.loads(call["Payload"]) == {"plan": "plan-1", "assertion": "token"}


@pytest.mark.parametrize(
    "error",
    [
        refused("TooManyRequestsException", 429),
        refused("ResourceNotFoundException", 404),
        EndpointConnectionError(endpoint_url="http://x"),
    ],
)
def test_what_lambda_refused_had_no_effect(error: Exception) -> None:
    lambdas = Lambda(error=error)

    # Not that nothing was changed: an earlier yes to the same plan may have gone through.
    assert "this yes on, so it had no effect" in use(lambdas).text
    assert len(lambdas.invoked) == 1


@pytest.mark.parametrize(
    "lambdas",
    [
        Lambda(error=ReadTimeoutError(endpoint_url="http://x")),
        Lambda(error=refused("ServiceException", 502)),
        Lambda({"errorMessage": "Task timed out"}, function_error="Unhandled"),
        Lambda(b"not json"),
        Lambda(None),
        Lambda({"reply": {"actions": 5}}),
    ],
)
def test_what_may_have_run_is_told_as_unknown_and_not_repeated(lambdas: Lambda) -> None:
    reply = use(lambdas)

    assert "may have started, or not" in reply.text
    assert "Nothing was changed" not in reply.text
    assert reply.state == "failed"
    assert len(lambdas.invoked) == 1


def test_an_error_of_the_act_is_told() -> None:
    assert use(Lambda({"error": {"message": "No."}})).text == "No. This yes had no effect."


@pytest.mark.parametrize("event", [None, {}, {"plan": "x"}, {"plan": 1, "assertion": "x"}, "x"])
def test_a_malformed_event_is_answered(fulfillment: Fulfillment, event: Any) -> None:
    told = answer(fulfillment.actor, event)

    assert "the event must " in told["error"]["message"]
