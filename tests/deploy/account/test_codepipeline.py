"""Pipelines of the simulated account: executions move with the clock, approvals count once."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.deploy.account.harness import Server

NAME = "shop-release"


@pytest.fixture
def pipelines(server: Server) -> Any:
    server.control("POST", "/ground/reset", {})
    return server.client("codepipeline")


def stages(pipelines: Any) -> dict[str, dict[str, Any]]:
    found = pipelines.get_pipeline_state(name=NAME)["stageStates"]
    return {one["stageName"]: one for one in found}


def executions(pipelines: Any, **more: Any) -> list[dict[str, Any]]:
    """Newest first."""
    found: list[dict[str, Any]] = pipelines.list_pipeline_executions(pipelineName=NAME, **more)[
        "pipelineExecutionSummaries"
    ]
    return found


def status(pipelines: Any, stage: str = "Test") -> str:
    found: str = stages(pipelines)[stage]["latestExecution"]["status"]
    return found


def approval(pipelines: Any) -> dict[str, Any]:
    found: dict[str, Any] = stages(pipelines)["Test"]["actionStates"][0]["latestExecution"]
    return found


def decide(pipelines: Any, token: str, verdict: str = "Approved") -> Any:
    return pipelines.put_approval_result(
        pipelineName=NAME,
        stageName="Test",
        actionName="Approve",
        result={"summary": "because", "status": verdict},
        token=token,
    )


def refused(call: Callable[[], Any]) -> str:
    with pytest.raises(ClientError) as caught:
        call()
    return str(caught.value.response["Error"]["Code"])


def test_what_was_started_has_run_up_to_the_approval(pipelines: Any) -> None:
    first, *others = executions(pipelines)
    (listed,) = pipelines.list_pipelines()["pipelines"]

    assert (listed["name"], listed["pipelineType"]) == (NAME, "V2")
    assert first["status"] == "InProgress"
    assert [one["status"] for one in others] == ["Succeeded", "Succeeded"]
    assert first["sourceRevisions"][0]["revisionId"] == "c" * 40
    assert approval(pipelines)["token"]
    assert status(pipelines, "Build") == "Succeeded"


def test_an_approval_lets_it_go_on_and_counts_once(pipelines: Any, server: Server) -> None:
    token = approval(pipelines)["token"]
    assert refused(lambda: decide(pipelines, "another")) == "InvalidApprovalTokenException"

    assert decide(pipelines, token)["approvedAt"]
    assert refused(lambda: decide(pipelines, token)) == "ApprovalAlreadyCompletedException"
    assert (approval(pipelines)["summary"], "token" in approval(pipelines)) == ("because", False)
    assert status(pipelines) == "InProgress"
    server.advance(180)
    assert status(pipelines) == "Succeeded"
    assert executions(pipelines)[0]["status"] == "Succeeded"


def test_a_rejection_fails_the_stage_and_a_retry_asks_again(pipelines: Any) -> None:
    before = approval(pipelines)
    decide(pipelines, before["token"], "Rejected")
    execution = stages(pipelines)["Test"]["latestExecution"]["pipelineExecutionId"]
    assert status(pipelines) == "Failed"
    assert "because" in approval(pipelines)["errorDetails"]["message"]

    where = {"pipelineName": NAME, "stageName": "Test", "retryMode": "FAILED_ACTIONS"}
    made = pipelines.retry_stage_execution(**where, pipelineExecutionId=execution)

    assert made["pipelineExecutionId"] == execution
    assert approval(pipelines)["token"] not in ("", before["token"])
    again = {**where, "pipelineExecutionId": execution}
    assert refused(lambda: pipelines.retry_stage_execution(**again)) == "StageNotRetryableException"
    old = {**where, "pipelineExecutionId": executions(pipelines)[1]["pipelineExecutionId"]}
    code = "NotLatestPipelineExecutionException"
    assert refused(lambda: pipelines.retry_stage_execution(**old)) == code


def test_an_approval_that_nobody_gives_fails_after_seven_days(
    pipelines: Any, server: Server
) -> None:
    server.advance(6 * 86_400)
    assert status(pipelines) == "InProgress"
    server.advance(86_400)
    assert status(pipelines) == "Failed"


def test_a_stage_is_rolled_back_by_a_new_execution(pipelines: Any, server: Server) -> None:
    before, first = executions(pipelines, filter={"succeededInStage": {"stageName": "Test"}})
    where = {"pipelineName": NAME, "stageName": "Test"}

    def roll_back(target: dict[str, Any]) -> Any:
        return pipelines.rollback_stage(
            **where, targetPipelineExecutionId=target["pipelineExecutionId"]
        )

    assert refused(lambda: roll_back(first)) == "UnableToRollbackStageException"
    decide(pipelines, approval(pipelines)["token"])
    server.advance(180)
    made = roll_back(before)["pipelineExecutionId"]
    server.advance(180)

    found = pipelines.get_pipeline_execution(pipelineName=NAME, pipelineExecutionId=made)
    detail = found["pipelineExecution"]
    assert (detail["executionType"], detail["status"]) == ("ROLLBACK", "Succeeded")
    assert detail["artifactRevisions"][0]["revisionId"] == "b" * 40
    assert detail["trigger"]["triggerType"] == "ManualRollback"
    newest = executions(pipelines)[0]
    assert (
        newest["rollbackMetadata"]["rollbackTargetPipelineExecutionId"]
        == (before["pipelineExecutionId"])
    )
    assert refused(lambda: roll_back(newest)) == "UnableToRollbackStageException"


def test_its_builds_have_phases_and_a_log(pipelines: Any, server: Server) -> None:
    execution = executions(pipelines)[0]["pipelineExecutionId"]
    actions = pipelines.list_action_executions(
        pipelineName=NAME, filter={"pipelineExecutionId": execution}
    )["actionExecutionDetails"]
    assert [one["actionName"] for one in actions] == ["Approve", "Build", "Checkout"]
    wanted = actions[1]["output"]["executionResult"]["externalExecutionId"]

    found = server.client("codebuild").batch_get_builds(ids=[wanted, "no:such"])
    (build,) = found["builds"]
    logs = server.client("logs").get_log_events(
        logGroupName=build["logs"]["groupName"], logStreamName=build["logs"]["streamName"]
    )

    assert found["buildsNotFound"] == ["no:such"]
    assert (build["buildStatus"], build["currentPhase"]) == ("SUCCEEDED", "COMPLETED")
    assert {one["phaseStatus"] for one in build["phases"] if "phaseStatus" in one} == {"SUCCEEDED"}
    assert "Phase complete: BUILD State: SUCCEEDED" in logs["events"][-1]["message"]


def test_structure_and_tags(pipelines: Any) -> None:
    found = pipelines.get_pipeline(name=NAME)
    categories = [
        action["actionTypeId"]["category"]
        for stage in found["pipeline"]["stages"]
        for action in stage["actions"]
    ]
    tags = pipelines.list_tags_for_resource(resourceArn=found["metadata"]["pipelineArn"])["tags"]

    assert categories == ["Source", "Build", "Approval", "Deploy"]
    assert {"key": "ground:service", "value": "shop"} in tags
    assert refused(lambda: pipelines.get_pipeline(name="none")) == "PipelineNotFoundException"


def test_executions_come_in_pages(pipelines: Any) -> None:
    pages = pipelines.get_paginator("list_pipeline_executions").paginate(
        pipelineName=NAME, PaginationConfig={"PageSize": 2}
    )

    assert [len(page["pipelineExecutionSummaries"]) for page in pages] == [2, 1]
