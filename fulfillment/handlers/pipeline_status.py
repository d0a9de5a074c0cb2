"""Say how the pipelines stand, or one of them stage by stage."""

from collections.abc import Sequence

from fulfillment.answers import gap_lines
from fulfillment.markdown import bold, plain
from fulfillment.ops.pipelines import Pipelines
from fulfillment.ops.pipelines.port import Listing, Pipeline, Stage
from fulfillment.pipeline_answers import (
    NOTHING,
    actions,
    age_cell,
    commit_cell,
    line,
    links,
    state_cell,
    told_stage,
    urgency,
)
from fulfillment.sentences import Say
from fulfillment.turn import Cell, Reply, Table, Turn
from fulfillment.wording import sentence, shown

_SPOKEN = 3
_LINES = 8
_BUTTONS = 3


def answer(turn: Turn, pipelines: Pipelines, *, pipeline: str | None = None) -> Reply:
    """What has failed first, then what waits, then what runs."""
    if pipeline is not None:
        return _one(turn, pipelines.one(pipeline))
    return _all(turn, pipelines.all())


def _all(turn: Turn, listing: Listing) -> Reply:
    say, gaps = turn.say, gap_lines(turn.say, listing.gaps)
    found = sorted(listing.pipelines, key=urgency)
    if not found:
        text = "\n".join(gaps) or say("no_pipelines")
        return Reply(text=text, speech=plain(text), state="failed" if gaps else "done")
    lines = [f"- {line(say, one)}" for one in found[:_LINES]]
    return Reply(
        text="\n".join([*lines, *_more(say, len(found) - _LINES, listing), *gaps]),
        speech=_spoken(say, found, listing, gaps),
        table=_table(say, found),
        actions=actions(turn, _wanted(found)[:_BUTTONS]),
    )


def _more(say: Say, untold: int, listing: Listing) -> list[str]:
    rest = max(untold, 0) + listing.left_out
    return [say("pipelines_more", count=rest)] if rest else []


def _spoken(say: Say, found: Sequence[Pipeline], listing: Listing, gaps: Sequence[str]) -> str:
    told = [line(say, one, brief=True) for one in found[:_SPOKEN]]
    more = _more(say, len(found) - _SPOKEN, listing)
    return plain(" ".join([*told, *more, *gaps[:1]]))


def _wanted(found: Sequence[Pipeline]) -> list[tuple[str, str]]:
    """What is worth pressing: why something failed, and approving what waits."""
    intents = {"failed": "BuildFailure", "waiting": "ApprovePipeline"}
    return [(intents[one.state], one.name) for one in found if one.state in intents]


def _table(say: Say, found: Sequence[Pipeline]) -> Table:
    columns = (
        say("label_pipeline"),
        say("label_stage"),
        say("label_state"),
        say("label_commit"),
        say("label_since"),
    )
    return Table(say("pipelines_title"), columns, tuple(_row(say, one) for one in found))


def _row(say: Say, pipeline: Pipeline) -> tuple[Cell, ...]:
    stage = told_stage(pipeline)
    return (
        Cell(pipeline.name),
        Cell(stage.name if stage else NOTHING),
        state_cell(say, pipeline.state),
        commit_cell(stage.revision if stage else None),
        age_cell(say, stage.age_seconds if stage else None),
    )


def _one(turn: Turn, pipeline: Pipeline) -> Reply:
    say, stage = turn.say, told_stage(pipeline)
    lines = [line(say, pipeline), *_reasons(say, pipeline), *_held(say, pipeline)]
    retry = [("RetryPipeline", pipeline.name)] if pipeline.failed else []
    return Reply(
        text="\n".join(lines),
        speech=plain(line(say, pipeline, brief=True)),
        table=_stages(say, pipeline),
        links=links(say, pipeline, stage.revision if stage else None),
        actions=actions(turn, [*_wanted([pipeline]), *retry]),
    )


def _stages(say: Say, pipeline: Pipeline) -> Table:
    columns = (
        say("label_stage"),
        say("label_state"),
        say("label_commit"),
        say("label_since"),
        say("label_environment"),
    )
    rows = tuple(_stage_row(say, one) for one in pipeline.stages)
    return Table(say("stages_title", pipeline=pipeline.name), columns, rows)


def _stage_row(say: Say, stage: Stage) -> tuple[Cell, ...]:
    return (
        Cell(stage.name),
        state_cell(say, stage.state),
        commit_cell(stage.revision),
        age_cell(say, stage.age_seconds),
        Cell(stage.environment or NOTHING),
    )


def _reasons(say: Say, pipeline: Pipeline) -> list[str]:
    return [
        say("stage_says", stage=bold(one.name), reason=sentence(shown(one.reason, 200)))
        for one in pipeline.stages
        if one.state == "failed" and one.reason
    ]


def _held(say: Say, pipeline: Pipeline) -> list[str]:
    """Stages that nothing gets into."""
    told = []
    for one in pipeline.stages:
        if one.held == "":
            told.append(say("stage_held", stage=bold(one.name)))
        elif one.held is not None:
            told.append(say("stage_held_why", stage=bold(one.name), why=shown(one.held, 200)))
    return told
