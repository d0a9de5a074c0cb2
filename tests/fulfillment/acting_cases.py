"""One case for each intent that changes something: `test_acting.py` holds each to its promise.

To add an intent, add a case; nothing else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.fulfillment.world import Fulfillment

Prepare = Callable[[Fulfillment], None]


def nothing(_: Fulfillment) -> None:
    """The example world is as it should be."""


@dataclass(frozen=True)
class Case:
    intent: str
    slots: Mapping[str, str]
    sends: tuple[str, ...]
    """The writes of one act as the audit names them: "ecs:UpdateService"; () for our own table."""
    ready: Prepare = nothing
    """Brings the world to where the change makes sense."""
    again: Prepare | None = nothing
    """Brings it, after the first act, to where the change makes sense once more; None where it
    cannot: then a second request must be refused in words."""
    person: str = "ana"


def later(seconds: int) -> Prepare:
    def advance(fulfillment: Fulfillment) -> None:
        fulfillment.server.advance(seconds)

    return advance


def firing(fulfillment: Fulfillment) -> None:
    """The alarm goes back to OK, and fires again."""
    for state in ("OK", "ALARM"):
        fulfillment.server.advance(60)
        watch = fulfillment.server.client("cloudwatch")
        watch.set_alarm_state(AlarmName=ALARM["alarm"], StateValue=state, StateReason="a test")


def waiting(fulfillment: Fulfillment) -> None:
    """The approval that was refused is asked for once more."""
    pipelines = fulfillment.server.client("codepipeline")
    stage = pipelines.get_pipeline_state(name=CHECKOUT["pipeline"])["stageStates"][-1]
    pipelines.retry_stage_execution(
        pipelineName=CHECKOUT["pipeline"],
        stageName=stage["stageName"],
        pipelineExecutionId=stage["latestExecution"]["pipelineExecutionId"],
        retryMode="FAILED_ACTIONS",
    )


ALARM = {"alarm": "orders-production-latency", "environment": "production"}
CHECKOUT = {"pipeline": "checkout-release"}

CASES = (
    Case(
        "RestartService",
        {"service": "orders", "environment": "staging"},
        sends=("ecs:UpdateService",),
        again=later(600),
    ),
    Case("AcknowledgeAlarm", ALARM, sends=(), ready=firing, again=firing),
    Case("SnoozeAlarm", {**ALARM, "period": "PT30M"}, sends=(), ready=firing),
    Case("PageOnCall", {"service": "inventory"}, sends=("sns:Publish",), again=later(660)),
    Case("ApprovePipeline", CHECKOUT, sends=("codepipeline:PutApprovalResult",), again=None),
    Case("RejectPipeline", CHECKOUT, sends=("codepipeline:PutApprovalResult",), again=waiting),
    Case(
        "RetryPipeline",
        {"pipeline": "infra"},
        sends=("codepipeline:RetryStageExecution",),
        again=later(130),
    ),
    Case(
        "RollBackPipeline",
        {"pipeline": "orders-release", "stage": "production"},
        sends=("codepipeline:RollbackStage",),
        again=None,
    ),
)
