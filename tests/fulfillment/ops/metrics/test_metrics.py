"""The contract of `Metrics`, held against the implementation on the simulated account."""

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from botocore.stub import Stubber

from fulfillment.errors import OpsError
from fulfillment.ops import sessions
from fulfillment.ops.metrics import Metrics
from fulfillment.ops.metrics.cloudwatch import CloudWatchMetrics, Query
from fulfillment.ops.metrics.port import METRICS, Curve, History, Metric
from fulfillment.ops.metrics.spans import Span
from fulfillment.sentences import phrase
from fulfillment.turn import Person
from tests.deploy.account.harness import Server
from tests.fulfillment.language import told
from tests.fulfillment.world import Fulfillment

ANA = Person("ana", "Ana", "terminal:ana", {"*": "approver"})
Read = Callable[..., History]
Fail = Callable[[str, Exception], None]
HOUR = timedelta(hours=1)


@pytest.fixture
def read(fulfillment: Fulfillment, aws: Server) -> Read:
    def history(
        service: str,
        environment: str = "production",
        metrics: tuple[Metric, ...] = METRICS,
        length: timedelta = HOUR,
    ) -> History:
        backends = fulfillment.application.dispatcher.backends(ANA, ("staging", "production"))
        backend: Metrics = backends.get("metrics")
        now = datetime.fromisoformat(aws.control("GET", "/ground/clock")["now"]).astimezone(UTC)
        # The first answer of AWS tells how far its clock is ahead, after tests that moved it.
        with contextlib.suppress(OpsError):
            backend.history(environment, service, metrics, now - length, now)
        return backend.history(environment, service, metrics, now - length, now)

    return history


def values(curve: Curve | None) -> list[float]:
    assert curve is not None
    return [value for _, value in curve.points if value is not None]


def test_a_service_is_measured_at_its_load_balancer_and_at_its_tasks(read: Read) -> None:
    history = read("gateway")

    assert history.is_balanced
    assert history.gaps == ()
    assert (history.period, history.days) == (60, 1)
    assert {one.metric for one in history.curves} == set(METRICS)
    low, middle, high = (
        median(values(history.curve("latency", one))) for one in ("p50", "p95", "p99")
    )
    assert 0 < low < middle < high < 1
    assert 0 < median(values(history.curve("cpu"))) < 100


def test_the_earlier_time_has_the_same_moments(read: Read) -> None:
    curve = read("monolith", metrics=("cpu",)).curve("cpu")

    assert curve is not None
    assert [at for at, _ in curve.before] == [at for at, _ in curve.points]
    assert len(curve.points) in (59, 60)
    earlier = [value for _, value in curve.before if value is not None]
    assert median(earlier) == pytest.approx(median(values(curve)), rel=0.1)


def test_a_target_group_counts_once(read: Read) -> None:
    """The account names its load balancer for every rule that leads to it."""
    requests = values(read("gateway", metrics=("requests",)).curve("requests"))

    assert 700 < median(requests) < 2_100


def test_a_moment_without_errors_has_no_value(read: Read) -> None:
    history = read("orders", "staging", ("errors",))
    curve = history.curve("errors")

    assert curve is not None
    assert any(value is None for _, value in curve.points)
    assert all(value is None or value > 0 for _, value in curve.points)


def test_a_service_behind_no_load_balancer(read: Read) -> None:
    history = read("payments")

    assert not history.is_balanced
    assert {one.metric for one in history.curves} == {"cpu", "memory"}


def test_deployments_of_the_time_and_no_others(read: Read) -> None:
    rolling = read("inventory")

    assert [one.version for one in rolling.deployments] == ["2.4.0"]
    assert rolling.start <= rolling.deployments[0].at < rolling.end
    assert read("orders").deployments == ()
    week = read("orders", length=timedelta(days=7)).deployments
    assert [one.version for one in week] == ["3.12.1"]


def test_a_month_has_few_points(read: Read) -> None:
    history = read("gateway", metrics=("cpu",), length=timedelta(days=31))
    curve = history.curve("cpu")

    assert curve is not None
    assert len(curve.points) <= 120
    assert history.days == 35


def test_there_is_no_such_service(read: Read) -> None:
    with pytest.raises(OpsError) as caught:
        read("nobody")

    assert caught.value.kind == "not found"


# --- what can go wrong -----------------------------------------------------------------------


@pytest.fixture
def fail(monkeypatch: pytest.MonkeyPatch) -> Fail:
    """Make an operation of AWS fail ("ecs.ListServices"), at the edge of this process."""
    failing: dict[str, Exception] = {}

    def arrange(client: Any) -> None:
        def refuse(model: Any, **_: object) -> None:
            error = failing.get(f"{model.service_model.service_name}.{model.name}")
            if error is not None:
                raise error

        client.meta.events.register("before-call", refuse)

    monkeypatch.setattr(sessions, "make_read_only", arrange)
    return failing.__setitem__


def refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "arn:aws:iam::1:x"}}, "Operation")


THROTTLED, DENIED = refused("ThrottlingException"), refused("AccessDenied")
SLOW = ReadTimeoutError(endpoint_url="http://made-up")
METRICS_OF = "read the metrics of orders in production"


@pytest.mark.parametrize(
    ("operation", "error", "said"),
    [
        ("cloudwatch.GetMetricData", THROTTLED, f"{METRICS_OF} because AWS asks me to slow down"),
        ("cloudwatch.GetMetricData", DENIED, f"{METRICS_OF} because AWS denies it"),
        ("cloudwatch.GetMetricData", SLOW, f"{METRICS_OF} because AWS did not answer in time"),
        ("ecs.DescribeServices", THROTTLED, "read orders in production because AWS asks me"),
        ("elbv2.DescribeTargetGroups", DENIED, "read the target health of orders in production"),
    ],
)
def test_without_the_numbers_there_is_no_answer(
    fail: Fail, fulfillment: Fulfillment, operation: str, error: Exception, said: str
) -> None:
    fail(operation, error)
    place = {"service": "orders", "environment": "production"}
    reply = fulfillment.ask("ana", "ServiceMetrics", place)

    assert reply.state == "failed"
    assert f"I could not {said}" in reply.text
    assert "arn:" not in reply.text


@pytest.mark.parametrize("operation", ["ListServiceDeployments", "DescribeServiceRevisions"])
@pytest.mark.parametrize("error", [THROTTLED, DENIED, SLOW])
def test_numbers_stand_beside_deployments_that_could_not_be_read(
    fail: Fail, fulfillment: Fulfillment, operation: str, error: Exception
) -> None:
    fail(f"ecs.{operation}", error)
    asked = {"service": "inventory", "environment": "production", "metric": "errors"}
    reply = fulfillment.ask("ana", "ServiceMetrics", asked)

    assert "server errors in the last hour" in reply.text
    assert "I could not read the deployments of inventory in production because" in reply.text
    assert "no deployment" not in reply.text
    assert reply.state == "done"


QUERIES = [Query("AWS/ECS", "CPUUtilization", "Average", {"ServiceName": str(n)}) for n in (1, 2)]
BEGIN = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
SPAN = Span(BEGIN, BEGIN + timedelta(minutes=3), 60)


def answered(*pages: dict[str, Any]) -> tuple[dict[float, float], ...]:
    """What is read of these answers of CloudWatch."""
    client = boto3.Session("made-up", "made-up", region_name="us-east-1").client("cloudwatch")
    with Stubber(client) as stub:
        for page in pages:
            stub.add_response("get_metric_data", page)
        reader = CloudWatchMetrics(
            client, phrase("read_metrics", service="orders", environment="production")
        )
        return tuple(dict(one) for one in reader.read(QUERIES, SPAN))


def a_result(number: int, *points: tuple[int, float], status: str = "Complete") -> dict[str, Any]:
    return {
        "Id": f"m{number}",
        "Timestamps": [BEGIN + timedelta(minutes=minute) for minute, _ in points],
        "Values": [value for _, value in points],
        "StatusCode": status,
    }


def test_an_empty_answer_is_nothing() -> None:
    assert answered({"MetricDataResults": []}) == ({}, {})
    assert answered({"MetricDataResults": [a_result(0), a_result(1)]}) == ({}, {})


def test_partial_answers_are_put_together() -> None:
    first = {
        "MetricDataResults": [a_result(1, (0, 5.0), status="PartialData")],
        "NextToken": "more",
    }
    second = {"MetricDataResults": [a_result(1, (1, 6.0)), a_result(0, (2, 7.0))]}
    begin = BEGIN.timestamp()

    assert answered(first, second) == ({begin + 120: 7.0}, {begin: 5.0, begin + 60: 6.0})


def test_endless_pages_end() -> None:
    page = {
        "MetricDataResults": [a_result(0, (0, 1.0)), a_result(1, (0, 1.0))],
        "NextToken": "more",
    }
    pages = [{**page, "NextToken": f"more {number}"} for number in range(5)]

    assert answered(*pages) == ({BEGIN.timestamp(): 1.0}, {BEGIN.timestamp(): 1.0})


@pytest.mark.parametrize(
    ("status", "why"),
    [("Forbidden", "AWS denies it"), ("InternalError", "AWS answered InternalError")],
)
def test_a_metric_that_was_not_read_is_not_empty(status: str, why: str) -> None:
    with pytest.raises(OpsError) as caught:
        answered({"MetricDataResults": [a_result(0, status=status)]})

    assert f"read the metrics of orders in production because {why}" in told(caught.value)
