"""The one place that notes what people say of alarms. Never sends anything twice."""

from datetime import timedelta
from typing import Protocol

from fulfillment.errors import OpsError, OutcomeUnknown, StoreError
from fulfillment.ops.alarms.notes import Kind, Note, document_of, note_key
from fulfillment.ops.reach import Reach
from fulfillment.sentences import phrase
from fulfillment.store import Store

KEPT = timedelta(days=30)
"""An acknowledgement, at most: an alarm that fires longer than that wants looking at again."""
_KEPT_AFTER_SNOOZE = timedelta(hours=1)


class AlarmNotes(Protocol):
    """What acts need of the notes. Each raises `OutcomeUnknown` where the answer was lost, and
    `OpsError` where somebody else has noted something since the plan was made."""

    def acknowledge(
        self, environment: str, alarm: str, *, since: str, plan: str, replacing: str
    ) -> None:
        """For the firing that began at `since`. `replacing`: the plan of the note that was seen."""

    def snooze(
        self, environment: str, alarm: str, span: timedelta, *, plan: str, replacing: str
    ) -> None:
        """From now on, for `span`."""


def connect(reach: Reach) -> AlarmNotes:
    return StoredAlarmNotes(reach)


class StoredAlarmNotes:
    """`AlarmNotes` in Ground Control's own table, in the name of one person."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    def acknowledge(
        self, environment: str, alarm: str, *, since: str, plan: str, replacing: str
    ) -> None:
        note = Note(self._reach.person.display_name, self._reach.now(), plan, since=since)
        self._keep(environment, alarm, "acknowledged", note, replacing, KEPT)

    def snooze(
        self, environment: str, alarm: str, span: timedelta, *, plan: str, replacing: str
    ) -> None:
        now = self._reach.now()
        note = Note(self._reach.person.display_name, now, plan, until=now + span)
        self._keep(environment, alarm, "snoozed", note, replacing, span + _KEPT_AFTER_SNOOZE)

    def _keep(
        self,
        environment: str,
        alarm: str,
        kind: Kind,
        note: Note,
        replacing: str,
        span: timedelta,
    ) -> None:
        what = phrase("note_alarm", alarm=alarm, environment=environment)
        key = note_key(self._reach.environment(environment), alarm, kind)
        seconds = int(span.total_seconds())
        try:
            is_kept = self._store().note(
                key, document_of(note), replacing=replacing, seconds=seconds
            )
        except StoreError:
            raise OutcomeUnknown("timeout", what, phrase("no_answer_came")) from None
        if not is_kept:
            raise OpsError("failed", what, phrase("noted_meanwhile"))

    def _store(self) -> Store:
        if self._reach.store is None:
            raise OpsError("failed", phrase("keep_note"), phrase("no_table"))
        return self._reach.store
