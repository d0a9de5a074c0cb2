"""How pipelines are told of: what several handlers share."""

from collections.abc import Mapping, Sequence

from fulfillment.markdown import bold, code
from fulfillment.ops.pipelines.port import Approval, Pipeline, Revision, Stage, State
from fulfillment.sentences import Phrase, Say, phrase
from fulfillment.turn import Action, Cell, Invocation, Link, Tone, Turn
from fulfillment.wording import age, clean, shown, spoken_age

NOTHING = "-"
TONES: Mapping[State, Tone] = {
    "failed": "bad",
    "waiting": "warning",
    "running": "neutral",
    "stopped": "warning",
    "succeeded": "good",
    "never": "neutral",
}
_STATES: Mapping[State, Phrase] = {
    "failed": phrase("state_failed"),
    "waiting": phrase("state_waiting"),
    "running": phrase("state_running"),
    "stopped": phrase("state_stopped"),
    "succeeded": phrase("state_succeeded"),
    "never": phrase("state_never"),
}
_URGENCY: tuple[State, ...] = ("failed", "waiting", "running", "stopped", "succeeded", "never")
_MESSAGE = 80


def urgency(pipeline: Pipeline) -> tuple[int, float]:
    """What to see first: failures, then what waits; the newest before the older."""
    stage = told_stage(pipeline)
    since = stage.age_seconds if stage and stage.age_seconds is not None else 0.0
    return _URGENCY.index(pipeline.state), since


def told_stage(pipeline: Pipeline) -> Stage | None:
    """The stage that the state of the whole is about; of one that went through, its last."""
    if pipeline.state in ("succeeded", "never"):
        return pipeline.stages[-1] if pipeline.stages else None
    return next(one for one in pipeline.stages if one.state == pipeline.state)


def line(say: Say, pipeline: Pipeline, *, brief: bool = False) -> str:
    """How it stands, as a sentence; `brief` leaves the commit out."""
    stage = told_stage(pipeline)
    if stage is None or pipeline.state == "never":
        return say("pipeline_never", pipeline=bold(pipeline.name))
    since = spoken_age(say, stage.age_seconds or 0.0)
    what = "" if brief else commit(say, stage.revision)
    return _sentence(say, pipeline, bold(stage.name), since, what)


def _sentence(say: Say, pipeline: Pipeline, stage: str, since: str, what: str) -> str:
    name = bold(pipeline.name)
    if pipeline.state == "failed":
        return say("pipeline_failed", pipeline=name, stage=stage, age=since, what=what)
    if pipeline.state == "waiting":
        return say("pipeline_waiting", pipeline=name, stage=stage, age=since, what=what)
    if pipeline.state == "running":
        return say("pipeline_running", pipeline=name, stage=stage, age=since, what=what)
    if pipeline.state == "stopped":
        return say("pipeline_stopped", pipeline=name, stage=stage, age=since, what=what)
    return say("pipeline_succeeded", pipeline=name, age=since, what=what)


def commit(say: Say, revision: Revision | None, *, aloud: bool = False) -> str:
    """In brackets, with a space before; "" where it is not known. `aloud`: only its message."""
    if revision is None or (aloud and not revision.message):
        return ""
    if aloud:
        return say("with_message", message=shown(revision.message, _MESSAGE))
    if not revision.message:
        return say("with_commit", commit=code(clean(revision.short)))
    message = shown(revision.message, _MESSAGE)
    return say("with_commit_message", commit=code(clean(revision.short)), message=message)


def state_cell(say: Say, state: State) -> Cell:
    return Cell(say.phrase(_STATES[state]), TONES[state])


def commit_cell(revision: Revision | None) -> Cell:
    return Cell(clean(revision.short) if revision else NOTHING)


def age_cell(say: Say, seconds: float | None) -> Cell:
    return Cell(NOTHING if seconds is None else age(say, seconds))


def links(say: Say, pipeline: Pipeline, revision: Revision | None) -> tuple[Link, ...]:
    """To the pipeline, and to the commit."""
    found = [(pipeline.name, pipeline.url)]
    if revision is not None:
        found.append((say("commit_link", commit=clean(revision.short)), revision.url))
    return tuple(Link(label, url) for label, url in found if url.startswith("https://"))


def actions(turn: Turn, wanted: Sequence[tuple[str, str]]) -> tuple[Action, ...]:
    """(intent, pipeline) as buttons, of those that the person may use here."""
    offered = {one.intent for one in turn.abilities}
    return tuple(
        _action(turn.say, intent, pipeline) for intent, pipeline in wanted if intent in offered
    )


def _action(say: Say, intent: str, pipeline: str) -> Action:
    labels = {
        "ApprovePipeline": phrase("do_approve", pipeline=pipeline),
        "RejectPipeline": phrase("do_reject", pipeline=pipeline),
        "RetryPipeline": phrase("do_retry", pipeline=pipeline),
        "BuildFailure": phrase("ask_why_failed", pipeline=pipeline),
    }
    asked = Invocation("intent", intent, {"pipeline": pipeline})
    return Action(say.phrase(labels[intent]), asked)


def waiting(say: Say, approval: Approval, *, aloud: bool = False) -> str:
    """What waits, for how long."""
    return say(
        "approval_waits",
        pipeline=bold(approval.pipeline),
        stage=bold(approval.stage),
        age=spoken_age(say, approval.age_seconds or 0.0),
        what=commit(say, approval.revision, aloud=aloud),
    )
