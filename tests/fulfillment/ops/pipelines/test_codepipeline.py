"""Pipelines as they are read from the simulated account, and what is told where they cannot be."""

from typing import Any

import pytest

from fulfillment.errors import OpsError
from fulfillment.ops.pipelines import Pipelines, codepipeline
from fulfillment.ops.pipelines.every import MOST_PIPELINES
from fulfillment.ops.pipelines.port import Pipeline
from fulfillment.turn import Person
from tests.deploy.account.harness import Server
from tests.fulfillment.language import told
from tests.fulfillment.ops.faults import FAULTS, client_error, failing
from tests.fulfillment.world import Fulfillment

ANA = Person("ana", "Ana", "terminal:ana", {"*": "approver"})
BOTH = ("staging", "production")


def pipelines_of(fulfillment: Fulfillment, *allowed: str) -> Pipelines:
    places = allowed or BOTH
    found: Pipelines = fulfillment.application.dispatcher.backends(ANA, places).get("pipelines")
    return found


def test_what_waits_is_named_with_its_commit_and_without_its_token(
    fulfillment: Fulfillment, aws: Server
) -> None:
    found = pipelines_of(fulfillment).one("checkout-release")

    (approval,) = found.approvals
    state = aws.client("codepipeline").get_pipeline_state(name="checkout-release")
    token = state["stageStates"][-1]["actionStates"][0]["latestExecution"]["token"]
    assert (found.state, approval.stage, approval.action) == ("waiting", "Production", "Approve")
    assert approval.revision is not None
    assert approval.revision.short == "9f1c2d7e"
    assert approval.revision.message == "Show the delivery date in the basket"
    assert token not in repr(found)
    assert approval.token_digest == codepipeline.digest(token)


def test_each_stage_has_the_commit_that_is_in_it_and_where_it_deploys(
    fulfillment: Fulfillment,
) -> None:
    found = pipelines_of(fulfillment).one("orders-release")

    seen = [
        (one.name, one.state, one.environment, one.revision.short if one.revision else "")
        for one in found.stages
    ]
    assert seen == [
        ("Source", "succeeded", "", "e83d5a0c"),
        ("Build", "succeeded", "", "e83d5a0c"),
        ("Staging", "running", "staging", "e83d5a0c"),
        ("Production", "succeeded", "production", "c4a97f3e"),
    ]
    assert [one.is_gated for one in found.stages] == [False, False, False, True]
    assert pipelines_of(fulfillment).service(found) == "orders"


def test_a_failed_build_tells_why_in_lines_without_secrets(fulfillment: Fulfillment) -> None:
    pipelines = pipelines_of(fulfillment)
    infra = pipelines.one("infra")
    assert infra.failed is not None
    failure = pipelines.failure(infra, infra.failed)

    assert failure.reason.endswith("terraform plan -input=false -no-color. Reason: exit status 1")
    assert "Error: Reference to undeclared input variable" in failure.lines
    assert any("password=•••" in one for one in failure.lines)
    assert "wren-harbor-71" not in repr(failure)
    assert failure.url.startswith("https://console.aws.amazon.com/cloudwatch/")


def test_a_stage_goes_back_to_what_it_ran_before_and_further_after_that(
    fulfillment: Fulfillment, aws: Server
) -> None:
    pipelines = pipelines_of(fulfillment)

    def target_of(name: str) -> Any:
        found = pipelines.one(name)
        return pipelines.target(found, found.stages[-1])

    first = target_of("orders-release")
    assert (first.revision.short, first.is_outdated) == ("52e8b1a0", False)
    aws.client("codepipeline").rollback_stage(
        pipelineName="orders-release",
        stageName="Production",
        targetPipelineExecutionId=first.execution,
    )
    aws.advance(600)
    assert pipelines.one("orders-release").stages[-1].revision.short == "52e8b1a0"  # type: ignore[union-attr]  # else it fails
    # Not forward again to what was rolled back from; and before the first there is nothing.
    assert target_of("orders-release") is None


def test_who_may_ask_of_no_environment_of_a_pipeline_does_not_see_it(
    fulfillment: Fulfillment,
) -> None:
    pipelines = pipelines_of(fulfillment, "staging")

    assert [one.name for one in pipelines.all().pipelines] == [
        "checkout-release",
        "orders-release",
    ]
    with pytest.raises(OpsError) as caught:
        pipelines.one("infra")
    assert told(caught.value) == ("I could not read the pipeline infra because it does not exist.")


def test_what_is_of_production_is_not_told_to_whoever_may_only_ask_of_staging(
    fulfillment: Fulfillment,
) -> None:
    pipelines = pipelines_of(fulfillment, "staging")
    waiting = pipelines.one("checkout-release")

    assert waiting.approvals == ()
    assert "Production" not in repr((waiting, pipelines.all()))
    assert pipelines.whole("checkout-release").approvals[0].stage == "Production"


