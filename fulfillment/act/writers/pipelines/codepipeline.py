"""`PipelineWriter` over CodePipeline, in one account and region, in the name of one person."""

from typing import Any

from fulfillment.act.writers.pipelines.port import Decision
from fulfillment.catalog.environments import Environment
from fulfillment.errors import OpsError
from fulfillment.ops.failures import reading, writing
from fulfillment.ops.pipelines.codepipeline import digest
from fulfillment.ops.pipelines.homes import client
from fulfillment.ops.reach import Reach
from fulfillment.sentences import phrase

_LONGEST_SUMMARY = 512


class CodePipelineWriter:
    def __init__(self, reach: Reach, place: Environment) -> None:
        self._reach = reach
        self._place = place

    def decide(self, decision: Decision) -> None:
        """The token is looked up here, so that it is nowhere else; CodePipeline takes it once."""
        what = phrase("decide_pipeline", pipeline=decision.pipeline, stage=decision.stage)
        token = self._token(decision)
        if not token:
            raise OpsError("failed", what, phrase("approval_over"))
        verdict = "Approved" if decision.is_approved else "Rejected"
        with writing(what):
            self._client.put_approval_result(
                pipelineName=decision.pipeline,
                stageName=decision.stage,
                actionName=decision.action,
                result={"summary": decision.summary[:_LONGEST_SUMMARY], "status": verdict},
                token=token,
            )

    def retry(self, pipeline: str, stage: str, execution: str) -> None:
        with writing(phrase("retry_pipeline", pipeline=pipeline, stage=stage)):
            self._client.retry_stage_execution(
                pipelineName=pipeline,
                stageName=stage,
                pipelineExecutionId=execution,
                retryMode="FAILED_ACTIONS",
            )

    def roll_back(self, pipeline: str, stage: str, target: str) -> None:
        with writing(phrase("roll_back_pipeline", pipeline=pipeline, stage=stage)):
            self._client.rollback_stage(
                pipelineName=pipeline, stageName=stage, targetPipelineExecutionId=target
            )

    @property
    def _client(self) -> Any:
        return client(self._reach, "codepipeline", self._place)

    def _token(self, decision: Decision) -> str:
        """Of the request that was seen: the same execution, the same token; else ""."""
        with reading(phrase("read_pipeline", pipeline=decision.pipeline)):
            state = self._client.get_pipeline_state(name=decision.pipeline)
        for stage in state["stageStates"]:
            execution = stage.get("latestExecution", {}).get("pipelineExecutionId")
            if stage["stageName"] != decision.stage or execution != decision.execution:
                continue
            for action in stage["actionStates"]:
                token = str(action.get("latestExecution", {}).get("token", ""))
                if action["actionName"] == decision.action and token:
                    return token if digest(token) == decision.token_digest else ""
        return ""
