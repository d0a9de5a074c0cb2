"""`Changes` over the sources: side by side, each failing alone."""

from collections.abc import Sequence
from typing import Any

from fulfillment.errors import OpsError
from fulfillment.ops.changes.alarm_history import alarm_history
from fulfillment.ops.changes.deployments import deployments
from fulfillment.ops.changes.merging import merged
from fulfillment.ops.changes.port import Timeline, Window
from fulfillment.ops.changes.source import Read, Source, places
from fulfillment.ops.changes.trail import trail
from fulfillment.ops.reach import Reach, gathered
from fulfillment.sentences import Phrase

SOURCES: tuple[Source, ...] = (deployments, trail, alarm_history)


class Sources:
    """`Changes` of the environments that one person may ask about."""

    def __init__(self, reach: Reach, sources: Sequence[Source] = SOURCES) -> None:
        self._reach = reach
        self._sources = sources

    def recent(self, environments: Sequence[str], window: Window) -> Timeline:
        try:
            where = places(self._reach, environments)
        except OpsError as error:
            return Timeline((), (error.phrase,), is_read=False)
        submit: Any = self._reach.workers.outer.submit
        asked = [
            submit(source, self._reach, one, window) for one in where for source in self._sources
        ]
        read, gaps = gathered(asked)
        return _timeline(read, gaps)


def _timeline(read: Sequence[Read], gaps: tuple[Phrase, ...]) -> Timeline:
    changes = merged(change for one in read for change in one.changes)
    notes = tuple(note for one in read for note in one.notes)
    return Timeline(changes, (*gaps, *notes), is_read=bool(read))
