"""Runs of pipelines, by whatever runs them: how far each one last came."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from fulfillment.ops import pipelines
from fulfillment.ops.changes.naming import names_service
from fulfillment.ops.changes.port import Change, Window
from fulfillment.ops.changes.source import Read
from fulfillment.ops.pipelines.port import Pipeline, Stage
from fulfillment.ops.reach import Reach
from fulfillment.sentences import Phrase, phrase

_STATES: Mapping[str, Phrase] = {
    "succeeded": phrase("run_succeeded"),
    "failed": phrase("run_failed"),
    "running": phrase("run_goes_on"),
    "waiting": phrase("run_waits"),
    "stopped": phrase("run_stopped"),
}


def pipeline_runs(reach: Reach, environments: Sequence[str], window: Window) -> Read:
    """A `WideSource`: one entry for each execution that moved, at the stage that it moved last."""
    listing = pipelines.connect(reach).all()
    asked = frozenset(environments)
    is_whole = asked >= frozenset(reach.all_environments.names())
    wanted = [one for one in listing.pipelines if _is_about(one, window.service)]
    found = [
        change
        for one in wanted
        for change in _changes(one, reach.now())
        if window.holds(change.at)
        and (change.environment in asked if change.environment else is_whole)
    ]
    cut = phrase("pipelines_cut", count=listing.left_out)
    return Read(found, (*listing.gaps, *((cut,) if listing.left_out else ())))


def _is_about(pipeline: Pipeline, service: str) -> bool:
    return not service or names_service([pipeline.name], service)


def _changes(pipeline: Pipeline, now: datetime) -> Iterator[Change]:
    last: dict[str, tuple[float, Stage]] = {}
    for stage in pipeline.stages:
        age = stage.age_seconds
        if not stage.execution or age is None or stage.state not in _STATES:
            continue
        # Of two stages that ended in the same second, the later one says more.
        if stage.execution not in last or age <= last[stage.execution][0]:
            last[stage.execution] = (age, stage)
    for age, stage in last.values():
        yield _change(pipeline, stage, now - timedelta(seconds=age))


def _change(pipeline: Pipeline, stage: Stage, at: datetime) -> Change:
    revision, state = stage.revision.short if stage.revision else "", _STATES[stage.state]
    name, at_stage = pipeline.name, stage.name
    return Change(
        at=at,
        kind="pipeline",
        what=phrase("run_of", pipeline=name, stage=at_stage, state=state, revision=revision)
        if revision
        else phrase("run_unrevised", pipeline=name, stage=at_stage, state=state),
        environment=stage.environment,
        is_trouble=stage.state == "failed",
    )
