"""Plan to retry the failed stage of a pipeline."""

from fulfillment.errors import PlanRefused
from fulfillment.markdown import bold
from fulfillment.ops.pipelines import Pipelines
from fulfillment.pipeline_answers import line
from fulfillment.pipeline_plans import Told, about_any, change, commits
from fulfillment.plan import Plan
from fulfillment.turn import Turn


def plan(turn: Turn, pipelines: Pipelines, *, pipeline: str) -> Plan:
    """The first stage that has failed. Raises `PlanRefused` where none has."""
    say, found = turn.say, pipelines.whole(pipeline)
    stage, name = found.failed, bold(found.name)
    if stage is None:
        standing = line(say, pipelines.readable(found), brief=True)
        told = say("nothing_failed", pipeline=name, standing=standing)
        raise PlanRefused(told, *about_any(pipelines, found))
    where = bold(stage.name)
    text, aloud = (
        say("plan", pipeline=name, stage=where, what=what) for what in commits(say, stage.revision)
    )
    title = say("title", pipeline=found.name, stage=stage.name)
    return change(turn, pipelines, found, stage, told=Told(text, aloud, title), seen={})
