"""CodePipeline: `Backend` of one account and region."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from fulfillment.catalog.environments import Environment
from fulfillment.errors import OpsError
from fulfillment.ops.failures import reading
from fulfillment.ops.observed import observed_at, seconds_since
from fulfillment.ops.pipelines.builds import is_build, why
from fulfillment.ops.pipelines.homes import client
from fulfillment.ops.pipelines.port import (
    Approval,
    Failure,
    Pipeline,
    Revision,
    Stage,
    State,
    Target,
)
from fulfillment.ops.reach import Reach
from fulfillment.ops.remembered import NAMES_FRESH_FOR
from fulfillment.sentences import phrase

if TYPE_CHECKING:
    from mypy_boto3_codepipeline.type_defs import (
        ActionStateTypeDef,
        GetPipelineStateOutputTypeDef,
        PipelineExecutionSummaryTypeDef,
        StageStateTypeDef,
    )

_FOR_LONG = timedelta(days=1)
_MOST_PAGES = 5
_MOST_EXECUTIONS = 100
"""As many as CodePipeline gives at once."""
_STATES: Mapping[str, State] = {
    "InProgress": "running",
    "Succeeded": "succeeded",
    "Skipped": "succeeded",
    "Failed": "failed",
    "Stopped": "stopped",
    "Stopping": "stopped",
    "Cancelled": "stopped",
}
_AT_BUILD = re.compile(r"Message: (?P<message>.+)", re.DOTALL)


def digest(token: str) -> str:
    """What of an approval's token may leave the adapter."""
    return hashlib.sha256(token.encode()).hexdigest()


class CodePipeline:
    """In the name of one person. Every method but `known` raises `OpsError`."""

    def __init__(self, reach: Reach, home: str, place: Environment) -> None:
        self._reach = reach
        self._home = home
        self._place = place

    @property
    def home(self) -> str:
        return self._home

    def names(self) -> tuple[str, ...]:
        return self._reach.remembered.get(self._key, NAMES_FRESH_FOR, self._list)

    def known(self) -> tuple[str, ...]:
        return self._reach.remembered.last(self._key, ())

    @property
    def _key(self) -> tuple[str, str]:
        return ("pipelines", self._home)

    @property
    def _client(self) -> Any:
        return client(self._reach, "codepipeline", self._place)

    def _list(self) -> tuple[str, ...]:
        found: list[str] = []
        with reading(phrase("list_pipelines")):
            pages = self._client.get_paginator("list_pipelines").paginate()
            for _, page in zip(range(_MOST_PAGES), pages, strict=False):
                found += [one["name"] for one in page["pipelines"]]
        return tuple(sorted(found))

    def pipeline(self, name: str) -> Pipeline:
        history = self._later(lambda: self._executions(name))
        with reading(phrase("read_pipeline", pipeline=name)):
            state = self._client.get_pipeline_state(name=name)
        revisions = {
            one["pipelineExecutionId"]: found
            for one in history.result()
            if (found := _revision(one)) is not None
        }
        version = state.get("pipelineVersion", 0)
        made = _Read(state, revisions, self._gates(name, version), self._now(state)).pipeline()
        return replace(made, home=self._home, url=self._url(name))

    def _later(self, ask: "Callable[[], Any]") -> "Future[Any]":
        return self._reach.workers.inner.submit(ask)

    def _now(self, answer: "Mapping[str, Any]") -> datetime:
        return observed_at(answer, self._reach.clock())

    def _url(self, name: str) -> str:
        region = self._place.region
        return (
            f"https://{region}.console.aws.amazon.com/codesuite/codepipeline/pipelines/"
            f"{name}/view?region={region}"
        )

    def _executions(self, name: str, stage: str = "") -> "list[PipelineExecutionSummaryTypeDef]":
        """Newest first; those that succeeded in `stage`, where one is named."""
        chosen: Any = {"filter": {"succeededInStage": {"stageName": stage}}} if stage else {}
        with reading(phrase("read_executions", pipeline=name)):
            answer = self._client.list_pipeline_executions(
                pipelineName=name, maxResults=_MOST_EXECUTIONS, **chosen
            )
        found: list[PipelineExecutionSummaryTypeDef] = answer["pipelineExecutionSummaries"]
        return found

    def _gates(self, name: str, version: int) -> frozenset[str]:
        """Stages that begin with an approval. A version of a structure never changes."""

        def look() -> frozenset[str]:
            with reading(phrase("read_pipeline", pipeline=name)):
                answer = self._client.get_pipeline(name=name, version=version)
            stages = answer["pipeline"]["stages"]
            return frozenset(one["name"] for one in stages if _is_gate(one))

        key = ("pipeline structure", self._home, name, version)
        return self._reach.remembered.get(key, _FOR_LONG, look)

    def service(self, name: str) -> str:
        home = self._place
        partition = "aws-cn" if home.region.startswith("cn-") else "aws"
        arn = f"arn:{partition}:codepipeline:{home.region}:{home.account}:{name}"
        with reading(phrase("read_pipeline", pipeline=name)):
            tags = self._client.list_tags_for_resource(resourceArn=arn)["tags"]
        return next((str(one["value"]) for one in tags if one["key"] == "ground:service"), "")

    def failure(self, pipeline: Pipeline, stage: Stage) -> Failure:
        """The build's own reason and lines, where a build of CodeBuild failed."""
        if not is_build(stage.build):
            return Failure(stage, stage.reason)
        try:
            return why(self._reach, self._place, pipeline.name, stage)
        except OpsError as error:
            return Failure(stage, stage.reason, gaps=(error.phrase,))

    def target(self, pipeline: Pipeline, stage: Stage) -> Target | None:
        found = _before(self._executions(pipeline.name, stage.name), stage)
        if found is None:
            return None
        execution = found["pipelineExecutionId"]
        with reading(phrase("read_executions", pipeline=pipeline.name)):
            answer = self._client.get_pipeline_execution(
                pipelineName=pipeline.name, pipelineExecutionId=execution
            )
        version = str(answer["pipelineExecution"].get("pipelineVersion", ""))
        ended = found.get("lastUpdateTime")
        return Target(
            execution=execution,
            revision=_revision(found),
            age_seconds=seconds_since(ended, self._now(answer)) if ended else None,
            is_outdated=version != pipeline.version,
        )


