"""What GitHub Actions and Jenkins have in common: logs over the web, and no way back."""

from collections.abc import Callable, Sequence

from fulfillment.errors import OpsError
from fulfillment.ops.pipelines.lines import failing_lines
from fulfillment.ops.pipelines.port import Failure, Pipeline, Stage
from fulfillment.ops.pipelines.web import Web
from fulfillment.redaction import redact
from fulfillment.sentences import phrase

_MOST_LINES = 400

Bare = Callable[[Sequence[str]], list[str]]
"""A log's lines without what the host itself adds to them."""


def failure_at(
    web: Web, pipeline: Pipeline, stage: Stage, path: str, bare: Bare, *, url: str
) -> Failure:
    """Why a stage failed, by its log at `path`; `url`: where a person reads it.

    A log that cannot be read is a gap.
    """
    reason = redact(stage.reason)
    try:
        log = web.lines(path, phrase("read_build_log", pipeline=pipeline.name), _MOST_LINES)
    except OpsError as error:
        return Failure(stage, reason, gaps=(error.phrase,))
    return Failure(stage, reason, failing_lines(bare(log)), url)


def no_way_back(host: str, pipeline: str, stage: str) -> OpsError:
    """Neither host takes a stage back to what it ran before."""
    what = phrase("roll_back_pipeline", pipeline=pipeline, stage=stage)
    return OpsError("unavailable", what, phrase("host_cannot_roll_back", host=host))
