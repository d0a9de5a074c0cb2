"""Changes of pipelines: done once, for what was seen, in the name of who said yes."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from fulfillment.act.writers.pipelines import codepipeline as writing
from fulfillment.turn import Reply
from tests.deploy.account.harness import Server
from tests.fulfillment.world import Fulfillment

CHECKOUT = {"pipeline": "checkout-release"}


def stage(aws: Server, name: str = "checkout-release", index: int = -1) -> Any:
    return aws.client("codepipeline").get_pipeline_state(name=name)["stageStates"][index]


def approval(aws: Server) -> Any:
    return stage(aws)["actionStates"][0]["latestExecution"]


def decide(aws: Server, verdict: str) -> None:
    aws.client("codepipeline").put_approval_result(
        pipelineName="checkout-release",
        stageName="Production",
        actionName="Approve",
        result={"summary": "by hand", "status": verdict},
        token=approval(aws)["token"],
    )


@pytest.mark.parametrize(
    ("intent", "status", "verdict"),
    [("ApprovePipeline", "Succeeded", "Approved"), ("RejectPipeline", "Failed", "Rejected")],
)
def test_who_decided_is_on_record_at_codepipeline(
    fulfillment: Fulfillment, aws: Server, intent: str, status: str, verdict: str
) -> None:
    asked = fulfillment.ask("ana", intent, CHECKOUT)
    assert asked.state == "confirm"
    assert approval(aws)["status"] == "InProgress"
    reply = fulfillment.confirm("ana", asked)

    assert reply.text.startswith("Done: ")
    assert reply.progress is not None
    assert reply.progress.is_final
    assert approval(aws)["status"] == status
    assert approval(aws)["summary"] == f"{verdict} by Ana through Ground Control"


def test_of_twenty_yeses_at_once_one_counts(fulfillment: Fulfillment, aws: Server) -> None:
    asked = fulfillment.ask("ana", "ApprovePipeline", CHECKOUT)
    with ThreadPoolExecutor(20) as workers:
        replies = list(workers.map(lambda _: fulfillment.confirm("ana", asked), range(20)))

    assert sum(one.text.startswith("Done: ") for one in replies) == 1
    assert approval(aws)["status"] == "Succeeded"


def test_a_deliberate_second_request_finds_nothing_to_approve(fulfillment: Fulfillment) -> None:
    fulfillment.confirm("ana", fulfillment.ask("ana", "ApprovePipeline", CHECKOUT))
    again = fulfillment.ask("ana", "ApprovePipeline", CHECKOUT)

    assert again.state == "failed"
    assert again.text.startswith("Nothing waits for an approval in **checkout-release**.")


def test_another_request_of_the_same_execution_is_not_approved(
    fulfillment: Fulfillment, aws: Server
) -> None:
    asked = fulfillment.ask("ana", "ApprovePipeline", CHECKOUT)
    decide(aws, "Rejected")
    aws.client("codepipeline").retry_stage_execution(
        pipelineName="checkout-release",
        stageName="Production",
        pipelineExecutionId=stage(aws)["latestExecution"]["pipelineExecutionId"],
        retryMode="FAILED_ACTIONS",
    )
    reply = fulfillment.confirm("ana", asked)

    assert "Things have changed in production since I asked you." in reply.text
    assert approval(aws)["status"] == "InProgress"


def test_a_request_that_is_decided_between_the_look_and_the_write_is_over(
    fulfillment: Fulfillment, aws: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = writing.CodePipelineWriter._token

    def late(self: Any, decision: Any) -> str:
        token = found(self, decision)
        decide(aws, "Rejected")
        return token

    asked = fulfillment.ask("ana", "ApprovePipeline", CHECKOUT)
    monkeypatch.setattr(writing.CodePipelineWriter, "_token", late)
    reply = fulfillment.confirm("ana", asked)

    assert "because that request for approval is over" in reply.text
    assert approval(aws)["summary"] == "by hand"


def test_a_lost_answer_is_not_repeated(
    fulfillment: Fulfillment, aws: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Lossy:
        def get_pipeline_state(self, **given: Any) -> Any:
            return aws.client("codepipeline").get_pipeline_state(**given)

        def put_approval_result(self, **given: Any) -> None:
            aws.client("codepipeline").put_approval_result(**given)
            raise ReadTimeoutError(endpoint_url="http://made-up")

    asked = fulfillment.ask("ana", "ApprovePipeline", CHECKOUT)
    monkeypatch.setattr(writing, "client", lambda *_: Lossy())
    reply = fulfillment.confirm("ana", asked)

    assert "It may have started. I will not try again by myself." in reply.text
    assert approval(aws)["status"] == "Succeeded"
    assert "may have started" in fulfillment.confirm("ana", asked).text


@pytest.mark.parametrize("person", ["omar", "vic"])
@pytest.mark.parametrize("intent", ["ApprovePipeline", "RejectPipeline", "RollBackPipeline"])
def test_who_may_not_writes_nothing(
    fulfillment: Fulfillment, aws: Server, person: str, intent: str
) -> None:
    before = stage(aws)
    reply: Reply = fulfillment.ask(person, intent, CHECKOUT)

    assert reply.state == "denied"
    assert reply.actions == ()
    assert stage(aws) == before


def test_what_runs_on_into_production_needs_the_role_there(
    fulfillment: Fulfillment, aws: Server
) -> None:
    """Omar is an operator of staging."""
    decide(aws, "Rejected")
    reply = fulfillment.ask("omar", "RetryPipeline", CHECKOUT)
    nowhere_else = fulfillment.ask("omar", "RetryPipeline", {"pipeline": "infra"})

    assert reply.state == "denied"
    assert "in **production**" in reply.text
    assert nowhere_else.state == "denied"
    assert "in **production**" in nowhere_else.text
    assert stage(aws)["latestExecution"]["status"] == "Failed"
    assert stage(aws, "infra", 1)["latestExecution"]["status"] == "Failed"


def test_a_failed_stage_runs_again(fulfillment: Fulfillment, aws: Server) -> None:
    reply = fulfillment.confirm(
        "ana", fulfillment.ask("ana", "RetryPipeline", {"pipeline": "infra"})
    )

    assert reply.text == "Done: **Retry of Build in infra**."
    assert stage(aws, "infra", 1)["latestExecution"]["status"] == "InProgress"
    aws.advance(121)
    assert stage(aws, "infra", 1)["latestExecution"]["status"] == "Failed"


def test_a_stage_is_rolled_back_to_the_commit_that_was_named(
    fulfillment: Fulfillment, aws: Server
) -> None:
    where = {"pipeline": "orders-release", "stage": "production"}
    asked = fulfillment.ask("ana", "RollBackPipeline", where)
    assert "(commit `52e8b1a0`: Take orders without an account)" in asked.text
    fulfillment.confirm("ana", asked)
    aws.advance(600)

    latest = stage(aws, "orders-release")["latestExecution"]
    assert (latest["type"], latest["status"]) == ("ROLLBACK", "Succeeded")
    told = fulfillment.ask("ana", "PipelineStatus", {"pipeline": "orders-release"})
    assert told.table is not None
    assert told.table.rows[-1][2].text == "52e8b1a0"
