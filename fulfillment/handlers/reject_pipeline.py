"""Plan to reject what waits in a pipeline."""

from fulfillment.markdown import bold
from fulfillment.ops.pipelines import Pipelines
from fulfillment.pipeline_plans import Told, awaited, commits, decision
from fulfillment.plan import Plan
from fulfillment.turn import Turn


def plan(turn: Turn, pipelines: Pipelines, *, pipeline: str) -> Plan:
    """The request that has been waiting longest. Raises `PlanRefused` where nothing waits."""
    say, found = turn.say, pipelines.whole(pipeline)
    _, stage = awaited(turn, pipelines, found)
    name, where = bold(found.name), bold(stage.name)
    text, aloud = (
        say("plan", pipeline=name, stage=where, what=what) for what in commits(say, stage.revision)
    )
    title = say("title", pipeline=found.name, stage=stage.name)
    return decision(turn, pipelines, found, Told(text, aloud, title))