def test_only_what_may_be_asked_about_is_offered(fulfillment: Fulfillment) -> None:
    pipelines = pipelines_of(fulfillment, "staging")
    pipelines_of(fulfillment).names(BOTH)

    assert pipelines.known(("staging",)) == {}
    assert list(pipelines.offered(("staging",))) == ["checkout-release", "orders-release"]
    assert pipelines.known(("staging",)) == pipelines.offered(("staging",))
    assert "infra" in pipelines_of(fulfillment).offered(BOTH)


def test_a_wrong_name_does_not_bring_the_names_of_others(fulfillment: Fulfillment) -> None:
    reply = fulfillment.ask("omar", "RetryPipeline", {"pipeline": "zzz"})

    assert "orders-release" in reply.text
    assert "infra" not in repr(reply)


def test_names_are_known_afterwards_without_asking(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipelines = pipelines_of(fulfillment)
    assert pipelines.known(BOTH) == {}
    names = pipelines.names(BOTH)
    failing(monkeypatch)("codepipeline.ListPipelines", client_error("AccessDenied"))

    assert names["checkout-release"] == ("checkout",)
    assert pipelines.known(BOTH) == names


def test_stages_are_known_by_the_words_for_their_environment(fulfillment: Fulfillment) -> None:
    stages = fulfillment.application.dispatcher.backends(ANA, BOTH).get("stages").names(BOTH)

    assert list(stages) == ["Apply", "Build", "Production", "Source", "Staging"]
    assert "prod" in stages["Production"]
    assert "produktion" in stages["Production"]
    assert stages["Build"] == ()


@pytest.mark.parametrize(("error", "why"), FAULTS)
def test_pipelines_that_cannot_be_listed(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch, error: Exception, why: str
) -> None:
    failing(monkeypatch)("codepipeline.ListPipelines", error)
    for intent in ("PipelineStatus", "BuildFailure", "PendingApprovals"):
        reply = fulfillment.ask("ana", intent)

        assert reply.state == "failed"
        assert reply.text.startswith(f"I could not list the pipelines {why}")


@pytest.mark.parametrize(("error", "why"), FAULTS)
@pytest.mark.parametrize(
    ("operation", "what"),
    [
        ("codepipeline.GetPipelineState", "read the pipeline"),
        ("codepipeline.GetPipeline", "read the pipeline"),
        ("codepipeline.ListPipelineExecutions", "read the runs of the pipeline"),
    ],
)
def test_a_pipeline_that_cannot_be_read_is_a_gap(
    fulfillment: Fulfillment,
    monkeypatch: pytest.MonkeyPatch,
    operation: str,
    what: str,
    error: Exception,
    why: str,
) -> None:
    failing(monkeypatch)(operation, error)
    listing = pipelines_of(fulfillment).all()

    assert listing.pipelines == ()
    assert next(told(one) for one in listing.gaps).startswith(f"I could not {what} checkout")
    assert all(why in told(one) for one in listing.gaps)


@pytest.mark.parametrize(("error", "why"), FAULTS)
@pytest.mark.parametrize(
    ("operation", "what", "lines"),
    [
        ("codebuild.BatchGetBuilds", "read the build of infra", 0),
        ("logs.GetLogEvents", "read the build log of infra", 0),
    ],
)
def test_a_build_that_cannot_be_read_leaves_the_reason_of_the_pipeline(
    fulfillment: Fulfillment,
    monkeypatch: pytest.MonkeyPatch,
    operation: str,
    what: str,
    lines: int,
    error: Exception,
    why: str,
) -> None:
    failing(monkeypatch)(operation, error)
    pipelines = pipelines_of(fulfillment)
    infra = pipelines.one("infra")
    assert infra.failed is not None
    failure = pipelines.failure(infra, infra.failed)

    assert "Reason: exit status 1" in failure.reason
    assert len(failure.lines) == lines
    (gap,) = failure.gaps
    assert told(gap).startswith(f"I could not {what} {why}")


def test_an_account_without_pipelines_is_empty(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codepipeline.CodePipeline, "_list", lambda _: ())

    assert pipelines_of(fulfillment).all().pipelines == ()
    assert fulfillment.ask("ana", "PipelineStatus").text == (
        "There are no pipelines that you may ask about."
    )
    assert fulfillment.ask("ana", "PendingApprovals").text == "Nothing waits for an approval."
    assert fulfillment.ask("ana", "BuildFailure").text == "No pipeline has failed."


def test_many_pipelines_are_looked_at_up_to_a_bound(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = tuple(f"p{n:03}" for n in range(MOST_PIPELINES + 40))
    asked: list[str] = []
    one = pipelines_of(fulfillment).one("infra")

    def look(_: object, name: str) -> Pipeline:
        asked.append(name)
        return one

    monkeypatch.setattr(codepipeline.CodePipeline, "names", lambda _: names)
    monkeypatch.setattr(codepipeline.CodePipeline, "pipeline", look)
    listing = pipelines_of(fulfillment).all()

    assert len(asked) == MOST_PIPELINES
    assert listing.left_out == 40
