"""`PipelineWriter` over GitHub Actions. A decision's action is the id of its environment."""

from fulfillment.act.writers.pipelines.port import Decision
from fulfillment.act.writers.pipelines.web import WritingWeb
from fulfillment.catalog.sources import GithubSource
from fulfillment.errors import OpsError
from fulfillment.ops.pipelines.github import HOST, headers, request_digest
from fulfillment.ops.pipelines.hosted import no_way_back
from fulfillment.ops.reach import Reach
from fulfillment.sentences import phrase


def connect(reach: Reach, source: GithubSource) -> "GithubWriter":
    return GithubWriter(WritingWeb(HOST, source.url, lambda: headers(reach, source)))


class GithubWriter:
    def __init__(self, web: WritingWeb) -> None:
        self._web = web

    def decide(self, decision: Decision) -> None:
        what = phrase("decide_pipeline", pipeline=decision.pipeline, stage=decision.stage)
        path = _run(decision.pipeline, decision.execution)
        run = self._web.get(path, what)
        environment = int(decision.action)
        pending = self._web.get(f"{path}/pending_deployments", what)
        ids = [one["environment"]["id"] for one in pending]
        if request_digest(run, environment) != decision.token_digest or environment not in ids:
            raise OpsError("failed", what, phrase("approval_over"))
        state = "approved" if decision.is_approved else "rejected"
        body = {"environment_ids": [environment], "state": state, "comment": decision.summary}
        self._web.post(f"{path}/pending_deployments", what, body)

    def retry(self, pipeline: str, stage: str, execution: str) -> None:
        """Of the whole run: GitHub runs every job again that failed, and what needs it."""
        what = phrase("retry_pipeline", pipeline=pipeline, stage=stage)
        path = _run(pipeline, execution)
        if str(self._web.get(path, what)["run_attempt"]) != execution.partition(".")[2]:
            raise OpsError("failed", what, phrase("newer_execution"))
        self._web.post(f"{path}/rerun-failed-jobs", what, {})

    def roll_back(self, pipeline: str, stage: str, target: str) -> None:  # noqa: ARG002 - there is none
        raise no_way_back(HOST, pipeline, stage)


def _run(pipeline: str, execution: str) -> str:
    _, owner, repository, *_ = pipeline.split("/")
    return f"/repos/{owner}/{repository}/actions/runs/{execution.partition('.')[0]}"
