"""What people have noted of alarms: acknowledged, snoozed. Read here, written by the act function.

The notes are items of Ground Control's own table: CloudWatch has no place for them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from fulfillment.catalog.environments import Environment
from fulfillment.ops.observed import seconds_since
from fulfillment.ops.state import Alarm, AlarmNote
from fulfillment.store import Store

Kind = Literal["acknowledged", "snoozed"]
KINDS: tuple[Kind, ...] = ("acknowledged", "snoozed")


def note_key(where: Environment, alarm: str, kind: Kind) -> str:
    """Of the account and region, not of the environment: two of them may share an alarm."""
    return f"ALARM#{where.account}#{where.region}#{alarm}#{kind}"


def with_notes(
    alarms: Sequence[Alarm], where: Environment, store: Store, now: datetime
) -> tuple[Alarm, ...]:
    """The alarms with what still holds of their notes. Raises `StoreError`.

    An acknowledgement is of one firing: it ends when the alarm's state changes. A snooze ends at
    its time, however often the alarm comes and goes until then.
    """
    keys = {(one.name, kind): note_key(where, one.name, kind) for one in alarms for kind in KINDS}
    noted = store.notes(tuple(keys.values()))

    def found(alarm: Alarm, kind: Kind) -> Note | None:
        document = noted.get(keys[alarm.name, kind])
        return note_of(document) if document else None

    return tuple(
        replace(
            one,
            acknowledged=_of_this_firing(one, found(one, "acknowledged"), now),
            snoozed=_until_later(found(one, "snoozed"), now),
        )
        for one in alarms
    )


@dataclass(frozen=True)
class Note:
    """A note as it is kept."""

    by: str
    at: datetime
    plan: str
    until: datetime | None = None
    """Of a snooze."""
    since: str = ""
    """Of an acknowledgement: `Alarm.since` of the firing that it is for."""


def note_of(document: Mapping[str, str]) -> Note:
    until = document.get("until", "")
    return Note(
        by=document["by"],
        at=datetime.fromisoformat(document["at"]),
        plan=document["plan"],
        until=datetime.fromisoformat(until) if until else None,
        since=document.get("since", ""),
    )


def document_of(note: Note) -> dict[str, str]:
    until = note.until.isoformat() if note.until else ""
    at = note.at.isoformat()
    return {"by": note.by, "at": at, "plan": note.plan, "until": until, "since": note.since}


def _of_this_firing(alarm: Alarm, note: Note | None, now: datetime) -> AlarmNote | None:
    if note is None or alarm.state != "ALARM" or note.since != alarm.since:
        return None
    return AlarmNote(note.by, seconds_since(note.at, now), plan=note.plan)


def _until_later(note: Note | None, now: datetime) -> AlarmNote | None:
    left = (note.until - now).total_seconds() if note and note.until else 0
    if note is None or left <= 0:
        return None
    return AlarmNote(note.by, seconds_since(note.at, now), left, note.plan)
