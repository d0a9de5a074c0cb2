"""Plans for changes of pipelines: what they share."""

from collections.abc import Mapping
from typing import NamedTuple

from fulfillment.errors import PlanRefused
from fulfillment.markdown import bold, plain
from fulfillment.ops.pipelines import Pipelines
from fulfillment.ops.pipelines.places import governing
from fulfillment.ops.pipelines.port import Approval, Pipeline, Revision, Stage
from fulfillment.pipeline_answers import commit, line
from fulfillment.plan import About, Plan, fingerprint_of
from fulfillment.sentences import Say
from fulfillment.turn import Turn
from fulfillment.wording import clean


class Told(NamedTuple):
    """What a person says yes to, and what the operation is called."""

    text: str
    aloud: str
    """Without the digits of commits."""
    title: str


def decision(turn: Turn, pipelines: Pipelines, pipeline: Pipeline, told: Told) -> Plan:
    """A yes or a no (which, the intent says) to what `awaited` gives."""
    approval, stage = awaited(turn, pipelines, pipeline)
    others = len(pipeline.approvals) - 1
    more = f" {turn.say('approvals_more', count=others)}" if others else ""
    told = told._replace(text=f"{told.text}{more}", aloud=f"{told.aloud}{more}")
    seen = {"action": approval.action, "token_digest": approval.token_digest}
    return change(turn, pipelines, pipeline, stage, told=told, seen=seen)


def commits(say: Say, revision: Revision | None) -> tuple[str, str]:
    """A commit as it is written, and as it is said."""
    return commit(say, revision), commit(say, revision, aloud=True)


def change(
    turn: Turn,
    pipelines: Pipelines,
    pipeline: Pipeline,
    stage: Stage,
    *,
    told: Told,
    seen: Mapping[str, str],
) -> Plan:
    """A plan for one stage: it counts as a change of the environments that run from there on.

    `seen`: what the act needs besides, and what must still be so when it is done.
    """
    details = {
        "home": pipeline.home,
        "pipeline": pipeline.name,
        "stage": stage.name,
        "execution": stage.execution,
        **seen,
    }
    about = about_stage(pipelines, pipeline, stage)
    reached = about.environments
    return Plan(
        intent=turn.intent,
        slots=dict(turn.slots),
        service=about.service,
        environment=next(reversed(reached), ""),
        sentence=told.text,
        speech=plain(told.aloud),
        title=told.title,
        fingerprint=fingerprint_of(
            {**details, "state": stage.state, "version": pipeline.version, "reached": reached}
        ),
        details={**details, "person": clean(turn.person.display_name or turn.person.id)},
        environments=reached,
        chosen=about.chosen,
    )


def about_stage(pipelines: Pipelines, pipeline: Pipeline, stage: Stage) -> About:
    """What letting that stage run is about."""
    return _about(pipelines.service(pipeline), pipeline, stage)


def about_any(pipelines: Pipelines, pipeline: Pipeline) -> tuple[About, ...]:
    """What letting any one of its stages run is about."""
    service = pipelines.service(pipeline)
    return tuple(_about(service, pipeline, one) for one in pipeline.stages)


def _about(service: str, pipeline: Pipeline, stage: Stage) -> About:
    chosen = {"pipeline": pipeline.name, "stage": stage.name}
    return About(service, governing(pipeline, stage), chosen)


def awaited(turn: Turn, pipelines: Pipelines, pipeline: Pipeline) -> tuple[Approval, Stage]:
    """What has been waiting longest in it. Raises `PlanRefused` where nothing waits."""
    if pipeline.approvals:
        first = pipeline.approvals[0]
        stage = pipeline.stage(first.stage)
        if stage is not None:
            return first, stage
    standing = line(turn.say, pipelines.readable(pipeline), brief=True)
    told = turn.say("nothing_to_decide", pipeline=bold(pipeline.name), standing=standing)
    raise PlanRefused(told, *about_any(pipelines, pipeline))
