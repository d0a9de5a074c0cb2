"""Plan to reject what waits in a pipeline."""

from fulfillment.ops.pipelines import Pipelines
from fulfillment.pipeline_plans import decision
from fulfillment.plan import Plan
from fulfillment.turn import Turn


def plan(turn: Turn, pipelines: Pipelines, *, pipeline: str) -> Plan:
    """The request that has been waiting longest. Raises `PlanRefused` where nothing waits."""
    return decision(turn, pipelines, pipeline)
