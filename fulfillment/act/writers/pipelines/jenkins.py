"""`PipelineWriter` over Jenkins. A decision's action is the id of an input.

Jenkins notes the user of the token as the one who decided, and takes no comment.
"""

from urllib.parse import quote

from fulfillment.act.writers.pipelines.port import Decision
from fulfillment.act.writers.pipelines.web import WritingWeb
from fulfillment.catalog.sources import JenkinsSource
from fulfillment.errors import OpsError
from fulfillment.ops.pipelines.hosted import no_way_back
from fulfillment.ops.pipelines.jenkins import HOST, headers, path_of, request_digest
from fulfillment.ops.reach import Reach
from fulfillment.sentences import phrase


def connect(reach: Reach, source: JenkinsSource) -> "JenkinsWriter":
    return JenkinsWriter(WritingWeb(HOST, source.url, lambda: headers(reach, source)))


class JenkinsWriter:
    def __init__(self, web: WritingWeb) -> None:
        self._web = web

    def decide(self, decision: Decision) -> None:
        what = phrase("decide_pipeline", pipeline=decision.pipeline, stage=decision.stage)
        path = f"{path_of(decision.pipeline)}/{decision.execution}"
        pending = self._web.get(f"{path}/wfapi/pendingInputActions", what)
        found = {request_digest(decision.execution, one["id"]) for one in pending}
        if decision.token_digest not in found:
            raise OpsError("failed", what, phrase("approval_over"))
        verdict = "proceedEmpty" if decision.is_approved else "abort"
        self._web.post(f"{path}/input/{quote(decision.action, safe='')}/{verdict}", what)

    def retry(self, pipeline: str, stage: str, execution: str) -> None:
        """A new build from that stage on: of declarative pipelines only."""
        what = phrase("retry_pipeline", pipeline=pipeline, stage=stage)
        path = f"{path_of(pipeline)}/{execution}/restart/restartPipeline"
        self._web.post(f"{path}?stageName={quote(stage, safe='')}", what)

    def roll_back(self, pipeline: str, stage: str, target: str) -> None:  # noqa: ARG002 - there is none
        raise no_way_back(HOST, pipeline, stage)
