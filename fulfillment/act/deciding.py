"""What acts on pipelines share."""

from fulfillment.act.writers.pipelines import Decision, EveryWriter
from fulfillment.plan import OperationRecord, StoredPlan, recorded


def decided(stored: StoredPlan, pipelines: EveryWriter, *, is_approved: bool) -> OperationRecord:
    """Say yes or no to the request that the plan saw. Raises `OutcomeUnknown` and `OpsError`."""
    details = stored.plan.details
    verdict = "Approved" if is_approved else "Rejected"
    decision = Decision(
        pipeline=details["pipeline"],
        stage=details["stage"],
        action=details["action"],
        execution=details["execution"],
        token_digest=details["token_digest"],
        is_approved=is_approved,
        summary=f"{verdict} by {details['person']} through Ground Control",
    )
    pipelines.at(details["home"]).decide(decision)
    return recorded(stored, ended="succeeded")
