"""Plan to roll a stage of a pipeline back to what it ran before."""

from fulfillment.errors import PlanRefused
from fulfillment.markdown import bold
from fulfillment.ops.pipelines import Pipelines
from fulfillment.ops.pipelines.port import Pipeline, Stage, Target
from fulfillment.pipeline_answers import commit
from fulfillment.pipeline_plans import Told, about_any, about_stage, change
from fulfillment.plan import Plan
from fulfillment.sentences import Say
from fulfillment.turn import Turn
from fulfillment.wording import spoken_age


def plan(turn: Turn, pipelines: Pipelines, *, pipeline: str, stage: str | None = None) -> Plan:
    """A named stage, else the last one that deploys. Raises `PlanRefused` where it cannot be."""
    found = pipelines.whole(pipeline)
    chosen = _chosen(turn.say, pipelines, found, stage)
    target = _target(turn.say, pipelines, found, chosen)
    text, aloud = (_sentence(turn.say, found, chosen, target, aloud=one) for one in (False, True))
    told = Told(text, aloud, turn.say("title", pipeline=found.name, stage=chosen.name))
    seen = {"target": target.execution}
    return change(turn, pipelines, found, chosen, told=told, seen=seen)


def _sentence(say: Say, pipeline: Pipeline, stage: Stage, target: Target, *, aloud: bool) -> str:
    return say(
        "plan",
        pipeline=bold(pipeline.name),
        stage=bold(stage.name),
        now=commit(say, stage.revision, aloud=aloud),
        before=commit(say, target.revision, aloud=aloud),
        age=spoken_age(say, target.age_seconds or 0.0),
    )


def _chosen(say: Say, pipelines: Pipelines, pipeline: Pipeline, name: str | None) -> Stage:
    """One that the person may not know of is answered as one that there is not."""
    told = pipelines.readable(pipeline)
    if name is None:
        deploying = [one for one in pipeline.stages if one.environment] or list(pipeline.stages)
        stage = deploying[-1] if deploying else None
    else:
        stage = told.stage(name)
    if stage is None:
        names = say.all_of([bold(one.name) for one in told.stages])
        text = say("no_such_stage", pipeline=bold(pipeline.name), stage=bold(name or ""))
        text = f"{text} {say('there_are', names=names)}"
        raise PlanRefused(text, *about_any(pipelines, pipeline))
    return stage


def _target(say: Say, pipelines: Pipelines, pipeline: Pipeline, stage: Stage) -> Target:
    """Raises `PlanRefused` where there is none, or the stage is busy."""
    name, its = bold(pipeline.name), bold(stage.name)
    about = about_stage(pipelines, pipeline, stage)
    if stage.state in ("running", "waiting"):
        raise PlanRefused(say("stage_is_busy", pipeline=name, stage=its), about)
    if stage == pipeline.stages[0]:
        raise PlanRefused(say("source_stage", pipeline=name, stage=its), about)
    target = pipelines.target(pipeline, stage)
    if target is None:
        raise PlanRefused(say("nothing_before", pipeline=name, stage=its), about)
    if target.is_outdated:
        before = commit(say, target.revision)
        raise PlanRefused(say("pipeline_changed", pipeline=name, stage=its, before=before), about)
    return target
