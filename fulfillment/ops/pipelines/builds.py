"""CodeBuild: why a build failed, and the lines of its log that tell."""

import re
from typing import TYPE_CHECKING, Any

from fulfillment.catalog.environments import Environment
from fulfillment.errors import OpsError
from fulfillment.ops.failures import reading
from fulfillment.ops.pipelines.homes import client
from fulfillment.ops.pipelines.lines import failing_lines
from fulfillment.ops.pipelines.port import Failure, Stage
from fulfillment.ops.reach import Reach
from fulfillment.redaction import redact
from fulfillment.sentences import phrase

if TYPE_CHECKING:
    from mypy_boto3_codebuild.type_defs import BuildTypeDef

_BUILD = re.compile(r"[\w.-]+:[0-9a-f-]{36}")
_MOST_EVENTS = 400
"""From the end of the log: the failure stands there, and one call gives them."""


def is_build(external_id: str) -> bool:
    """Whether it is the id of a build of CodeBuild: project, colon, uuid."""
    return _BUILD.fullmatch(external_id) is not None


def why(reach: Reach, home: Environment, pipeline: str, stage: Stage) -> Failure:
    """Raises `OpsError` where the build cannot be read; a log that cannot be read is a gap."""
    with reading(phrase("read_build", pipeline=pipeline)):
        codebuild = client(reach, "codebuild", home)
        builds = codebuild.batch_get_builds(ids=[stage.build])["builds"]
    if not builds:
        return Failure(stage, redact(stage.reason))
    build: BuildTypeDef = builds[0]
    reason, url = _reason(build) or stage.reason, build.get("logs", {}).get("deepLink", "")
    try:
        lines = failing_lines(_log(reach, home, pipeline, build))
    except OpsError as error:
        return Failure(stage, redact(reason), url=url, gaps=(error.phrase,))
    return Failure(stage, redact(reason), lines, url)


def _reason(build: "BuildTypeDef") -> str:
    """What the last phase that failed says; a phase may say nothing."""
    for phase in reversed(build.get("phases", [])):
        if phase.get("phaseStatus") not in ("FAILED", "FAULT", "TIMED_OUT"):
            continue
        for context in phase.get("contexts", []):
            if context.get("message"):
                return context["message"]
    return ""


def _log(reach: Reach, home: Environment, pipeline: str, build: "BuildTypeDef") -> list[str]:
    """The end of the log; nothing where the build writes none to CloudWatch."""
    place = build.get("logs", {})
    if not place.get("groupName") or not place.get("streamName"):
        return []
    with reading(phrase("read_build_log", pipeline=pipeline)):
        logs: Any = client(reach, "logs", home)
        answer = logs.get_log_events(
            logGroupName=place["groupName"],
            logStreamName=place["streamName"],
            limit=_MOST_EVENTS,
            startFromHead=False,
        )
    return [line for one in answer["events"] for line in one["message"].splitlines()]
