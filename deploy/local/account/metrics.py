"""CloudWatch's GetMetricData over made-up curves, where moto knows only what was put and no
percentiles."""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from deploy.local.account.alarms import AlarmResponse
from deploy.local.account.curves import Curves
from deploy.local.account.slim_moto import ActionResult, CloudWatchError

_MOST_QUERIES = 500
_MOST_POINTS = 100_800
_STATISTICS = frozenset(("Sum", "Average", "Minimum", "Maximum"))


class MetricResponse(AlarmResponse):
    """CloudWatch with metrics. One instance a request."""

    def __init__(self, curves: Curves, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._curves = curves
        self._now = now

    def get_metric_data(self) -> ActionResult:
        params = self._get_params()
        queries = params.get("MetricDataQueries") or []
        start, end = _moment(params["StartTime"]), _moment(params["EndTime"])
        _check(queries, start, end)
        is_ascending = params.get("ScanBy") == "TimestampAscending"
        results = [self._result(query, start, end, is_ascending) for query in queries]
        if sum(len(one["Values"]) for one in results) > _MOST_POINTS:
            raise _invalid(f"more than {_MOST_POINTS} points: the simulated account has no pages")
        return ActionResult({"MetricDataResults": results, "Messages": []})

    def _result(
        self, query: Mapping[str, Any], start: float, end: float, is_ascending: bool
    ) -> dict[str, Any]:
        asked, stat = query["MetricStat"]["Metric"], query["MetricStat"]
        dimensions = asked.get("Dimensions") or []
        curve = self._curves.find(asked["Namespace"], asked["MetricName"], dimensions)
        period = int(stat["Period"])
        until = min(end, self._now().timestamp())
        found: list[tuple[float, float]] = []
        if curve is not None:
            moments = _steps(start, until, period)
            values = ((at, curve.value(at, period, stat["Stat"])) for at in moments)
            found = [(at, value) for at, value in values if value is not None]
        if not is_ascending:
            found.reverse()
        return {
            "Id": query["Id"],
            "Label": query.get("Label") or asked["MetricName"],
            "Timestamps": [datetime.fromtimestamp(at, UTC) for at, _ in found],
            "Values": [value for _, value in found],
            "StatusCode": "Complete",
        }


def _steps(start: float, end: float, period: int) -> Sequence[float]:
    first = math.floor(start / period)
    return [step * period for step in range(first, math.ceil(end / period))]


def _check(queries: Sequence[Mapping[str, Any]], start: float, end: float) -> None:
    """Raises what CloudWatch answers; and for what is not simulated, that it is not."""
    if start >= end:
        raise CloudWatchError("The parameter EndTime must be greater than StartTime.")
    if not 0 < len(queries) <= _MOST_QUERIES:
        raise CloudWatchError(f"MetricDataQueries must have 1 to {_MOST_QUERIES} members.")
    ids = [query["Id"] for query in queries]
    if len(ids) != len(set(ids)):
        raise CloudWatchError("The values for parameter id in MetricDataQueries are not unique.")
    for query in queries:
        _check_query(query)


def _check_query(query: Mapping[str, Any]) -> None:
    if "MetricStat" not in query:
        raise _invalid("the simulated account reads metrics by MetricStat, no expressions")
    period, statistic = int(query["MetricStat"]["Period"]), query["MetricStat"]["Stat"]
    if period <= 0 or period % 60:
        raise _invalid(f"Period {period}: a multiple of 60, the curves have a value a minute")
    if statistic not in _STATISTICS and not statistic.startswith("p"):
        raise _invalid(f"Stat {statistic}: the simulated account has percentiles and {_known()}")


def _known() -> str:
    return ", ".join(sorted(_STATISTICS))


def _invalid(message: str) -> CloudWatchError:
    error = CloudWatchError(message)
    error.code = "InvalidParameterValue"
    return error


def _moment(value: Any) -> float:
    """moto gives what the protocol had: a time, or seconds."""
    if not isinstance(value, datetime):
        return float(value)
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp()
