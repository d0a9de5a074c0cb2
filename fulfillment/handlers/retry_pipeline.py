"""Plan to retry the failed stage of a pipeline."""

from fulfillment.errors import PlanRefused
from fulfillment.markdown import bold
from fulfillment.ops.pipelines import Pipelines
from fulfillment.pipeline_answers import line
from fulfillment.pipeline_plans import change, planned
from fulfillment.plan import Plan
from fulfillment.turn import Turn


def plan(turn: Turn, pipelines: Pipelines, *, pipeline: str) -> Plan:
    """The first stage that has failed. Raises `PlanRefused` where none has."""
    found = pipelines.one(pipeline)
    stage = found.failed
    if stage is None:
        standing = line(turn.say, found, brief=True)
        raise PlanRefused(turn.say("nothing_failed", pipeline=bold(pipeline), standing=standing))
    told = planned(turn, found, stage)
    return change(turn, pipelines, found, stage, told=told, seen={})
