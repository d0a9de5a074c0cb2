"""CloudWatch Logs in the simulated account: made-up lines, searched on its clock."""

from datetime import datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from deploy.local.account.logs.insights import MalformedQueryError, parse
from deploy.local.account.logs.lines import Line, Once, Steady
from tests.deploy.account.harness import Server

GROUP = "/ecs/test/shop"
QUERY = "fields @timestamp, @message | sort @timestamp desc | limit 20"


def now(server: Server) -> int:
    return int(datetime.fromisoformat(server.control("GET", "/ground/clock")["now"]).timestamp())


def start(server: Server, hours: float, query: str = QUERY, group: str = GROUP) -> str:
    end = now(server)
    answer = server.client("logs").start_query(
        logGroupName=group, startTime=end - int(hours * 3600), endTime=end, queryString=query
    )
    return str(answer["queryId"])


def look(server: Server, query: str) -> Any:
    return server.client("logs").get_query_results(queryId=query)


def test_lines_of_a_made_up_service_are_the_same_each_time() -> None:
    steady = Steady("seed", "line $n of $uuid at $ip", 10.0, lambda _: ("a", "b"), began=1_000.0)
    lines = sorted(steady.between(0, 2_000), key=lambda one: one.at)

    assert 95 <= len(lines) <= 101
    assert min(one.at for one in lines) >= 1_000
    assert {one.stream for one in lines} == {"a", "b"}
    assert len({one.message for one in lines}) == len(lines)
    halves = [*steady.between(0, 1_500), *steady.between(1_500, 2_000)]
    assert sorted(halves, key=lambda one: one.at) == lines


def test_a_line_that_was_written_once() -> None:
    line = Line(5.0, "x", "s")

    assert list(Once(line).between(5, 6)) == [line]
    assert list(Once(line).between(4, 5)) == []


def test_a_short_search_is_over_at_once(server: Server) -> None:
    found = look(server, start(server, 1))

    assert found["status"] == "Complete"
    assert len(found["results"]) <= 20
    assert found["statistics"]["recordsMatched"] == found["statistics"]["recordsScanned"]


def test_a_long_one_takes_its_time_and_can_be_stopped(server: Server) -> None:
    first, second = start(server, 26), start(server, 26)
    assert look(server, first)["status"] == "Running"
    server.client("logs").stop_query(queryId=second)
    server.advance(11)

    whole, part = look(server, first), look(server, second)
    assert (whole["status"], part["status"]) == ("Complete", "Cancelled")
    assert part["statistics"]["bytesScanned"] <= whole["statistics"]["bytesScanned"]
    with pytest.raises(ClientError) as error:
        server.client("logs").stop_query(queryId=first)
    assert error.value.response["Error"]["Code"] == "InvalidParameterException"


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"group": "/no/such/group"}, "ResourceNotFoundException"),
        ({"query": "stats count(*)"}, "MalformedQueryException"),
        ({"query": "fields @message | filter @message like /(/"}, "MalformedQueryException"),
        ({"query": "fields @nothing"}, "MalformedQueryException"),
        ({"hours": -1.0}, "InvalidParameterException"),
    ],
)
def test_what_is_not_served_is_refused(server: Server, over: dict[str, Any], code: str) -> None:
    given: dict[str, Any] = {"hours": 1.0, **over}
    with pytest.raises(ClientError) as error:
        start(server, **given)
    assert error.value.response["Error"]["Code"] == code


def test_a_query_that_nobody_has_started(server: Server) -> None:
    with pytest.raises(ClientError) as error:
        look(server, "no-such-query")
    assert error.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_a_pattern_may_hold_what_separates_commands() -> None:
    asked = parse(r"filter @message like /a|b\/c/ | sort @timestamp asc | limit 5")

    ((name, pattern),) = asked.filters
    assert (name, asked.limit, asked.is_descending) == ("@message", 5, False)
    assert pattern.search("b/c")
    with pytest.raises(MalformedQueryError):
        parse("filter @message = 'x'")