class _Read:
    """One answer about a pipeline, read."""

    def __init__(
        self,
        state: "GetPipelineStateOutputTypeDef",
        revisions: Mapping[str, Revision],
        gates: frozenset[str],
        now: datetime,
    ) -> None:
        self._state = state
        self._revisions = revisions
        self._gates = gates
        self._now = now

    def pipeline(self) -> Pipeline:
        stages = self._state.get("stageStates", [])
        waiting = [found for one in stages for found in self._approvals(one)]
        return Pipeline(
            name=self._state["pipelineName"],
            home="",
            stages=tuple(self._stage(one) for one in stages),
            approvals=tuple(sorted(waiting, key=lambda one: -(one.age_seconds or 0.0))),
            version=str(self._state.get("pipelineVersion", "")),
        )

    def _stage(self, stage: "StageStateTypeDef") -> Stage:
        name, actions = stage["stageName"], stage.get("actionStates", [])
        latest = stage.get("latestExecution")
        execution = latest["pipelineExecutionId"] if latest else ""
        state = _STATES.get(latest["status"], "stopped") if latest else "never"
        if state == "running" and any(map(_waits, actions)):
            state = "waiting"
        found = Stage(
            name=name,
            state=state,
            execution=execution,
            age_seconds=self._age(actions),
            revision=self._revisions.get(execution),
            is_gated=name in self._gates,
            held=_held(stage),
        )
        return _with_reason(found, actions) if state == "failed" else found

    def _age(self, actions: "Sequence[ActionStateTypeDef]") -> float | None:
        moments = [
            one["latestExecution"]["lastStatusChange"]
            for one in actions
            if "lastStatusChange" in one.get("latestExecution", {})
        ]
        return seconds_since(max(moments), self._now) if moments else None

    def _approvals(self, stage: "StageStateTypeDef") -> list[Approval]:
        latest = stage.get("latestExecution")
        if latest is None:
            return []
        execution = latest["pipelineExecutionId"]
        return [
            Approval(
                pipeline=self._state["pipelineName"],
                stage=stage["stageName"],
                action=one["actionName"],
                execution=execution,
                token_digest=digest(one["latestExecution"]["token"]),
                age_seconds=self._age([one]),
                revision=self._revisions.get(execution),
            )
            for one in stage.get("actionStates", [])
            if _waits(one)
        ]


def _waits(action: "ActionStateTypeDef") -> bool:
    latest = action.get("latestExecution", {})
    return latest.get("status") == "InProgress" and bool(latest.get("token"))


def _held(stage: "StageStateTypeDef") -> str | None:
    transition = stage.get("inboundTransitionState", {})
    return None if transition.get("enabled", True) else transition.get("disabledReason", "")


def _with_reason(stage: Stage, actions: "Sequence[ActionStateTypeDef]") -> Stage:
    for one in actions:
        latest = one.get("latestExecution", {})
        if latest.get("status") == "Failed":
            told = latest.get("errorDetails", {}).get("message", "") or latest.get("summary", "")
            found = _AT_BUILD.search(told)
            return replace(
                stage,
                action=one["actionName"],
                reason=found["message"] if found else told,
                build=latest.get("externalExecutionId", ""),
            )
    return stage


def _revision(execution: "PipelineExecutionSummaryTypeDef") -> Revision | None:
    """Of its first source: further ones are libraries and configuration, as a rule."""
    sources = execution.get("sourceRevisions", [])
    if not sources or "revisionId" not in sources[0]:
        return None
    first = sources[0]
    message = _message(first.get("revisionSummary", ""))
    return Revision(first["revisionId"], message, first.get("revisionUrl", ""))


def _message(summary: str) -> str:
    """A connection to a source host gives JSON, CodeCommit and S3 give the text itself."""
    try:
        document = json.loads(summary)
    except ValueError:
        return summary.partition("\n")[0]
    found = document.get("CommitMessage", "") if isinstance(document, dict) else ""
    return str(found).partition("\n")[0]


def _before(
    succeeded: "Sequence[PipelineExecutionSummaryTypeDef]", stage: Stage
) -> "PipelineExecutionSummaryTypeDef | None":
    """The newest that has another revision than the stage now has, older than what the stage was
    rolled back to: what was rolled back from is not gone back to."""
    present = [one for one in succeeded if one["pipelineExecutionId"] == stage.execution]
    metadata = present[0].get("rollbackMetadata", {}) if present else {}
    after = metadata.get("rollbackTargetPipelineExecutionId", stage.execution)
    ids = [one["pipelineExecutionId"] for one in succeeded]
    older = succeeded[ids.index(after) + 1 :] if after in ids else succeeded
    now = stage.revision.id if stage.revision else ""
    for one in older:
        found = _revision(one)
        if one.get("executionType") != "ROLLBACK" and (found is None or found.id != now):
            return one
    return None


def _is_gate(stage: Mapping[str, Any]) -> bool:
    first = min((one.get("runOrder", 1) for one in stage["actions"]), default=1)
    begins = [one for one in stage["actions"] if one.get("runOrder", 1) == first]
    return all(one["actionTypeId"]["category"] == "Approval" for one in begins)
