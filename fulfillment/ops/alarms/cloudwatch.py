"""Amazon CloudWatch's alarms of one account and region."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from fulfillment.errors import OpsError
from fulfillment.ops.failures import reading
from fulfillment.ops.observed import observed_at, seconds_since
from fulfillment.ops.sessions import Clock
from fulfillment.ops.state import Alarm, Measure
from fulfillment.sentences import phrase

if TYPE_CHECKING:
    from mypy_boto3_cloudwatch import CloudWatchClient

# Without AlarmTypes, DescribeAlarms gives no composite alarm (its API reference).
_BOTH = ["MetricAlarm", "CompositeAlarm"]
_MOST_ALARMS = 2_000
"""Read of an account and region: twenty pages."""


class CloudWatchAlarms:
    """Raises `OpsError`."""

    def __init__(self, client: "CloudWatchClient", environment: str, clock: Clock) -> None:
        self._client = client
        self._environment = environment
        self._clock = clock

    def ringing(self) -> tuple[Alarm, ...]:
        """Every metric alarm in the state ALARM, by name: what is told of services."""
        return tuple(one for one in self.firing() if not one.rule)

    def firing(self) -> tuple[Alarm, ...]:
        """Every alarm in the state ALARM, by name."""
        return self._described(StateValue="ALARM")

    def all(self) -> tuple[Alarm, ...]:
        """Every alarm in whatever state, by name."""
        return self._described()

    def one(self, name: str) -> Alarm:
        """The alarm of that name. Raises `OpsError` "not found" where there is none."""
        found = self._described(AlarmNames=[name])
        if not found:
            what = phrase("read_alarm", alarm=name, environment=self._environment)
            raise OpsError("not found", what, phrase("does_not_exist"))
        return found[0]

    def _described(self, **wanted: Any) -> tuple[Alarm, ...]:
        with reading(phrase("read_alarms", environment=self._environment)):
            found = sorted(self._pages(wanted), key=lambda one: one.name)
        return tuple(found)

    def _pages(self, wanted: Mapping[str, Any]) -> Iterator[Alarm]:
        paginator: Any = self._client.get_paginator("describe_alarms")
        bounds = {"PageSize": 100, "MaxItems": _MOST_ALARMS}
        for page in paginator.paginate(AlarmTypes=_BOTH, PaginationConfig=bounds, **wanted):
            now = observed_at(page, self._clock())
            for one in (*page.get("MetricAlarms", []), *page.get("CompositeAlarms", [])):
                yield _alarm(one, self._environment, now)


def _alarm(one: Mapping[str, Any], environment: str, now: datetime) -> Alarm:
    # Of an update the state need not change: what counts is the transition.
    since = one.get("StateTransitionedTimestamp") or one.get("StateUpdatedTimestamp")
    return Alarm(
        name=one["AlarmName"],
        reason=one.get("AlarmDescription") or one.get("StateReason", ""),
        age_seconds=seconds_since(since, now),
        dimensions={d["Name"]: d["Value"] for d in one.get("Dimensions", [])},
        environment=environment,
        state=one.get("StateValue", ""),
        since=since.astimezone(UTC).isoformat() if since else "",
        measure=_measure(one),
        rule=one.get("AlarmRule", ""),
    )


def _measure(one: Mapping[str, Any]) -> Measure | None:
    """None for a composite alarm, and for one of a metric expression."""
    if not one.get("MetricName"):
        return None
    return Measure(
        metric=one["MetricName"],
        statistic=one.get("ExtendedStatistic") or one.get("Statistic", ""),
        comparison=one.get("ComparisonOperator", ""),
        threshold=one.get("Threshold"),
        period_seconds=one.get("Period", 0),
        unit=one.get("Unit", ""),
    )
