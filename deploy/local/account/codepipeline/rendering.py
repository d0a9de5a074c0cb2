"""Pipelines and builds in the shapes of botocore."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from deploy.local.account.codepipeline.engine import latest_runs
from deploy.local.account.codepipeline.model import (
    ActionRun,
    ActionSpec,
    Build,
    Execution,
    Pipeline,
    StageSpec,
)

Document = dict[str, Any]

_CATEGORIES: Mapping[str, tuple[str, str]] = {
    "source": ("Source", "CodeStarSourceConnection"),
    "build": ("Build", "CodeBuild"),
    "deploy": ("Deploy", "ECS"),
    "approval": ("Approval", "Manual"),
}
_CONSOLE = "https://console.aws.amazon.com/codesuite"
_PHASES = (
    ("SUBMITTED", 0),
    ("QUEUED", 1),
    ("PROVISIONING", 9),
    ("DOWNLOAD_SOURCE", 4),
    ("INSTALL", 6),
    ("PRE_BUILD", 3),
)


def brief(pipeline: Pipeline) -> Document:
    return {
        "name": pipeline.spec.name,
        "version": pipeline.version,
        "pipelineType": "V2",
        "executionMode": "SUPERSEDED",
        "created": pipeline.created,
        "updated": pipeline.created,
    }


def structure(pipeline: Pipeline) -> Document:
    return {
        "name": pipeline.spec.name,
        "roleArn": "arn:aws:iam::123456789012:role/codepipeline",
        "artifactStore": {"type": "S3", "location": "shop-pipeline-artifacts"},
        "stages": [
            {
                "name": stage.name,
                "actions": [
                    _action(action, order, pipeline)
                    for order, action in enumerate(stage.actions, start=1)
                ],
            }
            for stage in pipeline.spec.stages
        ],
        "version": pipeline.version,
        "executionMode": "SUPERSEDED",
        "pipelineType": "V2",
    }


def _action(action: ActionSpec, order: int, pipeline: Pipeline) -> Document:
    configuration = {
        "source": {"FullRepositoryId": pipeline.spec.repository, "BranchName": "main"},
        "build": {"ProjectName": action.project},
        "deploy": {"ServiceName": pipeline.spec.service or pipeline.spec.name},
        "approval": {"CustomData": "Look at staging first."},
    }[action.kind]
    return {
        "name": action.name,
        "actionTypeId": _type(action),
        "runOrder": order,
        "configuration": configuration,
        "outputArtifacts": [],
        "inputArtifacts": [],
    }


def _type(action: ActionSpec) -> Document:
    category, provider = _CATEGORIES[action.kind]
    return {"category": category, "owner": "AWS", "provider": provider, "version": "1"}


def stage_state(pipeline: Pipeline, stage: StageSpec) -> Document:
    execution, waiting = pipeline.latest.get(stage.name), pipeline.inbound.get(stage.name)
    runs = latest_runs(execution, stage.name) if execution else {}
    found: Document = {
        "stageName": stage.name,
        "inboundTransitionState": {"enabled": True},
        "actionStates": [
            _action_state(pipeline, action, runs.get(action.name)) for action in stage.actions
        ],
    }
    if waiting is not None:
        inbound = _stage_execution(waiting, "InProgress")
        found |= {"inboundExecution": inbound, "inboundExecutions": [inbound]}
    if execution is not None:
        found["latestExecution"] = _stage_execution(execution, execution.stages[stage.name])
    return found


def _stage_execution(execution: Execution, status: str) -> Document:
    return {"pipelineExecutionId": execution.id, "status": status, "type": execution.type}


def _action_state(pipeline: Pipeline, action: ActionSpec, run: ActionRun | None) -> Document:
    found: Document = {"actionName": action.name}
    if action.kind == "source":
        found["entityUrl"] = f"https://github.com/{pipeline.spec.repository}/tree/main"
    if run is None:
        return found
    latest: Document = {
        "actionExecutionId": run.id,
        "status": run.status,
        "lastStatusChange": run.changed,
    }
    latest |= {"summary": run.summary} if run.summary else {}
    latest |= {"lastUpdatedBy": run.updated_by} if run.updated_by else {}
    latest |= {"token": run.token} if run.token else {}
    latest |= _external(run)
    latest |= {"errorDetails": _error(run)} if run.error else {}
    return {**found, "latestExecution": latest}


def _external(run: ActionRun) -> Document:
    if not run.external_id:
        return {}
    url = f"{_CONSOLE}/codebuild/projects/{run.action.project}/build/{run.external_id}/view/new"
    return {"externalExecutionId": run.external_id, "externalExecutionUrl": url}


def _error(run: ActionRun) -> Document:
    if not run.external_id:
        return {"code": "JobFailed", "message": run.error}
    phase = "Phase: BUILD, Code: COMMAND_EXECUTION_ERROR"
    text = f"Build terminated with state: FAILED. {phase}, Message: {run.error}"
    return {"code": "JobFailed", "message": text}


def summary(pipeline: Pipeline, execution: Execution) -> Document:
    """Of `ListPipelineExecutions`."""
    found: Document = {
        "pipelineExecutionId": execution.id,
        "status": execution.status,
        "startTime": execution.started,
        "lastUpdateTime": execution.changed,
        "sourceRevisions": [{"actionName": "Checkout", **_revision(pipeline, execution)}],
        "trigger": _trigger(execution),
        "executionMode": "SUPERSEDED",
        "executionType": execution.type,
    }
    return found | _rollback(execution)


def execution_detail(pipeline: Pipeline, execution: Execution) -> Document:
    """Of `GetPipelineExecution`."""
    found: Document = {
        "pipelineName": pipeline.spec.name,
        "pipelineVersion": pipeline.version,
        "pipelineExecutionId": execution.id,
        "status": execution.status,
        "artifactRevisions": [{"name": "Source", **_revision(pipeline, execution)}],
        "trigger": _trigger(execution),
        "executionMode": "SUPERSEDED",
        "executionType": execution.type,
    }
    return found | _rollback(execution)


def _rollback(execution: Execution) -> Document:
    if not execution.rolls_back_to:
        return {}
    return {"rollbackMetadata": {"rollbackTargetPipelineExecutionId": execution.rolls_back_to}}


def _revision(pipeline: Pipeline, execution: Execution) -> Document:
    commit = execution.commit
    return {
        "revisionId": commit.id,
        "revisionSummary": f'{{"ProviderType":"GitHub","CommitMessage":"{commit.message}"}}',
        "revisionUrl": f"https://github.com/{pipeline.spec.repository}/commit/{commit.id}",
    }


def _trigger(execution: Execution) -> Document:
    return {"triggerType": execution.trigger, "triggerDetail": ""}


def action_detail(pipeline: Pipeline, execution: Execution, run: ActionRun) -> Document:
    """Of `ListActionExecutions`."""
    result = _external(run)
    shown: Document = {
        f"externalExecution{key.removeprefix('externalExecution')}": value
        for key, value in result.items()
    }
    shown |= {"errorDetails": _error(run)} if run.error else {}
    return {
        "pipelineExecutionId": execution.id,
        "actionExecutionId": run.id,
        "pipelineVersion": pipeline.version,
        "stageName": run.stage,
        "actionName": run.action.name,
        "startTime": run.started,
        "lastUpdateTime": run.changed,
        "status": run.status,
        "input": {"actionTypeId": _type(run.action)},
        "output": {"executionResult": shown},
    }


def build(one: Build, region: str) -> Document:
    """Of `BatchGetBuilds`."""
    arn = f"arn:aws:codebuild:{region}:123456789012:build/{one.id}"
    found: Document = {
        "id": one.id,
        "arn": arn,
        "buildNumber": one.number,
        "startTime": one.started,
        "currentPhase": "COMPLETED" if one.ended else "BUILD",
        "buildStatus": one.status,
        "sourceVersion": one.commit,
        "resolvedSourceVersion": one.commit,
        "projectName": one.project,
        "phases": _phases(one),
        "logs": {
            "groupName": one.log_group,
            "streamName": one.stream,
            "deepLink": f"https://console.aws.amazon.com/cloudwatch/home?region={region}"
            f"#logsV2:log-groups/log-group/{one.log_group.replace('/', '$252F')}"
            f"/log-events/{one.stream}",
        },
        "buildComplete": one.ended is not None,
        "initiator": "codepipeline/shop",
    }
    return found | ({"endTime": one.ended} if one.ended else {})


def _phases(one: Build) -> list[Document]:
    found, moment = [], one.started
    for name, seconds in _PHASES:
        found.append(_phase(name, moment, moment + timedelta(seconds=seconds)))
        moment += timedelta(seconds=seconds)
    if one.ended is None:
        return [*found, {"phaseType": "BUILD", "startTime": moment}]
    working = _phase("BUILD", moment, one.ended)
    if one.message:
        context = {"statusCode": "COMMAND_EXECUTION_ERROR", "message": one.message}
        working |= {"phaseStatus": "FAILED", "contexts": [context]}
    return [*found, working, {"phaseType": "COMPLETED", "startTime": one.ended}]


def _phase(name: str, start: datetime, end: datetime) -> Document:
    return {
        "phaseType": name,
        "phaseStatus": "SUCCEEDED",
        "startTime": start,
        "endTime": end,
        "durationInSeconds": max(0, int((end - start).total_seconds())),
    }
