"""Runs of pipelines and what was done through us, as sources of the timeline."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fulfillment.audit.reading import Action, History
from fulfillment.ops import audit, pipelines
from fulfillment.ops.changes.actions import actions
from fulfillment.ops.changes.pipeline_runs import pipeline_runs
from fulfillment.ops.changes.port import Window
from fulfillment.ops.changes.source import Read
from fulfillment.ops.pipelines.port import Listing, Pipeline, Revision, Stage, State
from fulfillment.ops.reach import Reach
from tests.fulfillment.language import english
from tests.fulfillment.ops.changes.test_faults import NOW, WINDOW, a_reach

BOTH = ("live", "staging")


def told(read: Read) -> list[tuple[str, str, str]]:
    say = english("RecentChanges")
    return [(one.environment, say.phrase(one.what), one.by) for one in read.changes]


def a_stage(name: str, state: State, age: float | None, run: str = "r1", **over: Any) -> Stage:
    return Stage(name, state, run, age, Revision("4f2c9d1a77", "title"), **over)


@dataclass
class ScriptedPipelines:
    stages: tuple[Stage, ...]
    left_out: int = 0

    def all(self) -> Listing:
        return Listing((Pipeline("orders-release", "aws", self.stages),), self.left_out)


def runs(
    monkeypatch: pytest.MonkeyPatch,
    *stages: Stage,
    left_out: int = 0,
    asked: Sequence[str] = BOTH,
    service: str = "",
) -> Read:
    monkeypatch.setattr(pipelines, "connect", lambda _: ScriptedPipelines(stages, left_out))
    return pipeline_runs(a_reach({}), asked, replace(WINDOW, service=service))


def test_an_execution_is_told_at_the_stage_that_it_moved_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = runs(
        monkeypatch,
        a_stage("Build", "succeeded", 600),
        a_stage("Staging", "failed", 300, environment="staging"),
        a_stage("Production", "succeeded", 1200, "r0", environment="live"),
        a_stage("Later", "never", None),
    )

    assert told(found) == [
        ("staging", "pipeline orders-release, Staging failed (4f2c9d1a)", ""),
        ("live", "pipeline orders-release, Production succeeded (4f2c9d1a)", ""),
    ]
    assert [one.is_trouble for one in found.changes] == [True, False]
    assert found.changes[0].at == NOW - timedelta(seconds=300)


def test_runs_outside_of_the_question_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    stages = (
        a_stage("Build", "running", 60),
        a_stage("Live", "waiting", 60, "r2", environment="live"),
        a_stage("Old", "succeeded", 7200, "r3", environment="staging"),
    )

    assert [one[0] for one in told(runs(monkeypatch, *stages))] == ["", "live"]
    assert told(runs(monkeypatch, *stages, asked=("staging",))) == []
    assert told(runs(monkeypatch, *stages, service="cards")) == []
    assert len(told(runs(monkeypatch, *stages, service="orders"))) == 2


def test_pipelines_that_were_not_looked_at_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    (note,) = runs(monkeypatch, left_out=3).notes

    assert english("RecentChanges").phrase(note) == "I did not look at 3 more pipelines."


@dataclass
class ScriptedTrail:
    found: History
    asked: list[Any] = field(default_factory=list)

    def history(self, *asked: Any) -> History:
        self.asked.append(asked)
        return self.found


def an_action(outcome: str) -> Action:
    return Action(
        at=NOW - timedelta(minutes=1),
        person="ana",
        name="Ana",
        intent="RestartService",
        title="Restart",
        service="orders",
        environment="live",
        channel="slack",
        outcome=outcome,
    )


def test_what_was_done_through_us(monkeypatch: pytest.MonkeyPatch) -> None:
    every = [an_action(one) for one in ("succeeded", "failed", "unknown", "refused", "denied")]
    trail = ScriptedTrail(History(tuple(every), is_whole=False))
    monkeypatch.setattr(audit, "connect", lambda _: trail)
    reach: Reach = replace(a_reach({}), audit=object())  # type: ignore[arg-type]  # never asked
    found = actions(reach, BOTH, WINDOW)

    assert told(found) == [
        ("live", "Restart was done", "ana"),
        ("live", "Restart failed", "ana"),
        ("live", "Restart was asked for, with no answer", "ana"),
    ]
    assert all(one.is_ours for one in found.changes)
    assert "only the newest part" in english("RecentChanges").phrase(found.notes[0])
    assert trail.asked == [(BOTH, WINDOW.start, WINDOW.end, "")]


def test_without_an_audit_there_is_nothing_to_tell() -> None:
    window = Window(datetime(2026, 1, 1, tzinfo=UTC), NOW)

    assert actions(a_reach({}), BOTH, window) == Read()
