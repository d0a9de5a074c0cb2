"""How executions move through pipelines: one event at a time, on the simulated clock."""

import hashlib
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from deploy.local.account.codepipeline.errors import PipelineError
from deploy.local.account.codepipeline.model import (
    ActionRun,
    ActionSpec,
    Build,
    Commit,
    Execution,
    Pipeline,
    PipelineSpec,
    StageSpec,
    Status,
    Trouble,
)
from deploy.local.account.ecs.timeline import Timeline

APPROVAL_SECONDS = 7 * 86_400.0
"""CodePipeline lets an approval wait for seven days, then it fails."""

WriteLog = Callable[[Build, Sequence[str], datetime], None]
"""(build, lines, when it ended)"""


class Pipelines:
    """The pipelines of an account, and their builds. Used under the account's lock."""

    def __init__(self, timeline: Timeline, write_log: WriteLog) -> None:
        self.timeline = timeline
        self.pipelines: dict[str, Pipeline] = {}
        self.builds: dict[str, Build] = {}
        self._write_log = write_log
        self._count = 0

    def close(self) -> None:
        self.timeline.close()

    def add(self, spec: PipelineSpec) -> Pipeline:
        made = Pipeline(spec, self.timeline.now())
        self.pipelines[spec.name] = made
        return made

    def find(self, name: str) -> Pipeline:
        """Raises `PipelineError`."""
        found = self.pipelines.get(name)
        if found is None:
            raise PipelineError(
                "PipelineNotFoundException",
                f"Account '123456789012' does not have a pipeline with name '{name}'",
            )
        return found

    def start(
        self,
        pipeline: Pipeline,
        commit: Commit,
        *,
        trouble: Trouble | None = None,
        approved_after: float | None = None,
    ) -> Execution:
        """A change of the source: runs from the first stage on."""
        execution = self._execution(pipeline, commit, "WebhookV2")
        execution.trouble, execution.approved_after = trouble, approved_after
        self._enter(pipeline, execution, pipeline.spec.stages[0])
        return execution

    def decide(
        self, pipeline: Pipeline, run: ActionRun, token: str, *, approved: bool, summary: str
    ) -> datetime:
        """PutApprovalResult. Raises `PipelineError`."""
        if run.status != "InProgress":
            raise PipelineError(
                "ApprovalAlreadyCompletedException", "The approval action has already completed."
            )
        if run.token != token:
            raise PipelineError(
                "InvalidApprovalTokenException", "The approval token is not that of this request."
            )
        execution = _owner(pipeline, run)
        run.summary, run.updated_by = summary, "arn:aws:iam::123456789012:role/ground-control-act"
        self._finish(pipeline, execution, run, "" if approved else f"Rejected: {summary}")
        return self.timeline.now()

    def retry(self, pipeline: Pipeline, stage: StageSpec, execution: Execution, mode: str) -> None:
        """RetryStageExecution. Raises `PipelineError`."""
        if pipeline.latest.get(stage.name) is not execution:
            raise PipelineError(
                "NotLatestPipelineExecutionException",
                f"The execution {execution.id} is not the latest of the stage {stage.name}.",
            )
        if execution.stages.get(stage.name) != "Failed":
            raise PipelineError(
                "StageNotRetryableException",
                f"The stage {stage.name} cannot be retried: none of its actions has failed.",
            )
        execution.status = "InProgress"
        execution.stages[stage.name] = "InProgress"
        first = 0 if mode == "ALL_ACTIONS" else _failed_at(execution, stage)
        self._begin(pipeline, execution, stage, first)

    def roll_back(self, pipeline: Pipeline, stage: StageSpec, target: Execution) -> Execution:
        """RollbackStage. Raises `PipelineError`."""
        _check_rollback(pipeline, stage, target)
        execution = self._execution(pipeline, target.commit, "ManualRollback")
        execution.rolls_back_to = target.id
        self._enter(pipeline, execution, stage)
        return execution

    def _execution(self, pipeline: Pipeline, commit: Commit, trigger: str) -> Execution:
        now = self.timeline.now()
        execution = Execution(self._id(pipeline), commit, now, now, trigger)
        pipeline.executions.insert(0, execution)
        return execution

    def _enter(self, pipeline: Pipeline, execution: Execution, stage: StageSpec) -> None:
        """Take the stage, or wait for it: a newer execution takes the place of one that waits."""
        present = pipeline.latest.get(stage.name)
        if present is not None and present.stages.get(stage.name) == "InProgress":
            waiting = pipeline.inbound.get(stage.name)
            if waiting is not None:
                waiting.status, waiting.changed = "Superseded", self.timeline.now()
            pipeline.inbound[stage.name] = execution
            return
        pipeline.latest[stage.name] = execution
        execution.stages[stage.name] = "InProgress"
        self._begin(pipeline, execution, stage, 0)

    def _begin(
        self, pipeline: Pipeline, execution: Execution, stage: StageSpec, index: int
    ) -> None:
        action, now = stage.actions[index], self.timeline.now()
        run = ActionRun(self._id(pipeline), stage.name, action, now, now)
        execution.runs.append(run)
        execution.changed = now
        if action.kind == "approval":
            self._ask(pipeline, execution, run)
            return
        if action.kind == "build":
            run.external_id = self._build(action, execution).id
        trouble = execution.trouble
        error = trouble.message if trouble and trouble.action == action.name else ""
        self.timeline.later(action.takes, lambda: self._finish(pipeline, execution, run, error))

    def _ask(self, pipeline: Pipeline, execution: Execution, run: ActionRun) -> None:
        run.token = self._id(pipeline)
        error = "The approval has timed out."
        self.timeline.later(APPROVAL_SECONDS, lambda: self._finish(pipeline, execution, run, error))
        if execution.rolls_back_to:
            self._finish(pipeline, execution, run, "")
        elif execution.approved_after is not None:
            run.summary, run.updated_by = "Looks good", "arn:aws:iam::123456789012:user/ben"
            self.timeline.later(
                execution.approved_after, lambda: self._finish(pipeline, execution, run, "")
            )

    def _finish(self, pipeline: Pipeline, execution: Execution, run: ActionRun, error: str) -> None:
        if run.status != "InProgress":
            return
        now = self.timeline.now()
        run.status, run.error, run.changed = "Failed" if error else "Succeeded", error, now
        run.token, execution.changed = "", now
        if run.external_id:
            self._end_build(run, execution, error)
        stage = next(one for one in pipeline.spec.stages if one.name == run.stage)
        if error:
            self._leave(pipeline, execution, stage, "Failed")
            return
        following = stage.actions.index(run.action) + 1
        if following < len(stage.actions):
            self._begin(pipeline, execution, stage, following)
        else:
            self._leave(pipeline, execution, stage, "Succeeded")

    def _leave(
        self, pipeline: Pipeline, execution: Execution, stage: StageSpec, status: Status
    ) -> None:
        execution.stages[stage.name] = status
        stages = pipeline.spec.stages
        following = stages.index(stage) + 1
        if status == "Failed" or execution.rolls_back_to or following == len(stages):
            execution.status = status
        else:
            self._enter(pipeline, execution, stages[following])
        if (waiting := pipeline.inbound.pop(stage.name, None)) is not None:
            self._enter(pipeline, waiting, stage)

    def _build(self, action: ActionSpec, execution: Execution) -> Build:
        number = sum(1 for one in self.builds.values() if one.project == action.project) + 1
        stream = _uuid(f"{action.project} {number} {execution.id}")
        build = Build(
            f"{action.project}:{stream}", number, execution.commit.id, self.timeline.now()
        )
        self.builds[build.id] = build
        return build

    def _end_build(self, run: ActionRun, execution: Execution, error: str) -> None:
        build = self.builds[run.external_id]
        build.ended, build.message = self.timeline.now(), error
        build.status = "FAILED" if error else "SUCCEEDED"
        log = execution.trouble.log if error and execution.trouble else ()
        self._write_log(build, log, build.ended)

    def _id(self, pipeline: Pipeline) -> str:
        """A new one, the same in every world of the same data."""
        self._count += 1
        return _uuid(f"{pipeline.spec.name} {self._count}")


