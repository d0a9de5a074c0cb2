"""CloudWatch: alarms that went off or ended. CloudWatch keeps the history for 30 days."""

from typing import TYPE_CHECKING, Any

from fulfillment.ops.changes.naming import environment_of, names_service
from fulfillment.ops.changes.port import Change, Window
from fulfillment.ops.changes.source import Place, Read
from fulfillment.ops.failures import reading
from fulfillment.ops.reach import Reach
from fulfillment.sentences import phrase

if TYPE_CHECKING:
    from mypy_boto3_cloudwatch import CloudWatchClient
    from mypy_boto3_cloudwatch.type_defs import AlarmHistoryItemTypeDef

_BOTH: Any = ["MetricAlarm", "CompositeAlarm"]
"""Without AlarmTypes only metric alarms are told."""
_MOST = 300
_RINGS, _ENDS = " to ALARM", "from ALARM to "
"""Of a summary such as "Alarm updated from OK to ALARM"."""


def alarm_history(reach: Reach, place: Place, window: Window) -> Read:
    """A `Source`: one entry for each time that an alarm went off, and one for each end of it."""
    client: CloudWatchClient = reach.client("cloudwatch", place.name)
    items = _items(client, place, window)
    found = [
        change
        for item in items
        for change in _changes(item, place, window)
        if place.is_seen(reach, change.environment, [item.get("AlarmName", "")])
    ]
    cut = phrase("alarm_history_cut", count=_MOST, environment=place.name)
    return Read(found, (cut,) if len(items) >= _MOST else ())


def _items(
    client: "CloudWatchClient", place: Place, window: Window
) -> "list[AlarmHistoryItemTypeDef]":
    with reading(phrase("read_alarm_history", environment=place.name)):
        pages = client.get_paginator("describe_alarm_history").paginate(
            AlarmTypes=_BOTH,
            HistoryItemType="StateUpdate",
            StartDate=window.start,
            EndDate=window.end,
            ScanBy="TimestampDescending",
            PaginationConfig={"PageSize": 100, "MaxItems": _MOST},
        )
        return [item for page in pages for item in page.get("AlarmHistoryItems", [])]


def _changes(item: "AlarmHistoryItemTypeDef", place: Place, window: Window) -> list[Change]:
    """Nothing for a change that no alarm's ringing is part of: data came, or stopped coming."""
    summary, name, at = item.get("HistorySummary", ""), item.get("AlarmName", ""), item["Timestamp"]
    rings = summary.endswith(_RINGS)
    environment = environment_of([name], place)
    if not (rings or _ENDS in summary) or environment is None or not window.holds(at):
        return []
    if window.service and not names_service([name], window.service):
        return []
    what = phrase("alarm_rang", alarm=name) if rings else phrase("alarm_ended", alarm=name)
    return [Change(at, "alarm", what, environment, is_trouble=rings)]
