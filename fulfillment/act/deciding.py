"""What acts on pipelines share."""

from fulfillment.act.writers.pipelines import Decision, EveryWriter
from fulfillment.plan import OperationRecord, StoredPlan


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
    return done(stored)


def done(stored: StoredPlan) -> OperationRecord:
    """Over at once: what the pipeline makes of it is to be seen in the pipeline."""
    plan = stored.plan
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
