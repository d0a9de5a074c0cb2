"""The part of the walk through every operation that is about pipelines, on a world just made."""

from typing import Any, Protocol

from tests.deploy.account.harness import Server


class Call(Protocol):
    server: Server

    def __call__(self, api: str, operation: str, /, **parameters: Any) -> Any: ...


def walk_pipelines(call: Call) -> None:
    call.server.control("POST", "/ground/reset", {})
    name = call("codepipeline", "ListPipelines")["pipelines"][0]["name"]
    arn = call("codepipeline", "GetPipeline", name=name)["metadata"]["pipelineArn"]
    assert call("codepipeline", "ListTagsForResource", resourceArn=arn)["tags"]
    where = {"pipelineName": name}
    _, _, oldest = call("codepipeline", "ListPipelineExecutions", **where)[
        "pipelineExecutionSummaries"
    ]
    target = {"pipelineExecutionId": oldest["pipelineExecutionId"]}
    call("codepipeline", "GetPipelineExecution", **where, **target)
    stage = _reject(call, name)
    call(
        *("codepipeline", "RetryStageExecution"),
        **where,
        stageName=stage["stageName"],
        pipelineExecutionId=stage["latestExecution"]["pipelineExecutionId"],
        retryMode="ALL_ACTIONS",
    )
    call(
        *("codepipeline", "RollbackStage"),
        **where,
        stageName="Build",
        targetPipelineExecutionId=oldest["pipelineExecutionId"],
    )
    _read_build(call, name)


def _reject(call: Call, name: str) -> Any:
    """The stage whose approval was rejected."""
    stage = call("codepipeline", "GetPipelineState", name=name)["stageStates"][-1]
    call(
        *("codepipeline", "PutApprovalResult"),
        pipelineName=name,
        stageName=stage["stageName"],
        actionName="Approve",
        result={"summary": "no", "status": "Rejected"},
        token=stage["actionStates"][0]["latestExecution"]["token"],
    )
    return stage


def _read_build(call: Call, name: str) -> None:
    actions = call("codepipeline", "ListActionExecutions", pipelineName=name)
    results = [one["output"]["executionResult"] for one in actions["actionExecutionDetails"]]
    ids = [one["externalExecutionId"] for one in results if "externalExecutionId" in one]
    build = call("codebuild", "BatchGetBuilds", ids=[ids[-1]])["builds"][0]
    place = {
        "logGroupName": build["logs"]["groupName"],
        "logStreamName": build["logs"]["streamName"],
    }
    assert call("logs", "GetLogEvents", **place)["events"]
