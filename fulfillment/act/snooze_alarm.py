"""Do what `fulfillment/handlers/snooze_alarm.py` has planned."""

from datetime import timedelta

from fulfillment.act.writers.alarm_notes import AlarmNotes
from fulfillment.plan import OperationRecord, StoredPlan, recorded


def apply(stored: StoredPlan, alarm_notes: AlarmNotes) -> OperationRecord:
    """Note it, once; the time runs from now on. Raises `OutcomeUnknown` and `OpsError`."""
    plan = stored.plan
    alarm_notes.snooze(
        plan.environment,
        plan.details["alarm"],
        timedelta(seconds=int(plan.details["seconds"])),
        plan=stored.id,
        replacing=plan.details["replacing"],
    )
    return recorded(stored, ended="succeeded")
