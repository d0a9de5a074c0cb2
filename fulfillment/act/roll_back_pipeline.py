"""Do what `fulfillment/handlers/roll_back_pipeline.py` has planned."""

from fulfillment.act.writers.pipelines import EveryWriter
from fulfillment.plan import OperationRecord, StoredPlan, recorded


def apply(stored: StoredPlan, pipelines: EveryWriter) -> OperationRecord:
    """Roll back, once. Raises `OutcomeUnknown` and `OpsError`."""
    details = stored.plan.details
    writer = pipelines.at(details["home"])
    writer.roll_back(details["pipeline"], details["stage"], details["target"])
    return recorded(stored, ended="succeeded")
