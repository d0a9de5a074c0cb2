"""Do what `fulfillment/handlers/acknowledge_alarm.py` has planned."""

from fulfillment.act.writers.alarm_notes import AlarmNotes
from fulfillment.plan import OperationRecord, StoredPlan, recorded


def apply(stored: StoredPlan, alarm_notes: AlarmNotes) -> OperationRecord:
    """Note it, once. Raises `OutcomeUnknown` and `OpsError`."""
    plan = stored.plan
    alarm_notes.acknowledge(
        plan.environment,
        plan.details["alarm"],
        since=plan.details["since"],
        plan=stored.id,
        replacing=plan.details["replacing"],
    )
    return recorded(stored, ended="succeeded")
