"""Plans for changes of pipelines: what they share."""

from collections.abc import Mapping
from typing import NamedTuple

from fulfillment.errors import PlanRefused
from fulfillment.markdown import bold, plain
from fulfillment.ops.pipelines import Pipelines
from fulfillment.ops.pipelines.places import governing
from fulfillment.ops.pipelines.port import Approval, Pipeline, Stage
from fulfillment.pipeline_answers import commit, line
from fulfillment.plan import Plan, fingerprint_of
from fulfillment.turn import Turn
from fulfillment.wording import clean


def decision(turn: Turn, pipelines: Pipelines, name: str) -> Plan:
    """A yes or a no (which, the intent says) to what waits. Raises `PlanRefused`."""
    pipeline = pipelines.one(name)
    approval, stage = _awaited(turn, pipeline)
    others = len(pipeline.approvals) - 1
    more = f" {turn.say('approvals_more', count=others)}" if others else ""
    seen = {"action": approval.action, "token_digest": approval.token_digest}
    told = Told(*(f"{one}{more}" for one in planned(turn, pipeline, stage)))
    return change(turn, pipelines, pipeline, stage, told=told, seen=seen)


class Told(NamedTuple):
    """What a person says yes to."""

    text: str
    aloud: str
    """Without the digits of commits."""


def planned(turn: Turn, pipeline: Pipeline, stage: Stage) -> Told:
    """The intent's sentence about a stage, with the commit that is in it."""

    def sentence(*, aloud: bool) -> str:
        what = commit(turn.say, stage.revision, aloud=aloud)
        return turn.say("plan", pipeline=bold(pipeline.name), stage=bold(stage.name), what=what)

    return Told(sentence(aloud=False), sentence(aloud=True))


def change(
    turn: Turn,
    pipelines: Pipelines,
    pipeline: Pipeline,
    stage: Stage,
    *,
    told: Told,
    seen: Mapping[str, str],
) -> Plan:
    """A plan for one stage: it counts as a change of the environment that runs from there on.

    `seen`: what the act needs besides, and what must still be so when it is done.
    """
    details = {
        "home": pipeline.home,
        "pipeline": pipeline.name,
        "stage": stage.name,
        "execution": stage.execution,
        **seen,
    }
    return Plan(
        intent=turn.intent,
        slots=dict(turn.slots),
        service=pipelines.service(pipeline),
        environment=governing(pipeline, stage),
        sentence=told.text,
        speech=plain(told.aloud),
        title=turn.say("title", pipeline=pipeline.name, stage=stage.name),
        fingerprint=fingerprint_of({**details, "state": stage.state, "version": pipeline.version}),
        details={**details, "person": clean(turn.person.display_name or turn.person.id)},
    )


def _awaited(turn: Turn, pipeline: Pipeline) -> tuple[Approval, Stage]:
    """What has been waiting longest in it. Raises `PlanRefused` where nothing waits."""
    if pipeline.approvals:
        first = pipeline.approvals[0]
        stage = pipeline.stage(first.stage)
        if stage is not None:
            return first, stage
    standing = line(turn.say, pipeline, brief=True)
    raise PlanRefused(
        turn.say("nothing_to_decide", pipeline=bold(pipeline.name), standing=standing)
    )
