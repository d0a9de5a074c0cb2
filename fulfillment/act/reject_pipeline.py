"""Do what `fulfillment/handlers/reject_pipeline.py` has planned."""

from fulfillment.act.deciding import decided
from fulfillment.act.writers.pipelines import EveryWriter
from fulfillment.plan import OperationRecord, StoredPlan


def apply(stored: StoredPlan, pipelines: EveryWriter) -> OperationRecord:
    """Reject, once. Raises `OutcomeUnknown` and `OpsError`."""
    return decided(stored, pipelines, is_approved=False)
