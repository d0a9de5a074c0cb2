"""Searches in CloudWatch Logs: over the simulated account, and what Insights may answer."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.exceptions import ReadTimeoutError
from botocore.stub import ANY, Stubber

from fulfillment.errors import OpsError
from fulfillment.ops.logs import Logs
from fulfillment.ops.logs import insights as searching
from fulfillment.ops.logs.groups import Place
from fulfillment.ops.logs.insights import InsightsLogs, found_of, query_string
from fulfillment.redaction import MASK, redact
from fulfillment.time_range import TimeRange
from fulfillment.turn import Person
from tests.fulfillment.language import english, told
from tests.fulfillment.world import Fulfillment

ANA = Person("ana", "Ana", "terminal:ana", {"*": "approver"})
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
HOUR = TimeRange(NOON - timedelta(hours=1), NOON, timedelta(hours=1))
ROW = [
    {"field": "@timestamp", "value": "2026-11-26 11:59:59.120"},
    {"field": "@message", "value": "ERROR gone"},
    {"field": "@logStream", "value": "ecs/orders/1"},
    {"field": "@ptr", "value": "x"},
]


@pytest.fixture
def logs(fulfillment: Fulfillment) -> Logs:
    both = ("staging", "production")
    found: Logs = fulfillment.application.dispatcher.backends(ANA, both).get("logs")
    return found


def last(fulfillment: Fulfillment, **span: float) -> TimeRange:
    now = datetime.fromisoformat(fulfillment.server.control("GET", "/ground/clock")["now"])
    period = timedelta(**span)
    return TimeRange(now - period, now, period)


def test_errors_of_a_service_whose_tasks_exit(logs: Logs, fulfillment: Fulfillment) -> None:
    found = logs.errors("production", "inventory", last(fulfillment, minutes=30), seconds=0)

    assert found.is_over
    assert found.missing is None
    exits = [one for one in found.events if "required setting STOCK_DB_URL" in one.message]
    assert len(exits) > 10
    assert len({one.stream for one in exits}) == len(exits)
    assert found.scanned_bytes > sum(len(one.message) for one in found.events)
    moments = [one.at for one in found.events]
    assert moments == sorted(moments, reverse=True)


def test_the_newest_lines_at_most_fifty(logs: Logs, fulfillment: Fulfillment) -> None:
    span = last(fulfillment, hours=1)
    found = logs.latest("staging", "gateway", span, seconds=0)

    assert len(found.events) == 50 < found.matched
    assert all(span.holds(one.at) for one in found.events)
    assert {one.stream.rpartition("/")[0] for one in found.events} == {"ecs/gateway"}


def test_a_long_search_goes_on_and_is_looked_at_again(logs: Logs, fulfillment: Fulfillment) -> None:
    found = logs.errors("staging", "payments", last(fulfillment, days=1), seconds=0)
    assert not found.is_over
    fulfillment.server.advance(10)
    whole = logs.again("staging", found.query)

    assert whole.is_over
    assert whole.missing is None
    assert whole.scanned_bytes > found.scanned_bytes
    assert whole.matched > found.matched
    settled = next(one.message for one in whole.events if "settlement" in one.message)
    assert "harbor-wren" in settled
    assert MASK in redact(settled)


def test_a_service_without_cloudwatch_logs_and_one_that_is_not_there(
    logs: Logs, fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch
) -> None:
    span = last(fulfillment, minutes=5)
    with pytest.raises(OpsError) as caught:
        logs.latest("staging", "no-such-service", span, seconds=0)
    assert "no service there has that name" in told(caught.value)

    definition = {"containerDefinitions": [{"name": "orders"}]}
    monkeypatch.setattr("fulfillment.ops.ecs.Ecs.task_definition", lambda *_: definition)
    with pytest.raises(OpsError) as caught:
        logs.latest("staging", "orders", span, seconds=0)
    assert told(caught.value) == (
        "I could not read the logs of orders in staging because it does not log to CloudWatch."
    )


@dataclass
class Waiting:
    """Seconds that pass only by waiting."""

    now: float = 0.0
    pauses: list[float] = field(default_factory=list)

    def ticks(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


@dataclass
class ScriptedReach:
    """As much of a reach as a search needs."""

    made: Any

    def client(self, service: str, environment: str) -> Any:
        assert (service, environment) == ("logs", "staging")
        return self.made


class Scripted:
    """Logs over a client that gives these answers: documents, or error codes by operation."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: Any) -> None:
        self.waiting = Waiting()
        client = boto3.client("logs", "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
        self.stub = Stubber(client)
        self.client = client
        for operation, answer in answers:
            if isinstance(answer, str):
                self.stub.add_client_error(operation, answer)
            else:
                self.stub.add_response(operation, answer)
        self.stub.activate()
        monkeypatch.setattr(searching, "place_of", lambda *_: Place("/ecs/staging/orders"))
        monkeypatch.setattr(searching, "check_alone", lambda *_: None)
        reach: Any = ScriptedReach(client)
        self.logs = InsightsLogs(reach, self.waiting.pause, self.waiting.ticks)

    def errors(self, seconds: float = 6) -> Any:
        return self.logs.errors("staging", "orders", HOUR, seconds=seconds)


STARTED = ("start_query", {"queryId": "q"})


def looked(status: str, scanned: float = 100.0, rows: int = 1) -> tuple[str, dict[str, Any]]:
    statistics = {"recordsMatched": float(rows), "recordsScanned": 9.0, "bytesScanned": scanned}
    return "get_query_results", {
        "status": status,
        "results": [ROW] * rows,
        "statistics": statistics,
    }


def test_a_search_is_waited_for_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    done = Scripted(monkeypatch, STARTED, looked("Scheduled", rows=0), looked("Complete"))
    found = done.errors()
    assert (found.is_over, found.matched, done.waiting.pauses) == (True, 1, [0.1])
    assert found.events[0].at == datetime(2026, 11, 26, 11, 59, 59, 120_000, tzinfo=UTC)

    slow = Scripted(monkeypatch, STARTED, *[looked("Running")] * 9)
    found = slow.errors(seconds=3)
    assert not found.is_over
    assert found.missing is None
    assert sum(slow.waiting.pauses) <= 3


def test_a_search_that_costs_too_much_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    large = Scripted(
        monkeypatch, STARTED, looked("Running", scanned=6e9), ("stop_query", {"success": True})
    )
    found = large.errors()

    large.stub.assert_no_pending_responses()
    assert found.is_over
    assert len(found.events) == 1
    assert found.missing is not None
    assert english().phrase(found.missing) == (
        "I stopped the search after 5 GB, so this is not all. Ask for a shorter time."
    )


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (("start_query", "ThrottlingException"), "because AWS asks me to slow down; try again"),
        (("start_query", "AccessDeniedException"), "because AWS denies it to the role that I use"),
        (("start_query", "LimitExceededException"), "because too many searches are running"),
        (("start_query", "ResourceNotFoundException"), "because its log group does not exist"),
        (("start_query", "ServiceUnavailableException"), "because AWS answered ServiceUnavail"),
    ],
)
def test_a_fault_is_told(
    monkeypatch: pytest.MonkeyPatch, answer: tuple[str, Any], why: str
) -> None:
    with pytest.raises(OpsError) as caught:
        Scripted(monkeypatch, answer).errors()
    assert told(caught.value).startswith(f"I could not read the logs of orders in staging {why}")


