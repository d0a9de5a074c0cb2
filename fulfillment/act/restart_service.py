"""Do what `fulfillment/handlers/restart_service.py` has planned."""

from fulfillment.act.writers.services import ServiceWriter
from fulfillment.plan import OperationRecord, StoredPlan, recorded


def apply(stored: StoredPlan, services: ServiceWriter) -> OperationRecord:
    """Restart, once. Raises `OutcomeUnknown` and `OpsError`."""
    plan = stored.plan
    deployment = services.force_new_deployment(plan.environment, plan.service)
    tasks = int(plan.details.get("tasks", "0"))
    return recorded(stored, deployment_id=deployment, total=tasks)
