"""Searches that outlast an answer: kept as operations, so that channels follow them to their end.

They are records of Ground Control's own table, as replies and plans are; AWS is not asked here.
"""

import uuid
from collections.abc import Callable
from typing import Protocol

from fulfillment.errors import StoreError
from fulfillment.ops.reach import Reach
from fulfillment.plan import OperationRecord
from fulfillment.turn import Turn


class Queries(Protocol):
    def keep(self, turn: Turn, query: str, title: str) -> str:
        """The id of the operation to follow; "" where it cannot be kept: then nobody follows it."""


def connect(reach: Reach) -> Queries:
    return StoredQueries(reach)


class StoredQueries:
    """`Queries` of one person."""

    def __init__(self, reach: Reach, new_id: Callable[[], str] = lambda: uuid.uuid4().hex) -> None:
        self._reach = reach
        self._new_id = new_id

    def keep(self, turn: Turn, query: str, title: str) -> str:
        if self._reach.store is None:
            return ""
        record = OperationRecord(
            id=self._new_id(),
            intent=turn.intent,
            service=turn.slots.get("service", ""),
            environment=turn.slots.get("environment", ""),
            title=title,
            person=turn.person.id,
            outcome="started",
            query=query,
            slots=dict(turn.slots),
        )
        try:
            self._reach.store.save_operation(record)
        except StoreError:
            return ""
        return record.id