def latest_runs(execution: Execution, stage: str) -> Mapping[str, ActionRun]:
    """Action -> its newest run in that stage."""
    return {one.action.name: one for one in execution.runs if one.stage == stage}


def _owner(pipeline: Pipeline, run: ActionRun) -> Execution:
    return next(one for one in pipeline.executions if run in one.runs)


def _failed_at(execution: Execution, stage: StageSpec) -> int:
    runs = latest_runs(execution, stage.name)
    failed = [one.action for one in runs.values() if one.status == "Failed"]
    return stage.actions.index(failed[0]) if failed else 0


def _check_rollback(pipeline: Pipeline, stage: StageSpec, target: Execution) -> None:
    def refuse(why: str) -> PipelineError:
        return PipelineError(
            "UnableToRollbackStageException", f"Unable to roll back the stage {stage.name}: {why}"
        )

    present = pipeline.latest.get(stage.name)
    if stage is pipeline.spec.stages[0]:
        raise refuse("it is a source stage.")
    if present is None or present.stages.get(stage.name) == "InProgress":
        raise refuse("it is in progress, or has never run.")
    if target.stages.get(stage.name) != "Succeeded":
        raise refuse("the target execution has not succeeded in it.")
    if target.rolls_back_to:
        raise refuse("the target execution is itself a rollback.")
    if present is target:
        raise refuse("the target execution is the one that it runs.")


def _uuid(text: str) -> str:
    return str(uuid.UUID(bytes=hashlib.sha256(text.encode()).digest()[:16], version=4))
