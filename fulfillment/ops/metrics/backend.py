"""`Metrics` over the adapters: independent calls side by side."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from fulfillment.catalog.environments import Environment
from fulfillment.errors import OpsError
from fulfillment.ops.ecs import Ecs
from fulfillment.ops.failures import reading
from fulfillment.ops.metrics.cloudwatch import CloudWatchMetrics, Query, Read
from fulfillment.ops.metrics.deployments import Deployments
from fulfillment.ops.metrics.port import (
    OF_LOAD_BALANCER,
    STATISTICS,
    Curve,
    Deployed,
    History,
    Metric,
    Statistic,
)
from fulfillment.ops.metrics.spans import Span, days_between, span_of
from fulfillment.ops.reach import Reach
from fulfillment.sentences import Phrase, phrase
from fulfillment.turn import Point

if TYPE_CHECKING:
    from mypy_boto3_ecs.type_defs import ServiceTypeDef

_NAMES: Mapping[Metric, tuple[str, str]] = {
    "requests": ("AWS/ApplicationELB", "RequestCount"),
    "errors": ("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count"),
    "latency": ("AWS/ApplicationELB", "TargetResponseTime"),
    "cpu": ("AWS/ECS", "CPUUtilization"),
    "memory": ("AWS/ECS", "MemoryUtilization"),
}
_STATISTICS: Mapping[Statistic, str] = {
    "sum": "Sum",
    "average": "Average",
    "p50": "p50",
    "p95": "p95",
    "p99": "p99",
}
_MOST_GROUPS = 5
_BALANCERS_FRESH_FOR = timedelta(minutes=10)
Dimensions = Mapping[str, str]


@dataclass(frozen=True)
class _Asked:
    """One curve, and the queries whose points make it: one of each target group."""

    metric: Metric
    statistic: Statistic
    queries: tuple[Query, ...]


class AwsMetrics:
    """Measurements as one person may see them."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    def history(
        self,
        environment: str,
        service: str,
        metrics: Sequence[Metric],
        start: datetime,
        end: datetime,
    ) -> History:
        where = self._reach.environment(environment)
        span = span_of(start, end, self._reach.now())
        days = days_between(span.start, span.end)
        submit = self._reach.workers.inner.submit
        deployed = submit(self._deployed, where, service, span)
        groups = self._groups(where, service)
        asked = [_asked(metric, where.cluster, service, groups) for metric in metrics]
        flat = [one for many in asked for one in many if one.queries]
        queries = [query for one in flat for query in one.queries]
        reader = self._reader(where, service)
        before = submit(reader.read, queries, span.earlier(days)) if queries else None
        now = reader.read(queries, span) if queries else ()
        earlier, gaps = _or_gap(before) if before else ((), ())
        deployments, more = _deployments(deployed)
        return History(
            start=span.start.timestamp(),
            end=span.end.timestamp(),
            period=span.period,
            days=days,
            curves=_curves(flat, span, days, now, earlier),
            deployments=deployments,
            is_balanced=bool(groups),
            gaps=(*gaps, *more),
        )

    def _reader(self, where: Environment, service: str) -> CloudWatchMetrics:
        what = phrase("read_metrics", service=service, environment=where.name)
        return CloudWatchMetrics(self._reach.client("cloudwatch", where.name), what)

    def _deployed(self, where: Environment, service: str, span: Span) -> tuple[Deployed, ...]:
        client = self._reach.client("ecs", where.name)
        return Deployments(client, where.cluster, where.name).begun(service, span)

    def _groups(self, where: Environment, service: str) -> tuple[Dimensions, ...]:
        """The dimensions of each target group behind an application load balancer."""
        client = self._reach.client("ecs", where.name)
        ecs = Ecs(client, where.cluster, where.name, self._reach.clock)
        arns = _target_groups(ecs.service(service).services[0])
        if not arns:
            return ()
        key = ("metric groups", where.account, where.region, arns)
        return self._reach.remembered.get(
            key, _BALANCERS_FRESH_FOR, lambda: self._balanced(where, service, arns)
        )

    def _balanced(
        self, where: Environment, service: str, arns: tuple[str, ...]
    ) -> tuple[Dimensions, ...]:
        client = self._reach.client("elbv2", where.name)
        with reading(phrase("read_targets", service=service, environment=where.name)):
            answer = client.describe_target_groups(TargetGroupArns=list(arns))
        pairs = {
            (arn.partition(":loadbalancer/")[2], group["TargetGroupArn"].rpartition(":")[2])
            for group in answer["TargetGroups"]
            for arn in group.get("LoadBalancerArns", [])
        }
        return tuple(
            {"LoadBalancer": balancer, "TargetGroup": group}
            for balancer, group in sorted(pairs)
            if balancer.startswith("app/")
        )[:_MOST_GROUPS]


def _target_groups(service: "ServiceTypeDef") -> tuple[str, ...]:
    found = (one.get("targetGroupArn", "") for one in service.get("loadBalancers", []))
    return tuple(sorted(arn for arn in found if arn))[:_MOST_GROUPS]


def _asked(
    metric: Metric, cluster: str, service: str, groups: tuple[Dimensions, ...]
) -> tuple[_Asked, ...]:
    own: tuple[Dimensions, ...] = ({"ClusterName": cluster, "ServiceName": service},)
    all_of = groups if metric in OF_LOAD_BALANCER else own
    namespace, name = _NAMES[metric]
    return tuple(
        _Asked(
            metric,
            statistic,
            tuple(Query(namespace, name, _STATISTICS[statistic], each) for each in all_of),
        )
        for statistic in STATISTICS[metric]
    )


def _curves(
    asked: Sequence[_Asked], span: Span, days: int, now: Sequence[Read], before: Sequence[Read]
) -> tuple[Curve, ...]:
    found, at = [], 0
    for one in asked:
        mine = slice(at, at + len(one.queries))
        at += len(one.queries)
        points = _points(one.statistic, span.moments(), now[mine])
        earlier = _points(one.statistic, span.earlier(days).moments(), before[mine])
        moved = tuple((moment + days * 86_400, value) for moment, value in earlier)
        found.append(Curve(one.metric, one.statistic, points, moved if before else ()))
    return tuple(found)


def _points(
    statistic: Statistic, moments: Sequence[float], groups: Sequence[Read]
) -> tuple[Point, ...]:
    """Of several target groups the counts add up; of percentiles, which cannot be added, the worst
    one stands for all."""
    together = sum if statistic == "sum" else max
    found = ((moment, [one[moment] for one in groups if moment in one]) for moment in moments)
    return tuple((moment, together(values) if values else None) for moment, values in found)


def _or_gap(future: "Future[tuple[Read, ...]]") -> tuple[tuple[Read, ...], tuple[Phrase, ...]]:
    try:
        return future.result(), ()
    except OpsError as error:
        return (), (error.phrase,)


def _deployments(
    future: "Future[tuple[Deployed, ...]]",
) -> tuple[tuple[Deployed, ...], tuple[Phrase, ...]]:
    try:
        return future.result(), ()
    except OpsError as error:
        return (), (error.phrase,)
