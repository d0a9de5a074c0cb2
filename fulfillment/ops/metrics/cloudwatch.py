"""Amazon CloudWatch: points of metrics. Calls only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fulfillment.errors import OpsError
from fulfillment.ops.failures import reading
from fulfillment.ops.metrics.spans import Span
from fulfillment.sentences import Phrase, phrase

if TYPE_CHECKING:
    from mypy_boto3_cloudwatch import CloudWatchClient
    from mypy_boto3_cloudwatch.type_defs import (
        DimensionTypeDef,
        MetricDataQueryTypeDef,
        MetricDataResultTypeDef,
    )

_MOST_PAGES = 5
"""An answer of at most 500 queries of 120 points fits one; more come where data is partial."""
_UNREADABLE: Mapping[str, Phrase] = {
    "Forbidden": phrase("aws_denies"),
    "InternalError": phrase("aws_answered", code="InternalError"),
}
Read = Mapping[float, float]
"""Seconds since the epoch -> value."""


@dataclass(frozen=True)
class Query:
    """What to read: names as CloudWatch has them, its statistic ("Sum", "p99")."""

    namespace: str
    name: str
    statistic: str
    dimensions: Mapping[str, str]


class CloudWatchMetrics:
    """Reads metrics of one account and region. Raises `OpsError`."""

    def __init__(self, client: "CloudWatchClient", what: Phrase) -> None:
        """`what` completes "I could not"."""
        self._client = client
        self._what = what

    def read(self, queries: Sequence[Query], span: Span) -> tuple[Read, ...]:
        """The points of every query, in one call. A moment without data has no point."""
        found: list[dict[float, float]] = [{} for _ in queries]
        with reading(self._what):
            pages = self._client.get_paginator("get_metric_data").paginate(
                MetricDataQueries=[
                    _query(number, one, span.period) for number, one in enumerate(queries)
                ],
                StartTime=span.start,
                EndTime=span.end,
                ScanBy="TimestampAscending",
                PaginationConfig={"MaxItems": len(queries) * _MOST_PAGES},
            )
            for page in pages:
                for result in page["MetricDataResults"]:
                    found[int(result.get("Id", "m0")[1:])].update(self._points(result))
        return tuple(found)

    def _points(self, result: "MetricDataResultTypeDef") -> Read:
        why = _UNREADABLE.get(result.get("StatusCode", ""))
        if why is not None:
            raise OpsError("failed", self._what, why)
        moments = (moment.timestamp() for moment in result.get("Timestamps", []))
        return dict(zip(moments, result.get("Values", []), strict=False))


def _query(number: int, one: Query, period: int) -> "MetricDataQueryTypeDef":
    dimensions: list[DimensionTypeDef] = [
        {"Name": name, "Value": value} for name, value in one.dimensions.items()
    ]
    return {
        "Id": f"m{number}",
        "MetricStat": {
            "Metric": {
                "Namespace": one.namespace,
                "MetricName": one.name,
                "Dimensions": dimensions,
            },
            "Period": period,
            "Stat": one.statistic,
        },
        "ReturnData": True,
    }
