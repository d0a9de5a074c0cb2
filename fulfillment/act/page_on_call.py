"""Do what `fulfillment/handlers/page_on_call.py` has planned."""

from fulfillment.act.writers.pager import Message, Pager
from fulfillment.plan import OperationRecord, StoredPlan, recorded


def apply(stored: StoredPlan, pager: Pager) -> OperationRecord:
    """Page, once. Raises `OutcomeUnknown` and `OpsError`."""
    plan = stored.plan
    details = plan.details
    message = Message(
        environment=plan.environment,
        service=plan.service,
        person=details["person"],
        topic=details["topic"],
        subject=details["subject"],
        text=details["message"],
    )
    pager.page(message, plan=stored.id, replacing=details["replacing"])
    return recorded(stored, ended="succeeded")
