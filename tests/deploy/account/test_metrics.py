"""What CloudWatch measured in the example world."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from statistics import mean
from typing import Any

import pytest
from botocore.exceptions import ClientError

from deploy.local.world.load import load_of
from tests.deploy.account.harness import Server, running

REQUESTS, ERRORS, LATENCY = "RequestCount", "HTTPCode_Target_5XX_Count", "TargetResponseTime"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The example world, whose clock stands still."""
    with running(tmp_path_factory.mktemp("metrics") / "account.log") as started:
        yield started


def now(server: Server) -> datetime:
    return datetime.fromisoformat(server.control("GET", "/ground/clock")["now"]).astimezone(UTC)


def of_targets(server: Server, service: str) -> dict[str, str]:
    groups = server.client("elbv2").describe_target_groups(Names=[f"{service}-production"])
    [group] = groups["TargetGroups"]
    return {
        "LoadBalancer": group["LoadBalancerArns"][0].partition(":loadbalancer/")[2],
        "TargetGroup": group["TargetGroupArn"].rpartition(":")[2],
    }


def read(
    server: Server,
    name: str,
    statistic: str,
    dimensions: Mapping[str, str],
    *,
    hours: float = 1,
    until: datetime | None = None,
    period: int = 60,
) -> dict[datetime, float]:
    """Points by time, in the order of the answer."""
    end = until or now(server)
    given = [{"Name": key, "Value": value} for key, value in dimensions.items()]
    namespace = "AWS/ECS" if "ClusterName" in dimensions else "AWS/ApplicationELB"
    metric = {"Namespace": namespace, "MetricName": name, "Dimensions": given}
    stat: Any = {"Metric": metric, "Period": period, "Stat": statistic}
    answer = server.client("cloudwatch").get_metric_data(
        MetricDataQueries=[{"Id": "m0", "MetricStat": stat}],
        StartTime=end - timedelta(hours=hours),
        EndTime=end,
    )
    [result] = answer["MetricDataResults"]
    assert result["StatusCode"] == "Complete"
    return dict(zip(result["Timestamps"], result["Values"], strict=True))


def test_the_latency_of_orders_is_as_its_alarm_says(server: Server) -> None:
    alarms = server.client("cloudwatch").describe_alarms(AlarmNames=["orders-production-latency"])
    rang = alarms["MetricAlarms"][0]["StateUpdatedTimestamp"]
    until = rang + timedelta(minutes=10)
    points = read(server, LATENCY, "p99", of_targets(server, "orders"), until=until)
    before = [value for at, value in points.items() if at < rang - timedelta(minutes=5)]
    since = [value for at, value in points.items() if at > rang]

    assert max(before) < 1.5 < min(since)
    assert mean(since) == pytest.approx(2.3, abs=0.3)


def test_percentiles_are_in_order_and_the_newest_point_comes_first(server: Server) -> None:
    targets = of_targets(server, "gateway")
    low, middle, high = (read(server, LATENCY, one, targets) for one in ("p50", "p95", "p99"))

    assert list(high) == sorted(high, reverse=True)
    assert all(low[at] < middle[at] < high[at] for at in high)


def test_a_day_has_a_rhythm_and_repeats(server: Server) -> None:
    targets = of_targets(server, "gateway")
    day = read(server, REQUESTS, "Sum", targets, hours=24, period=3600)
    yesterday = now(server) - timedelta(days=1)
    hour, same = (
        mean(read(server, REQUESTS, "Sum", targets, until=end).values())
        for end in (now(server), yesterday)
    )

    assert max(day.values()) > 2 * min(day.values())
    assert hour == pytest.approx(same, rel=0.1)


def test_errors_are_only_reported_where_there_are_some(server: Server) -> None:
    errors = read(server, ERRORS, "Sum", of_targets(server, "gateway"))

    assert 0 < len(errors) < 60
    assert all(value >= 1 for value in errors.values())


def test_the_same_is_answered_whenever_it_is_asked(server: Server) -> None:
    where = {"ClusterName": "production", "ServiceName": "monolith"}
    until = now(server)

    first = read(server, "CPUUtilization", "Average", where, until=until)
    assert first == read(server, "CPUUtilization", "Average", where, until=until)
    assert all(0 < value < 100 for value in first.values())


def test_nothing_is_known_of_the_future_or_of_what_nobody_measures(server: Server) -> None:
    where = {"ClusterName": "production", "ServiceName": "orders"}
    ahead = read(server, "CPUUtilization", "Average", where, until=now(server) + timedelta(hours=1))
    unknown = {"ClusterName": "production", "ServiceName": "nobody"}

    assert len(ahead) <= 1
    assert read(server, "CPUUtilization", "Average", unknown) == {}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"Expression": "m1 * 2"}, "no expressions"),
        ({"Period": 30, "Stat": "Sum"}, "a multiple of 60"),
        ({"Period": 60, "Stat": "tm99"}, "the simulated account has percentiles"),
    ],
)
def test_what_is_not_simulated_is_refused(server: Server, query: dict[str, Any], said: str) -> None:
    metric = {"Namespace": "AWS/ECS", "MetricName": "CPUUtilization"}
    stat = {} if "Expression" in query else {"MetricStat": {"Metric": metric, **query}}
    wanted = query if "Expression" in query else stat
    end = now(server)

    with pytest.raises(ClientError, match=said):
        server.client("cloudwatch").get_metric_data(
            MetricDataQueries=[{"Id": "m0", **wanted}],
            StartTime=end - timedelta(hours=1),
            EndTime=end,
        )


def test_a_load_of_something_unknown_is_told() -> None:
    with pytest.raises(ValueError, match=r"load\.live\.shop has disk: write requests, errors"):
        load_of({"load": {"live": {"shop": {"disk": 5}}}})
