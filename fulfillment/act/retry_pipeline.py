"""Do what `fulfillment/handlers/retry_pipeline.py` has planned."""

from fulfillment.act.writers.pipelines import EveryWriter
from fulfillment.plan import OperationRecord, StoredPlan, recorded


def apply(stored: StoredPlan, pipelines: EveryWriter) -> OperationRecord:
    """Retry, once. Raises `OutcomeUnknown` and `OpsError`."""
    details = stored.plan.details
    writer = pipelines.at(details["home"])
    writer.retry(details["pipeline"], details["stage"], details["execution"])
    return recorded(stored, ended="succeeded")
