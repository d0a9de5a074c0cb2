"""AWS that denies, is slow, or is gone: told in words beside what could be read."""

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
)

from fulfillment.errors import OpsError, OutcomeUnknown
from fulfillment.ops.failures import reading, writing
from tests.fulfillment.language import READ, RESTARTING, told
from tests.fulfillment.ops.faults import SLOW, Fail, client_error, failing
from tests.fulfillment.world import Fulfillment, lex_event


@pytest.fixture
def fail(monkeypatch: pytest.MonkeyPatch) -> Fail:
    return failing(monkeypatch)


@pytest.mark.parametrize(
    ("error", "kind", "why"),
    [
        (client_error("AccessDeniedException"), "denied", "AWS denies it to the role that I use"),
        (client_error("ThrottlingException"), "throttled", "AWS asks me to slow down"),
        (SLOW, "timeout", "AWS did not answer in time"),
        (ConnectTimeoutError(endpoint_url="http://x"), "timeout", "AWS did not answer in time"),
        (client_error("ClusterNotFoundException"), "not found", "its cluster does not exist"),
        (EndpointConnectionError(endpoint_url="http://x"), "failed", "AWS could not be reached"),
        (NoCredentialsError(), "denied", "I have no AWS credentials"),
        (client_error("SomethingNew"), "failed", "AWS answered SomethingNew"),
    ],
)
def test_errors_become_sentences_without_arns(error: Exception, kind: str, why: str) -> None:
    with pytest.raises(OpsError) as caught, reading(READ):
        raise error

    assert caught.value.kind == kind
    assert told(caught.value).startswith(f"I could not read orders in staging because {why}")
    assert "arn:" not in told(caught.value)
    assert "arn:" not in str(caught.value)


@pytest.mark.parametrize(
    ("action", "needed"),
    [
        ("ecs:ListServices", ", which needs the permission ecs:ListServices."),
        ("<script>", "."),
        ("", "."),
    ],
)
def test_a_denial_names_the_permission_and_nothing_else_of_the_message(
    action: str, needed: str
) -> None:
    message = f"User: arn:aws:sts::1:secret is not authorized to perform: {action} on resource: x"
    error = ClientError({"Error": {"Code": "AccessDenied", "Message": message}}, "Operation")
    with pytest.raises(OpsError) as caught, reading(READ):
        raise error

    assert told(caught.value) == (
        "I could not read orders in staging because AWS denies it to the role that I use" + needed
    )


@pytest.mark.parametrize(
    ("error", "is_certain"),
    [
        (client_error("AccessDeniedException"), True),
        (ConnectTimeoutError(endpoint_url="http://x"), True),
        (NoCredentialsError(), True),
        (SLOW, False),
        (client_error("ServerException", status=500), False),
        (EndpointConnectionError(endpoint_url="http://x"), False),
    ],
)
def test_a_write_is_only_certain_to_have_failed_where_aws_or_the_network_says_so(
    error: Exception, is_certain: bool
) -> None:
    with pytest.raises(OpsError) as caught, writing(RESTARTING):
        raise error

    assert isinstance(caught.value, OutcomeUnknown) is not is_certain


@pytest.mark.parametrize("error", [client_error("AccessDeniedException"), SLOW])
def test_what_could_be_read_stands_beside_what_could_not(
    fulfillment: Fulfillment, fail: Fail, error: Exception
) -> None:
    fail("cloudwatch.DescribeAlarms", error)
    reply = fulfillment.ask("ana", "WhatsBroken")

    assert "**inventory** in **production** is failing" in reply.text
    assert "I could not read the alarms of production because AWS d" in reply.text
    assert reply.state == "done"


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        ("elbv2.DescribeTargetHealth", "I could not read the target health of orders in staging"),
        ("ecs.DescribeTaskDefinition", "I could not read the task definition orders-staging:4"),
        ("cloudwatch.DescribeAlarms", "I could not read the alarms of staging"),
    ],
)
def test_one_service_with_a_gap(
    fulfillment: Fulfillment, fail: Fail, operation: str, said: str
) -> None:
    fail(operation, client_error("ThrottlingException"))
    place = {"service": "orders", "environment": "staging"}
    reply = fulfillment.ask("ana", "ServiceHealth", place)

    assert "2 of 2 tasks run" in reply.text
    assert f"{said} because AWS asks me to slow down" in reply.text


def test_stopped_tasks_that_cannot_be_read_leave_the_failure(
    fulfillment: Fulfillment, fail: Fail
) -> None:
    fail("ecs.DescribeTasks", SLOW)
    place = {"service": "inventory", "environment": "production"}
    reply = fulfillment.ask("ana", "ServiceHealth", place)

    assert "is failing" in reply.text
    assert "exit code" not in reply.text
    assert "I could not read the stopped tasks of inventory" in reply.text


@pytest.mark.parametrize(
    "intent", ["WhatsBroken", "DeployedVersions", "ServiceHealth", "RestartService"]
)
@pytest.mark.parametrize("error", [client_error("AccessDenied"), SLOW])
def test_nothing_readable_is_a_failed_answer(
    fulfillment: Fulfillment, fail: Fail, intent: str, error: Exception
) -> None:
    fail("ecs.ListServices", error)
    fail("ecs.DescribeServices", error)
    slots = {"service": "orders", "environment": "staging"}
    known = {"WhatsBroken": ["environment"], "DeployedVersions": ["environment"]}
    given = {name: slots[name] for name in known.get(intent, slots)}

    reply = fulfillment.ask("ana", intent, given)

    assert reply.state == "failed"
    assert "I could not" in reply.text
    assert "staging because AWS d" in reply.text


def test_lex_gets_a_failure_behind_a_handler_in_its_own_form(
    fulfillment: Fulfillment, fail: Fail
) -> None:
    fail("ecs.ListServices", SLOW)
    answer = fulfillment.handle(lex_event("deployed_fulfillment"))

    assert answer["sessionState"]["intent"]["state"] == "Failed"
    (message,) = answer["messages"]
    assert message["content"] == (
        "I could not list the services of production because "
        "AWS did not answer in time; ask again in a moment."
    )


def test_a_bug_is_answered_with_a_reference_and_without_a_traceback(
    fulfillment: Fulfillment, fail: Fail
) -> None:
    fail("ecs.ListServices", ZeroDivisionError("a secret"))
    answer = fulfillment.handle(lex_event("deployed_fulfillment"))

    (message,) = answer["messages"]
    assert message["content"].startswith("Something went wrong on my side.")
    assert "ZeroDivision" not in message["content"]
    assert "a secret" not in message["content"]
