"""Asking the audit what was done in a span of time: newest first, day by day, bounded."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from fulfillment.audit.entry import moment
from fulfillment.ops.failures import reading
from fulfillment.sentences import phrase

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_PAGE = 250
MOST_ITEMS = 2_000
"""Read for one question; there are two for an act."""
_TAKES = timedelta(minutes=1)
"""Longer than an act function may run: so long after its beginning comes the outcome."""
_KEYS = ("#intent", "#outcome", "#denied")
Item = Mapping[str, str]


@dataclass(frozen=True)
class Action:
    """A change that somebody asked for through Ground Control, and what came of it."""

    at: datetime
    """When it began, aware, UTC."""
    person: str
    """Id of the policy."""
    name: str
    intent: str
    title: str
    """What it was, in the language of who asked: "Restart of orders in staging"; "" if denied."""
    service: str
    environment: str
    """ "" for a denial that was not about one."""
    channel: str
    outcome: str
    """ "started", "succeeded", "failed", "unknown", "refused" or "denied"."""
    detail: str = ""
    rule: str = ""
    slots: Mapping[str, str] | None = None
    plan_id: str = ""


@dataclass(frozen=True)
class History:
    actions: tuple[Action, ...]
    """Newest first."""
    is_whole: bool = True
    """Whether that is all that was asked for."""


class AuditReader:
    """The audit table, for asking only."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def history(self, start: datetime, end: datetime, wanted: Callable[[Action], bool]) -> History:
        """Those `wanted` that began from `start` (included) to `end` (not included).

        Reads at most `MOST_ITEMS` items. Raises `OpsError`.
        """
        read: list[Item] = []
        with reading(phrase("read_audit")):
            for page in self._pages(start, end + _TAKES):
                read.extend(page)
                if len(read) >= MOST_ITEMS:
                    break
        actions = (one for one in _actions(read) if start <= one.at < end)
        return History(tuple(filter(wanted, actions)), is_whole=len(read) < MOST_ITEMS)

    def _pages(self, start: datetime, end: datetime) -> Iterator[list[Item]]:
        for day in _days(start, end):
            following: dict[str, Any] = {}
            while True:
                answer = self._client.query(
                    TableName=self._table,
                    KeyConditionExpression="#day = :day AND entry BETWEEN :start AND :end",
                    ExpressionAttributeNames={"#day": "day"},
                    ExpressionAttributeValues={
                        ":day": {"S": day},
                        ":start": {"S": moment(start)},
                        ":end": {"S": moment(end)},
                    },
                    ScanIndexForward=False,
                    Limit=_PAGE,
                    **following,
                )
                yield [_plain(item) for item in answer["Items"]]
                if "LastEvaluatedKey" not in answer:
                    break
                following = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def _days(start: datetime, end: datetime) -> Iterator[str]:
    """The table's days that the span touches, newest first."""
    day, first = end.astimezone(UTC).date(), start.astimezone(UTC).date()
    while day >= first:
        yield day.isoformat()
        day -= timedelta(days=1)


def _plain(item: Mapping[str, Any]) -> Item:
    return {name: str(value.get("S", "")) for name, value in item.items()}


def _actions(items: list[Item]) -> list[Action]:
    """One for each plan and each denial, in the order of `items`: newest first."""
    begun = {item["plan_id"]: item for item in items if item.get("stage") == "intent"}
    ended = {item["plan_id"] for item in items if item.get("stage") == "outcome"}
    found = []
    for item in items:
        stage, plan_id = item.get("stage", ""), item.get("plan_id", "")
        if stage == "intent" and plan_id in ended:
            continue
        found.append(_action(item, begun.get(plan_id, item) if stage == "outcome" else item))
    return sorted(found, key=lambda one: one.at, reverse=True)


def _action(item: Item, begun: Item) -> Action:
    return Action(
        at=datetime.fromisoformat(begun["at"]),
        person=item.get("person", ""),
        name=item.get("name", "") or item.get("person", ""),
        intent=item.get("intent", ""),
        title=item.get("title", ""),
        service=item.get("service", ""),
        environment=item.get("environment", ""),
        channel=item.get("channel", ""),
        # An act that died leaves only its beginning behind.
        outcome=item.get("outcome", "unknown"),
        detail=item.get("detail", ""),
        rule=item.get("rule", ""),
        slots=json.loads(item["slots"]) if item.get("slots") else {},
        plan_id=item.get("plan_id", ""),
    )