def test_a_search_that_is_no_longer_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Scripted(monkeypatch, ("get_query_results", "ResourceNotFoundException"))
    with pytest.raises(OpsError) as caught:
        gone.logs.again("staging", "q")
    assert told(caught.value).endswith("because the search is no longer kept.")


def test_a_slow_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    scripted = Scripted(monkeypatch)
    scripted.stub.deactivate()

    def late(**_: object) -> None:
        raise ReadTimeoutError(endpoint_url="https://logs")

    scripted.client.meta.events.register_first("before-call", late)
    with pytest.raises(OpsError) as caught:
        scripted.errors()
    assert told(caught.value).endswith("because AWS did not answer in time; ask again in a moment.")


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("Complete", None),
        ("Failed", "The search failed before its end, so this is not all."),
        ("Timeout", "The search took longer than AWS allows, so this is not all."),
        ("Cancelled", "The search was stopped before its end, so this is not all."),
    ],
)
def test_what_is_missing_is_told(status: str, said: str | None) -> None:
    found = found_of("q", looked(status)[1])  # type: ignore[arg-type]  # as much as is read

    assert found.is_over
    assert (found.missing and english().phrase(found.missing)) == said


def test_nothing_and_very_much(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = Scripted(monkeypatch, STARTED, looked("Complete", rows=0)).errors()
    assert (nothing.events, nothing.matched) == ((), 0)

    answer = looked("Complete", rows=1_000)
    answer[1]["statistics"]["recordsMatched"] = 2e6
    much = Scripted(monkeypatch, STARTED, answer).errors()
    assert (len(much.events), much.matched) == (1_000, 2_000_000)


@pytest.mark.parametrize(
    ("prefix", "filtered"),
    [
        ("", ""),
        ("ecs/orders/", r" | filter @logStream like /^ecs\/orders\//"),
        ("a/ | limit 1 | x/", r" | filter @logStream like /^a\/limit1x\//"),
    ],
)
def test_the_name_of_a_stream_ends_no_pattern(prefix: str, filtered: str) -> None:
    assert query_string(Place("group", prefix), "", 50) == (
        f"fields @timestamp, @message, @logStream{filtered} | sort @timestamp desc | limit 50"
    )


def test_a_whole_time_range_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    scripted = Scripted(monkeypatch)
    expected = {
        "logGroupName": "/ecs/staging/orders",
        "startTime": int(HOUR.start.timestamp()),
        "endTime": int(HOUR.end.timestamp()),
        "queryString": ANY,
        "limit": 1_000,
    }
    scripted.stub.add_response("start_query", {"queryId": "q"}, expected)
    scripted.stub.add_response(*looked("Complete"))

    assert scripted.errors().query == "q"
