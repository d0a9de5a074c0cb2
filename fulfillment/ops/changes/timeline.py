"""`Changes` over the sources: side by side, each failing alone."""

from collections.abc import Sequence
from typing import Any

from fulfillment.errors import OpsError
from fulfillment.ops.changes.actions import actions
from fulfillment.ops.changes.alarm_history import alarm_history
from fulfillment.ops.changes.deployments import deployments
from fulfillment.ops.changes.merging import merged
from fulfillment.ops.changes.pipeline_runs import pipeline_runs
from fulfillment.ops.changes.port import Timeline, Window
from fulfillment.ops.changes.source import Read, Source, WideSource, places
from fulfillment.ops.changes.trail import trail
from fulfillment.ops.reach import Reach, gathered
from fulfillment.sentences import Phrase

SOURCES: tuple[Source, ...] = (deployments, trail, alarm_history)
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
