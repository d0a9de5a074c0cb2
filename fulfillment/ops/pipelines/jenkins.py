"""Jenkins: a job is a pipeline, its last build an execution. Needs the plugin Pipeline: Stage View,
whose API (`wfapi`) tells stages and what waits for input."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from fulfillment.catalog.sources import JenkinsSource
from fulfillment.errors import OpsError
from fulfillment.ops.observed import seconds_since
from fulfillment.ops.pipelines.codepipeline import digest
from fulfillment.ops.pipelines.hosted import failure_at, no_way_back
from fulfillment.ops.pipelines.port import (
    Approval,
    Failure,
    Pipeline,
    Revision,
    Stage,
    State,
    Target,
)
from fulfillment.ops.pipelines.web import Web, basic, token_of
from fulfillment.ops.reach import Reach
from fulfillment.sentences import phrase

HOME = "jenkins"
HOST = "Jenkins"
_TREE = "number,url,actions[lastBuiltRevision[SHA1]],changeSets[items[commitId,msg]]"
_STATES: Mapping[str, State] = {
    "SUCCESS": "succeeded",
    "UNSTABLE": "failed",
    "FAILED": "failed",
    "IN_PROGRESS": "running",
    "PAUSED_PENDING_INPUT": "waiting",
    "ABORTED": "stopped",
    "NOT_EXECUTED": "never",
}


def connect(reach: Reach, source: JenkinsSource) -> "Jenkins":
    return Jenkins(reach, source, Web(HOST, source.url, lambda: headers(reach, source)))


def headers(reach: Reach, source: JenkinsSource) -> dict[str, str]:
    """Raises `OpsError`."""
    return basic(source.user, token_of(reach, source.token, HOST))


def path_of(name: str) -> str:
    """Of a job: every folder is a job, too."""
    return "".join(f"/job/{quote(part, safe='')}" for part in name.split("/")[1:])


def request_digest(number: int | str, input_id: str) -> str:
    """Tells requests for input apart: a build, an input of it."""
    return digest(f"{number} {input_id}")


class Jenkins:
    """`Backend` over Jenkins' remote API."""

    def __init__(self, reach: Reach, source: JenkinsSource, web: Web) -> None:
        self._reach = reach
        self._source = source
        self._web = web

    @property
    def home(self) -> str:
        return HOME

    def names(self) -> tuple[str, ...]:
        return tuple(f"{HOME}/{job}" for job in self._source.jobs)

    def known(self) -> tuple[str, ...]:
        return self.names()

    def pipeline(self, name: str) -> Pipeline:
        what = phrase("read_pipeline", pipeline=name)
        try:
            build = self._web.get(f"{path_of(name)}/lastBuild/api/json", what, tree=_TREE)
        except OpsError as error:
            if error.kind != "not found":
                raise
            # The job itself must be there.
            self._web.get(f"{path_of(name)}/api/json", what, tree="name")
            return Pipeline(name, HOME, (Stage(name, "never"),))
        where = f"{path_of(name)}/{build['number']}/wfapi"
        stages = self._web.get(f"{where}/describe", what)["stages"]
        waits = any(one["status"] == "PAUSED_PENDING_INPUT" for one in stages)
        inputs = self._web.get(f"{where}/pendingInputActions", what) if waits else []
        return _pipeline(name, build, stages, inputs, self._reach.now())

    def service(self, name: str) -> str:  # noqa: ARG002 - a job does not say
        return ""

    def failure(self, pipeline: Pipeline, stage: Stage) -> Failure:
        path = f"{path_of(pipeline.name)}/{stage.execution}/consoleText"
        url = f"{pipeline.url}console" if pipeline.url else ""
        return failure_at(self._web, pipeline, stage, path, _bare, url=url)

    def target(self, pipeline: Pipeline, stage: Stage) -> Target | None:
        raise no_way_back(HOST, pipeline.name, stage.name)


def _pipeline(
    name: str,
    build: Mapping[str, Any],
    stages: Sequence[Mapping[str, Any]],
    inputs: Sequence[Mapping[str, Any]],
    now: datetime,
) -> Pipeline:
    number, revision = str(build["number"]), _revision(build)
    made = tuple(_stage(one, number, revision, now) for one in stages)
    gate = next((one for one in made if one.state == "waiting"), None)
    approvals = tuple(
        Approval(
            pipeline=name,
            stage=gate.name,
            action=one["id"],
            execution=number,
            token_digest=request_digest(number, one["id"]),
            age_seconds=gate.age_seconds,
            revision=revision,
        )
        for one in inputs
        if gate is not None
    )
    return Pipeline(name, HOME, made, approvals, url=build.get("url", ""))


def _stage(
    stage: Mapping[str, Any], number: str, revision: Revision | None, now: datetime
) -> Stage:
    state = _STATES.get(stage["status"], "stopped")
    ended = stage["startTimeMillis"] + stage.get("durationMillis", 0)
    moment = ended if state in ("succeeded", "failed", "stopped") else stage["startTimeMillis"]
    return Stage(
        name=stage["name"],
        state=state,
        execution=number,
        age_seconds=seconds_since(datetime.fromtimestamp(moment / 1000, UTC), now),
        revision=revision,
        action=stage["name"] if state == "failed" else "",
        reason=stage.get("error", {}).get("message", ""),
        is_gated=state == "waiting",
    )


def _revision(build: Mapping[str, Any]) -> Revision | None:
    built = [one["lastBuiltRevision"] for one in build["actions"] if "lastBuiltRevision" in one]
    if not built:
        return None
    commit = built[0]["SHA1"]
    items = [item for one in build.get("changeSets", []) for item in one["items"]]
    message = next((item["msg"] for item in items if item["commitId"] == commit), "")
    return Revision(commit, message.partition("\n")[0])


def _bare(log: Sequence[str]) -> list[str]:
    """Without the lines by which the pipeline's own steps begin and end."""
    return [one for one in log if not one.startswith("[Pipeline]")]
