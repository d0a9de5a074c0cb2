"""GitHub Actions: a workflow is a pipeline, a job of its last run a stage.

Facts from GitHub's REST reference, "Actions": workflow runs, workflow jobs.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from fulfillment.catalog.sources import GithubSource
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
from fulfillment.ops.pipelines.web import Web, bearer, token_of
from fulfillment.ops.reach import Reach
from fulfillment.ops.remembered import NAMES_FRESH_FOR
from fulfillment.sentences import phrase

HOME = "github"
HOST = "GitHub Actions"
_PAGE = 100
_STAMP = re.compile(r"^\ufeff?\d{4}-\d\d-\d\dT[\d:.]+Z ")
_COMMAND = re.compile(r"^##\[(?:error)\]")
_FOLDED = re.compile(r"^##\[(?:group|endgroup|debug|command)\]")
_ENDED: Mapping[str, State] = {
    "success": "succeeded",
    "neutral": "succeeded",
    "failure": "failed",
    "timed_out": "failed",
    "startup_failure": "failed",
    "cancelled": "stopped",
    "stale": "stopped",
}


def connect(reach: Reach, source: GithubSource) -> "Github":
    return Github(reach, source, Web(HOST, source.url, lambda: headers(reach, source)))


def headers(reach: Reach, source: GithubSource) -> dict[str, str]:
    """Raises `OpsError`."""
    token = token_of(reach, source.token, HOST)
    return {"accept": "application/vnd.github+json", **bearer(token)}


def request_digest(run: Mapping[str, Any], environment: int) -> str:
    """Tells requests for approval apart: a run, its attempt, an environment."""
    return digest(f"{run['id']} {run['run_attempt']} {environment}")


class Github:
    """`Backend` over GitHub's REST API."""

    def __init__(self, reach: Reach, source: GithubSource, web: Web) -> None:
        self._reach = reach
        self._source = source
        self._web = web

    @property
    def home(self) -> str:
        return HOME

    def names(self) -> tuple[str, ...]:
        return tuple(self._files())

    def known(self) -> tuple[str, ...]:
        found: Mapping[str, str] = self._reach.remembered.last(self._key, {})
        return tuple(found)

    @property
    def _key(self) -> tuple[str, ...]:
        return ("workflows", self._source.url, *self._source.repositories)

    def _files(self) -> Mapping[str, str]:
        """Name of a pipeline -> its workflow, as the API's path has it."""
        return self._reach.remembered.get(self._key, NAMES_FRESH_FOR, self._list)

    def _list(self) -> Mapping[str, str]:
        found = {}
        for repository in self._source.repositories:
            path = f"/repos/{repository}/actions/workflows"
            answer = self._web.get(path, phrase("list_pipelines"), per_page=_PAGE)
            for one in answer["workflows"]:
                file = PurePosixPath(one["path"])
                if one["state"] == "active":
                    found[f"{HOME}/{repository}/{file.stem}"] = f"{path}/{file.name}"
        return found

    def pipeline(self, name: str) -> Pipeline:
        what = phrase("read_pipeline", pipeline=name)
        path = self._files().get(name)
        if path is None:
            raise OpsError("not found", what, phrase("does_not_exist"))
        runs = self._web.get(f"{path}/runs", what, per_page=1)["workflow_runs"]
        if not runs:
            return Pipeline(name, HOME, (Stage(name, "never"),))
        run = runs[0]
        where = f"/repos/{_repository(name)}/actions/runs/{run['id']}"
        jobs = self._web.get(f"{where}/jobs", what, per_page=_PAGE, filter="latest")["jobs"]
        waits = run["status"] == "waiting"
        pending = self._web.get(f"{where}/pending_deployments", what) if waits else []
        return _pipeline(name, run, jobs, pending, self._reach.now())

    def service(self, name: str) -> str:
        """A repository is named as its service, as a rule."""
        return _repository(name).partition("/")[2]

    def failure(self, pipeline: Pipeline, stage: Stage) -> Failure:
        path = f"/repos/{_repository(pipeline.name)}/actions/jobs/{stage.build}/logs"
        return failure_at(self._web, pipeline, stage, path, _bare, url=pipeline.url)

    def target(self, pipeline: Pipeline, stage: Stage) -> Target | None:
        raise no_way_back(HOST, pipeline.name, stage.name)


def _repository(name: str) -> str:
    _, owner, repository, *_ = name.split("/")
    return f"{owner}/{repository}"


def _pipeline(
    name: str,
    run: Mapping[str, Any],
    jobs: Sequence[Mapping[str, Any]],
    pending: Sequence[Mapping[str, Any]],
    now: datetime,
) -> Pipeline:
    revision = _revision(run)
    done = [
        _stage(job, run, revision, now)
        for job in jobs
        if job["conclusion"] != "skipped" and job["status"] != "waiting"
    ]
    age = _age(run["updated_at"], now)
    asked = [one["environment"] for one in pending]
    gates = [
        Stage(one["name"], "waiting", _execution(run), age, revision, is_gated=True)
        for one in asked
    ]
    approvals = tuple(
        Approval(
            pipeline=name,
            stage=one["name"],
            action=str(one["id"]),
            execution=_execution(run),
            token_digest=request_digest(run, one["id"]),
            age_seconds=age,
            revision=revision,
        )
        for one in asked
    )
    return Pipeline(name, HOME, (*done, *gates), approvals, url=run["html_url"])


def _stage(
    job: Mapping[str, Any], run: Mapping[str, Any], revision: Revision, now: datetime
) -> Stage:
    has_ended = job["status"] == "completed"
    state: State = _ENDED.get(job["conclusion"], "stopped") if has_ended else "running"
    failed = [one["name"] for one in job.get("steps", []) if one["conclusion"] == "failure"]
    return Stage(
        name=job["name"],
        state=state,
        execution=_execution(run),
        age_seconds=_age(job["completed_at"] or job["started_at"], now),
        revision=revision,
        action=job["name"] if state == "failed" else "",
        reason=failed[0] if state == "failed" and failed else "",
        build=str(job["id"]),
    )


def _execution(run: Mapping[str, Any]) -> str:
    return f"{run['id']}.{run['run_attempt']}"


def _revision(run: Mapping[str, Any]) -> Revision:
    commit = run.get("head_commit") or {}
    message = str(commit.get("message", "")).partition("\n")[0]
    url = f"{run['repository']['html_url']}/commit/{run['head_sha']}"
    return Revision(run["head_sha"], message, url)


def _age(moment: str | None, now: datetime) -> float | None:
    return seconds_since(datetime.fromisoformat(moment), now) if moment else None


def _bare(log: Sequence[str]) -> list[str]:
    """Without the moment before each line, and GitHub's own marks; an error is named as one."""
    bare = [_STAMP.sub("", line) for line in log]
    return [_COMMAND.sub("Error: ", line) for line in bare if not _FOLDED.match(line)]
