"""What CloudWatch remembers of its alarms: when their states changed, from moto's own notes."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from deploy.local.account.slim_moto import CloudWatchError

_PAGE = 100
_KIND = "StateUpdate"


@dataclass(frozen=True)
class _State:
    value: str
    reason: str
    since: datetime


def answer(alarms: Sequence[Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    """DescribeAlarmHistory over moto's `alarms`: state changes only."""
    size, start = int(asked.get("MaxRecords") or _PAGE), int(asked.get("NextToken") or 0)
    if not 1 <= size <= _PAGE:
        raise CloudWatchError(f"MaxRecords must be 1 to {_PAGE}: {size}")
    found = [item for alarm in alarms if _is_wanted(alarm, asked) for item in _items(alarm)]
    found = [item for item in found if _is_within(item, asked)]
    found.sort(key=lambda one: one["Timestamp"], reverse=_is_descending(asked))
    result: dict[str, Any] = {"AlarmHistoryItems": found[start : start + size]}
    if start + size < len(found):
        result["NextToken"] = str(start + size)
    return result


def _is_descending(asked: Mapping[str, Any]) -> bool:
    order: str = asked.get("ScanBy") or "TimestampDescending"
    return order == "TimestampDescending"


def _is_wanted(alarm: Any, asked: Mapping[str, Any]) -> bool:
    """Without AlarmTypes, metric alarms only."""
    if asked.get("HistoryItemType") not in (None, _KIND):
        return False
    kinds = asked.get("AlarmTypes") or ["MetricAlarm"]
    return _kind(alarm) in kinds and bool(asked.get("AlarmName") in (None, alarm.name))


def _kind(alarm: Any) -> str:
    return "CompositeAlarm" if alarm.rule else "MetricAlarm"


def _is_within(item: Mapping[str, Any], asked: Mapping[str, Any]) -> bool:
    start, end = _moment(asked.get("StartDate")), _moment(asked.get("EndDate"))
    at: datetime = item["Timestamp"]
    return (start is None or start <= at) and (end is None or at <= end)


def _moment(given: Any) -> datetime | None:
    if given is None:
        return None
    if isinstance(given, int | float):
        return datetime.fromtimestamp(given, UTC)
    found = given if isinstance(given, datetime) else datetime.fromisoformat(str(given))
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _items(alarm: Any) -> Iterator[dict[str, Any]]:
    """moto notes each state as it ends; the next one, or the present, is what it became."""
    states = [_State(value, reason, since) for _, reason, _, value, since in alarm.history]
    states.append(_State(alarm.state_value, alarm.state_reason, alarm.state_updated_timestamp))
    for old, new in pairwise(states):
        if old.value != new.value:
            yield _item(alarm, old, new)


def _item(alarm: Any, old: _State, new: _State) -> dict[str, Any]:
    data = {
        "version": "1.0",
        "oldState": {"stateValue": old.value, "stateReason": old.reason},
        "newState": {"stateValue": new.value, "stateReason": new.reason},
    }
    return {
        "AlarmName": alarm.name,
        "AlarmType": _kind(alarm),
        "Timestamp": new.since.replace(tzinfo=UTC),
        "HistoryItemType": _KIND,
        "HistorySummary": f"Alarm updated from {old.value} to {new.value}",
        "HistoryData": json.dumps(data),
    }
