"""Do what `fulfillment/handlers/page_on_call.py` has planned."""

from fulfillment.act.writers.pager import Pager
from fulfillment.plan import OperationRecord, StoredPlan


def apply(stored: StoredPlan, pager: Pager) -> OperationRecord:
    """Page, once. Raises `OutcomeUnknown` and `OpsError`."""
    plan = stored.plan
    details = plan.details
    pager.page(plan.environment, details["topic"], details["subject"], details["message"])
    return OperationRecord(
        id=stored.id,
        intent=plan.intent,
        service=plan.service,
        environment=plan.environment,
        title=plan.title,
        person=stored.person,
        outcome="started",
        ended="succeeded",
    )
