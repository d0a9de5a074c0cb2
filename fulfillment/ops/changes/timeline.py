"""`Changes` over the sources: side by side, each failing alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from fulfillment.errors import OpsError
from fulfillment.ops.changes.actions import actions
from fulfillment.ops.changes.alarm_history import alarm_history
from fulfillment.ops.changes.deployments import deployments
from fulfillment.ops.changes.merging import NEAR, STARTS, merged
from fulfillment.ops.changes.pipeline_runs import pipeline_runs
from fulfillment.ops.changes.port import Change, Deployers, Timeline, Window
from fulfillment.ops.changes.source import Read, Source, WideSource, places
from fulfillment.ops.changes.trail import trail
from fulfillment.ops.reach import Reach, gathered
from fulfillment.sentences import Phrase

SOURCES: tuple[Source, ...] = (deployments, trail, alarm_history)
_KEPT = timedelta(days=90)
"""So long CloudTrail remembers."""
WIDE: tuple[WideSource, ...] = (pipeline_runs, actions)


class Sources:
    """`Changes` of the environments that one person may ask about."""

    def __init__(
        self, reach: Reach, sources: Sequence[Source] = SOURCES, wide: Sequence[WideSource] = WIDE
    ) -> None:
        self._reach = reach
        self._sources = sources
        self._wide = wide

    def recent(self, environments: Sequence[str], window: Window) -> Timeline:
        try:
            where = places(self._reach, environments)
        except OpsError as error:
            return Timeline((), (error.phrase,), is_read=False)
        submit: Any = self._reach.workers.outer.submit
        asked = [
            submit(source, self._reach, one, window) for one in where for source in self._sources
        ]
        # In this thread meanwhile: they have work of their own for the outer workers.
        wide, unread = self._read_wide(environments, window)
        read, gaps = gathered(asked)
        return _timeline([*read, *wide], (*gaps, *unread))

    def deployers(self, service: str, began: Mapping[str, datetime]) -> Deployers:
        """As the audit tells, which knows the person; else as CloudTrail does."""
        oldest = self._reach.now() - _KEPT
        asked = [where for where, at in began.items() if at > oldest]
        found, gaps = self._reach.each(
            lambda where: self._deployer(service, where, began[where]), asked
        )
        return Deployers({one.environment: one for one in found if one is not None}, gaps)

    def _deployer(self, service: str, environment: str, began: datetime) -> Change | None:
        """Raises `OpsError`."""
        window = Window(began - NEAR, began + NEAR, service)
        (place,) = places(self._reach, [environment])
        told = actions(self._reach, [environment], window).changes or [
            one
            for one in trail(self._reach, place, window).changes
            if one.operation in STARTS and one.environment == environment
        ]
        mine = [one for one in told if one.service == service and one.by]
        return min(mine, key=lambda one: abs(one.at - began), default=None)

    def _read_wide(
        self, environments: Sequence[str], window: Window
    ) -> tuple[list[Read], tuple[Phrase, ...]]:
        read, gaps = [], []
        for source in self._wide:
            try:
                read.append(source(self._reach, environments, window))
            except OpsError as error:
                gaps.append(error.phrase)
        return read, tuple(gaps)


def _timeline(read: Sequence[Read], gaps: tuple[Phrase, ...]) -> Timeline:
    changes = merged(change for one in read for change in one.changes)
    notes = tuple(note for one in read for note in one.notes)
    return Timeline(changes, (*gaps, *notes), is_read=bool(read))
