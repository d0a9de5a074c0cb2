"""Amazon CloudWatch: the alarms that ring, and which service each is about."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fulfillment.ops.failures import reading
from fulfillment.ops.observed import observed_at, seconds_since
from fulfillment.ops.sessions import Clock
from fulfillment.ops.state import Alarm
from fulfillment.sentences import phrase

if TYPE_CHECKING:
    from mypy_boto3_cloudwatch import CloudWatchClient

_WORD = re.compile(r"[A-Za-z0-9]+")


class Alarms:
    """Reads alarms of one account and region. Raises `OpsError`."""

    def __init__(self, client: "CloudWatchClient", environment: str, clock: Clock) -> None:
        self._client = client
        self._environment = environment
        self._clock = clock

    def ringing(self) -> tuple[Alarm, ...]:
        """Every metric alarm in the state ALARM, by name."""
        found = []
        with reading(phrase("read_alarms", environment=self._environment)):
            pages = self._client.get_paginator("describe_alarms").paginate(StateValue="ALARM")
            for page in pages:
                now = observed_at(page, self._clock())
                for alarm in page.get("MetricAlarms", []):
                    since = alarm.get("StateTransitionedTimestamp") or alarm.get(
                        "StateUpdatedTimestamp"
                    )
                    found.append(
                        Alarm(
                            name=alarm["AlarmName"],
                            reason=alarm.get("AlarmDescription") or alarm.get("StateReason", ""),
                            age_seconds=seconds_since(since, now),
                            dimensions={d["Name"]: d["Value"] for d in alarm.get("Dimensions", [])},
                        )
                    )
        return tuple(sorted(found, key=lambda one: one.name))


def belongs_to_cluster(alarm: Alarm, cluster: str, others: Sequence[str]) -> bool:
    """Whether an alarm is about `cluster`: by its dimension, else unless it names another one."""
    if "ClusterName" in alarm.dimensions:
        return alarm.dimensions["ClusterName"] == cluster
    words = _words(alarm)
    return _names(words, cluster) or not any(_names(words, other) for other in others)


def belongs_to_service(alarm: Alarm, service: str) -> bool:
    """By its dimension, else by the words of its name ("orders-production-5xx")."""
    if "ServiceName" in alarm.dimensions:
        return alarm.dimensions["ServiceName"] == service
    return _names(_words(alarm), service)


def _words(alarm: Alarm) -> list[str]:
    return [word.casefold() for word in _WORD.findall(alarm.name)]


def _names(words: list[str], name: str) -> bool:
    """Whether the words of `name` stand side by side in `words`."""
    wanted = [word.casefold() for word in _WORD.findall(name)]
    return any(words[at : at + len(wanted)] == wanted for at in range(len(words)))
