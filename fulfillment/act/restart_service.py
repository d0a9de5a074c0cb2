"""Do what `fulfillment/handlers/restart_service.py` has planned."""

from fulfillment.act.writers.services import ServiceWriter
from fulfillment.plan import OperationRecord, StoredPlan


def apply(stored: StoredPlan, services: ServiceWriter) -> OperationRecord:
    """Restart, once. Raises `OutcomeUnknown` and `OpsError`."""
    plan = stored.plan
    deployment = services.force_new_deployment(plan.environment, plan.service)
    return OperationRecord(
        id=stored.id,
        intent=plan.intent,
        service=plan.service,
        environment=plan.environment,
        title=plan.title,
        person=stored.person,
        outcome="started",
        deployment_id=deployment,
        total=int(plan.details.get("tasks", "0")),
    )
