"""The operations of CodePipeline and CodeBuild that are served, all of them ours."""

from collections.abc import Sequence
from typing import Any

from deploy.local.account.codepipeline import rendering
from deploy.local.account.codepipeline.engine import Pipelines, latest_runs
from deploy.local.account.codepipeline.errors import PipelineError
from deploy.local.account.codepipeline.model import ActionRun, Execution, Pipeline, StageSpec
from deploy.local.account.slim_moto import ActionResult, BaseResponse


class CodePipelineResponse(BaseResponse):
    """One instance a request."""

    def __init__(self, pipelines: Pipelines) -> None:
        super().__init__(service_name="codepipeline")
        self.automated_parameter_parsing = True
        self._pipelines = pipelines

    def list_pipelines(self) -> ActionResult:
        found = self._pipelines.pipelines.values()
        items = [rendering.brief(one) for one in sorted(found, key=lambda one: one.spec.name)]
        return self._page("pipelines", items, 1000)

    def get_pipeline(self) -> ActionResult:
        pipeline = self._pipeline("name")
        metadata = {
            "pipelineArn": self._arn(pipeline),
            "created": pipeline.created,
            "updated": pipeline.created,
        }
        return ActionResult({"pipeline": rendering.structure(pipeline), "metadata": metadata})

    def get_pipeline_state(self) -> ActionResult:
        pipeline = self._pipeline("name")
        stages = [rendering.stage_state(pipeline, one) for one in pipeline.spec.stages]
        return ActionResult(
            {
                "pipelineName": pipeline.spec.name,
                "pipelineVersion": pipeline.version,
                "stageStates": stages,
                "created": pipeline.created,
                "updated": pipeline.created,
            }
        )

    def list_pipeline_executions(self) -> ActionResult:
        pipeline = self._pipeline("pipelineName")
        stage = (self._get_param("filter") or {}).get("succeededInStage", {}).get("stageName")
        items = [
            rendering.summary(pipeline, one)
            for one in pipeline.executions
            if not stage or one.stages.get(stage) == "Succeeded"
        ]
        return self._page("pipelineExecutionSummaries", items, 100)

    def get_pipeline_execution(self) -> ActionResult:
        pipeline = self._pipeline("pipelineName")
        execution = self._execution(pipeline, self._get_param("pipelineExecutionId"))
        return ActionResult({"pipelineExecution": rendering.execution_detail(pipeline, execution)})

    def list_action_executions(self) -> ActionResult:
        pipeline = self._pipeline("pipelineName")
        wanted = (self._get_param("filter") or {}).get("pipelineExecutionId")
        chosen = [self._execution(pipeline, wanted)] if wanted else pipeline.executions
        items = [
            rendering.action_detail(pipeline, execution, run)
            for execution in chosen
            for run in reversed(execution.runs)
        ]
        return self._page("actionExecutionDetails", items, 100)

    def put_approval_result(self) -> ActionResult:
        pipeline = self._pipeline("pipelineName")
        stage = self._stage(pipeline)
        run = self._approval(pipeline, stage)
        result = self._get_param("result")
        approved_at = self._pipelines.decide(
            pipeline,
            run,
            self._get_param("token"),
            approved=result["status"] == "Approved",
            summary=result["summary"],
        )
        return ActionResult({"approvedAt": approved_at})

    def _approval(self, pipeline: Pipeline, stage: StageSpec) -> ActionRun:
        name = self._get_param("actionName")
        if all(one.name != name or one.kind != "approval" for one in stage.actions):
            raise PipelineError("ActionNotFoundException", f"There is no approval {name}.")
        execution = pipeline.latest.get(stage.name)
        run = latest_runs(execution, stage.name).get(name) if execution else None
        if run is None:
            raise PipelineError(
                "InvalidApprovalTokenException", "The approval token is not that of this request."
            )
        return run

    def retry_stage_execution(self) -> ActionResult:
        pipeline = self._pipeline("pipelineName")
        stage = self._stage(pipeline)
        execution = self._execution(pipeline, self._get_param("pipelineExecutionId"))
        self._pipelines.retry(pipeline, stage, execution, self._get_param("retryMode"))
        return ActionResult({"pipelineExecutionId": execution.id})

    def rollback_stage(self) -> ActionResult:
        pipeline = self._pipeline("pipelineName")
        stage = self._stage(pipeline)
        target = self._execution(pipeline, self._get_param("targetPipelineExecutionId"))
        made = self._pipelines.roll_back(pipeline, stage, target)
        return ActionResult({"pipelineExecutionId": made.id})

    def list_tags_for_resource(self) -> ActionResult:
        pipeline = self._pipelines.find(self._get_param("resourceArn").rpartition(":")[2])
        labels = {"ground:service": pipeline.spec.service, "repository": pipeline.spec.repository}
        tags = [{"key": key, "value": value} for key, value in labels.items() if value]
        return ActionResult({"tags": tags})

    def _arn(self, pipeline: Pipeline) -> str:
        return f"arn:aws:codepipeline:{self.region}:{self.current_account}:{pipeline.spec.name}"

    def _pipeline(self, parameter: str) -> Pipeline:
        return self._pipelines.find(self._get_param(parameter))

    def _stage(self, pipeline: Pipeline) -> StageSpec:
        name = self._get_param("stageName")
        found = pipeline.spec.stage(name)
        if found is None:
            raise PipelineError("StageNotFoundException", f"There is no stage {name}.")
        return found

    def _execution(self, pipeline: Pipeline, wanted: str) -> Execution:
        found = pipeline.execution(wanted)
        if found is None:
            raise PipelineError(
                "PipelineExecutionNotFoundException", f"There is no execution {wanted}."
            )
        return found

    def _page(self, key: str, items: Sequence[Any], default: int) -> ActionResult:
        """One page of `items`; the token is the position that the next page starts at."""
        token = self._get_param("nextToken") or "0"
        if not token.isdecimal():
            raise PipelineError("InvalidNextTokenException", "The token is not one of ours.")
        size, start = int(self._get_param("maxResults") or default), int(token)
        result: dict[str, Any] = {key: list(items[start : start + size])}
        if start + size < len(items):
            result["nextToken"] = str(start + size)
        return ActionResult(result)


class CodeBuildResponse(BaseResponse):
    """Builds that pipelines have started. One instance a request."""

    def __init__(self, pipelines: Pipelines) -> None:
        super().__init__(service_name="codebuild")
        self.automated_parameter_parsing = True
        self._pipelines = pipelines

    def batch_get_builds(self) -> ActionResult:
        wanted = self._get_param("ids", [])
        builds = self._pipelines.builds
        found = [rendering.build(builds[one], self.region) for one in wanted if one in builds]
        missing = [one for one in wanted if one not in builds]
        return ActionResult({"builds": found, "buildsNotFound": missing})
