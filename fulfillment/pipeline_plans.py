"""Plans for changes of pipelines: what they share."""

from collections.abc import Mapping

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
    sentence = planned(turn, pipeline, stage)
    others = len(pipeline.approvals) - 1
    if others:
        sentence = f"{sentence} {turn.say('approvals_more', count=others)}"
    seen = {"action": approval.action, "token_digest": approval.token_digest}
    return change(turn, pipelines, pipeline, stage, sentence=sentence, seen=seen)


def planned(turn: Turn, pipeline: Pipeline, stage: Stage) -> str:
    """The intent's sentence about a stage, with the commit that is in it."""
    return turn.say(
        "plan",
        pipeline=bold(pipeline.name),
        stage=bold(stage.name),
        what=commit(turn.say, stage.revision),
    )


def change(
    turn: Turn,
    pipelines: Pipelines,
    pipeline: Pipeline,
    stage: Stage,
    *,
    sentence: str,
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
        sentence=sentence,
        speech=plain(sentence),
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
    standing = line(turn.say, pipeline)
    raise PlanRefused(
        turn.say("nothing_to_decide", pipeline=bold(pipeline.name), standing=standing)
    )
