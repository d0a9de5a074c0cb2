"""What is said of pipelines, in states that the example world does not have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from fulfillment.errors import OpsError, PlanRefused
from fulfillment.handlers import (
    approve_pipeline,
    build_failure,
    pending_approvals,
    pipeline_status,
    retry_pipeline,
    roll_back_pipeline,
)
from fulfillment.ops.pipelines.port import (
    Approval,
    Failure,
    Listing,
    Pipeline,
    Revision,
    Stage,
    Target,
)
from fulfillment.sentences import Phrase, phrase
from fulfillment.turn import Ability, Turn
from tests.fulfillment.handlers.scripted import a_turn
from tests.fulfillment.language import german

COMMIT = Revision("9f1c2d7e04b85a63", "Show the date", "https://github.com/shop/a/commit/9f1c")
EARLIER = Revision("52e8b1a0d7c4f639", "Cancel *orders*", "javascript:alert(1)")
GAP = phrase("could_not", what=phrase("read_pipeline", pipeline="secret"), why=phrase("aws_denies"))


def a_stage(name: str = "Production", **over: Any) -> Stage:
    given: dict[str, Any] = {"execution": "1", "age_seconds": 7200.0, "revision": COMMIT}
    state = over.pop("state", "succeeded")
    return Stage(name, state, **{**given, "environment": name.casefold(), **over})


def a_pipeline(name: str = "orders-release", *stages: Stage, waits: Sequence[str] = ()) -> Pipeline:
    approvals = tuple(
        Approval(name, one, "Approve", "1", f"digest of {one}", 7200.0, COMMIT) for one in waits
    )
    made = stages or (a_stage("Staging"), a_stage())
    return Pipeline(name, "home", made, approvals, "3", "https://console.example/orders")


@dataclass
class ScriptedPipelines:
    """`Pipelines` from a script."""

    pipelines: Sequence[Pipeline] = ()
    failed: Failure | None = None
    before: Target | None = None
    left_out: int = 0
    gaps: tuple[Phrase, ...] = field(default=())

    def names(self, environments: Sequence[str]) -> Mapping[str, tuple[str, ...]]:  # noqa: ARG002 - the port's
        return {one.name: () for one in self.pipelines}

    def offered(self, environments: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        return self.names(environments)

    def known(self, environments: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        return self.names(environments)

    def all(self) -> Listing:
        return Listing(tuple(self.pipelines), self.left_out, self.gaps)

    def one(self, name: str) -> Pipeline:
        for one in self.pipelines:
            if one.name == name:
                return one
        what = phrase("read_pipeline", pipeline=name)
        raise OpsError("not found", what, phrase("does_not_exist"))

    def shows(self, name: str) -> bool:
        raise AssertionError(name)

    def whole(self, name: str) -> Pipeline:
        return self.one(name)

    def readable(self, pipeline: Pipeline) -> Pipeline:
        return pipeline

    def service(self, pipeline: Pipeline) -> str:
        return pipeline.name.partition("-")[0]

    def failure(self, pipeline: Pipeline, stage: Stage) -> Failure:  # noqa: ARG002 - the port's
        return self.failed or Failure(stage, stage.reason)

    def target(self, pipeline: Pipeline, stage: Stage) -> Target | None:  # noqa: ARG002 - the port's
        return self.before


def offering(turn: Turn, *intents: str) -> Turn:
    return replace(turn, abilities=tuple(Ability(one, "say", "does", "sums up") for one in intents))


def test_failures_come_first_and_the_ear_gets_three() -> None:
    many = [a_pipeline(f"p{n}") for n in range(10)]
    broken = a_pipeline("z", a_stage("Build", state="failed", age_seconds=120.0, environment=""))
    waiting = a_pipeline("y", a_stage(state="waiting"), waits=["Production"])
    script = ScriptedPipelines([*many, waiting, broken], left_out=2)
    turn = offering(a_turn("PipelineStatus"), "BuildFailure", "ApprovePipeline")
    reply = pipeline_status.answer(turn, script)

    lines = reply.text.splitlines()
    assert (
        lines[0] == "- **z** failed in **Build** 2 minutes ago (commit `9f1c2d7e`: Show the date)."
    )
    assert lines[1].startswith("- **y** has been waiting for an approval in **Production** for 2 h")
    assert lines[-1] == "There are 6 more pipelines."
    assert reply.speech == (
        "z failed in Build 2 minutes ago. y has been waiting for an approval in Production for "
        "2 hours. p0 went through 2 hours ago. There are 11 more pipelines."
    )
    assert [one.invocation.name for one in reply.actions] == ["BuildFailure", "ApprovePipeline"]
    assert reply.table is not None
    assert len(reply.table.rows) == 12


def test_what_nobody_may_press_has_no_button() -> None:
    waiting = a_pipeline("y", a_stage(state="waiting"), waits=["Production"])
    script = ScriptedPipelines([waiting])

    assert pipeline_status.answer(a_turn("PipelineStatus"), script).actions == ()
    assert pending_approvals.answer(a_turn("PendingApprovals"), script).actions == ()


def test_a_stage_that_nothing_gets_into_says_why() -> None:
    script = ScriptedPipelines(
        [a_pipeline("a", a_stage("Staging", held=""), a_stage(held="Freeze *until* Monday"))]
    )
    reply = pipeline_status.answer(a_turn("PipelineStatus"), script, pipeline="a")

    assert "Nothing gets into **Staging**, because the transition is disabled." in reply.text
    assert "disabled: Freeze \\*until\\* Monday" in reply.text


def test_links_are_only_those_of_the_web() -> None:
    script = ScriptedPipelines([a_pipeline("a", a_stage(revision=EARLIER))])
    reply = pipeline_status.answer(a_turn("PipelineStatus"), script, pipeline="a")

    assert [one.url for one in reply.links] == ["https://console.example/orders"]


def test_a_pipeline_that_never_ran() -> None:
    never = a_pipeline("a", a_stage(state="never", age_seconds=None, revision=None))
    reply = pipeline_status.answer(a_turn("PipelineStatus"), ScriptedPipelines([never]))

    assert reply.text == "- **a** has never run."


def test_what_could_not_be_read_stands_beside_what_could() -> None:
    script = ScriptedPipelines([a_pipeline()], gaps=(GAP,))
    told = "I could not read the pipeline secret because AWS denies it to the role that I use."

    assert told in pipeline_status.answer(a_turn("PipelineStatus"), script).text
    assert pending_approvals.answer(a_turn("PendingApprovals"), script).text == (
        f"Nothing waits for an approval.\n{told}"
    )
    assert build_failure.answer(a_turn("BuildFailure"), script).text == (
        f"No pipeline has failed.\n{told}"
    )


def test_the_newest_failure_is_explained_and_others_are_named() -> None:
    newer = a_stage("Build", state="failed", age_seconds=60.0, action="Test", reason="exit 2")
    older = a_stage("Build", state="failed", age_seconds=9_000.0)
    lines = ("FAIL basket.test.ts", "Error: expected `3` to be 4")
    failed = Failure(newer, "tests failed", lines, "https://logs.example/1", (GAP,))
    script = ScriptedPipelines([a_pipeline("old", older), a_pipeline("new", newer)], failed)
    reply = build_failure.answer(offering(a_turn("BuildFailure"), "RetryPipeline"), script)

    shown = reply.text.splitlines()
    assert shown[0].startswith("**new** failed in **Build** 1 minute ago")
    assert shown[1:4] == [
        "**Test**: tests failed.",
        "- `FAIL basket.test.ts`",
        "- `Error: expected \\`3\\` to be 4`",
    ]
    assert shown[-1].startswith("**old** failed in **Build** 2 hours ago")
    assert "`" not in reply.speech.replace("`3`", "")
    assert reply.speech.startswith("new failed in Build 1 minute ago. Error: expected")
    assert reply.links[0].url == "https://logs.example/1"
    assert [one.invocation.slots for one in reply.actions] == [{"pipeline": "new"}]


def test_approvals_are_listed_longest_first_and_bounded_aloud() -> None:
    many = [
        replace(a_pipeline(f"p{n}", a_stage(state="waiting"), waits=["Production"]))
        for n in range(5)
    ]
    turn = offering(a_turn("PendingApprovals"), "ApprovePipeline", "RejectPipeline")
    reply = pending_approvals.answer(turn, ScriptedPipelines(many))

    assert reply.text.startswith(
        "5 approvals wait:\n- **p0** in **Production**, for 2 hours (commit"
    )
    assert reply.speech.endswith(
        "p2 in Production, for 2 hours (Show the date). 2 more approvals wait."
    )
    assert len(reply.actions) == 6


def test_the_longest_waiting_approval_is_planned_and_others_are_said() -> None:
    both = a_pipeline("a", a_stage("Staging", state="waiting"), a_stage(state="waiting"))
    waits = a_pipeline("a", waits=["Staging", "Production"]).approvals
    script = ScriptedPipelines([replace(both, approvals=waits)])
    plan = approve_pipeline.plan(a_turn("ApprovePipeline", pipeline="a"), script, pipeline="a")

    assert plan.sentence == (
        "Approve **Staging** of **a** (commit `9f1c2d7e`: Show the date): it goes on at once. "
        "1 more approval waits."
    )
    assert plan.speech == (
        "Approve Staging of a (Show the date): it goes on at once. 1 more approval waits."
    )
    assert plan.details["token_digest"] == "digest of Staging"
    assert plan.details["person"] == "Ana"
    # What runs by itself after it reaches production: no gate stands there.
    assert plan.environment == "production"


def test_a_plan_is_for_one_request_of_one_execution() -> None:
    first = a_pipeline("a", a_stage(state="waiting"), waits=["Production"])
    again = replace(first, approvals=(replace(first.approvals[0], token_digest="another"),))
    other = replace(first, stages=(a_stage(state="waiting", execution="2"),))
    turn = a_turn("ApprovePipeline", pipeline="a")

    prints = {
        approve_pipeline.plan(turn, ScriptedPipelines([one]), pipeline="a").fingerprint
        for one in (first, again, other)
    }

    assert len(prints) == 3


def test_nothing_to_decide_and_nothing_to_retry_say_how_it_stands() -> None:
    script = ScriptedPipelines([a_pipeline("a")])
    with pytest.raises(PlanRefused, match=r"Nothing waits for an approval in .*a.* went through"):
        approve_pipeline.plan(a_turn("ApprovePipeline"), script, pipeline="a")
    with pytest.raises(PlanRefused, match=r"Nothing has failed in .*a.* went through 2 hours ago"):
        retry_pipeline.plan(a_turn("RetryPipeline"), script, pipeline="a")


@pytest.mark.parametrize(
    ("stages", "stage", "before", "why"),
    [
        ((), "Nowhere", None, "**a** has no stage **Nowhere**. There are **Staging** and"),
        ((a_stage("Source"), a_stage(state="running")), None, None, "running or waiting in it"),
        ((a_stage("Source"), a_stage()), "Source", None, "only fetches the source"),
        ((), None, None, "nothing else has succeeded in it before"),
        ((), None, Target("0", EARLIER, 9.0, is_outdated=True), "the pipeline was changed since"),
    ],
)
def test_what_cannot_be_rolled_back(
    stages: tuple[Stage, ...], stage: str | None, before: Target | None, why: str
) -> None:
    script = ScriptedPipelines([a_pipeline("a", *stages)], before=before)
    with pytest.raises(PlanRefused) as refused:
        roll_back_pipeline.plan(a_turn("RollBackPipeline"), script, pipeline="a", stage=stage)

    assert why in str(refused.value)


def test_a_rollback_names_both_commits_as_text() -> None:
    script = ScriptedPipelines([a_pipeline("a")], before=Target("0", EARLIER, 90_000.0))
    plan = roll_back_pipeline.plan(a_turn("RollBackPipeline"), script, pipeline="a")

    assert plan.sentence == (
        "Roll **Production** of **a** back: what it runs now (commit `9f1c2d7e`: Show the date) is "
        "replaced by what it ran before (commit `52e8b1a0`: Cancel \\*orders\\*), which succeeded "
        "there 1 day ago."
    )
    assert plan.details["target"] == "0"


def test_in_german() -> None:
    waiting = a_pipeline("a", a_stage(state="waiting"), waits=["Production"])
    failed = a_pipeline("b", a_stage("Build", state="failed", age_seconds=60.0, environment=""))
    script = ScriptedPipelines([waiting, failed], before=Target("0", None, 90_000.0))

    def turn(intent: str) -> Turn:
        return replace(a_turn(intent), say=german(intent), locale="de_DE")

    assert pipeline_status.answer(turn("PipelineStatus"), script).speech == (
        "b ist vor 1 Minute in Build fehlgeschlagen. "
        "a wartet seit 2 Stunden in Production auf eine Freigabe."
    )
    assert pending_approvals.answer(turn("PendingApprovals"), script).speech == (
        "1 Freigabe steht aus: a in Production, seit 2 Stunden (Show the date)."
    )
    assert approve_pipeline.plan(turn("ApprovePipeline"), script, pipeline="a").speech == (
        "Production von a freigeben (Show the date): Es geht sofort weiter."
    )
    plan = roll_back_pipeline.plan(
        turn("RollBackPipeline"),
        ScriptedPipelines([a_pipeline("a")], before=Target("0", None, 90_000.0)),
        pipeline="a",
    )
    assert plan.speech == (
        "Production von a zurückrollen: Was dort jetzt läuft (Show the date), wird durch das "
        "ersetzt, was vorher lief und dort vor 1 Tag erfolgreich war."
    )
