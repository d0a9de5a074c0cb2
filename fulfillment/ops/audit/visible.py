"""`AuditTrail` over the audit table: only what the person may know of."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from fulfillment.audit.reading import Action, History
from fulfillment.errors import OpsError, StoreError
from fulfillment.ops.reach import Reach
from fulfillment.ops.visible import names_hidden
from fulfillment.sentences import phrase

_LOOKED_UP = 10
"""Of the newest: their operations are kept for a day."""


class VisibleTrail:
    """Of environments that the person may ask about, and services that they may know of."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    def history(
        self, environments: Sequence[str], start: datetime, end: datetime, service: str = ""
    ) -> History:
        reader = self._reach.audit
        if reader is None:
            raise OpsError("unavailable", phrase("read_audit"), phrase("no_audit"))
        allowed = frozenset(self._reach.names()) & frozenset(environments)
        is_everywhere = allowed == frozenset(self._reach.all_environments.names())

        def wanted(action: Action) -> bool:
            if service and action.service != service:
                return False
            if not action.environment:
                return is_everywhere and all(self._knows(action, one) for one in allowed)
            return action.environment in allowed and self._knows(action, action.environment)

        found = reader.history(start, end, wanted)
        newest, older = found.actions[:_LOOKED_UP], found.actions[_LOOKED_UP:]
        ended = self._reach.workers.inner.map(self._ended, newest)
        return History((*ended, *older), found.is_whole)

    def _ended(self, action: Action) -> Action:
        """With how it went on: the audit has what came of the act, the operation how that ended."""
        store = self._reach.store
        if store is None or action.outcome != "started":
            return action
        record = None
        with suppress(StoreError):
            record = store.operation(action.plan_id)
        if record is None or not record.ended:
            return action
        return replace(action, outcome=record.ended, detail=record.detail)

    def _knows(self, action: Action, environment: str) -> bool:
        """What is about no service may be about something that is named after one."""
        if not action.service:
            return not names_hidden(self._reach, environment, [action.title])
        return self._reach.sees(environment, action.service)
