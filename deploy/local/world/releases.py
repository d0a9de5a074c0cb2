"""Builds the pipelines of a world: what was started is lived through, up to now."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from deploy.local.account.clock import SimulatedClock
from deploy.local.account.codepipeline.engine import Pipelines
from deploy.local.account.codepipeline.model import Build
from deploy.local.account.ecs.timeline import Timeline
from deploy.local.account.slim_moto import logs_backends
from deploy.local.world.pipelines import PipelineData

_LOG_SECONDS = 0.4
"""Between two lines of a build's log."""


def build_pipelines(
    many: Sequence[PipelineData], clock: SimulatedClock, lock: Any, *, account: str, region: str
) -> Pipelines:
    """Pipelines in which everything has run that was started before `clock`'s present."""
    now = clock.now()
    longest = max((run.started for one in many for run in one.runs), default=0.0) + 1
    past = SimulatedClock(now - timedelta(seconds=longest))
    made = Pipelines(Timeline(past, lock), partial(_write_log, account, region))
    for one in many:
        pipeline = made.add(one.spec)
        for run in one.runs:
            start = partial(
                made.start,
                pipeline,
                run.commit,
                trouble=run.trouble,
                approved_after=run.approved_after,
            )
            past.call_at(now - timedelta(seconds=run.started), start)
    past.advance(longest)
    made.timeline.move_to(clock)
    return made


def _write_log(
    account: str, region: str, build: Build, log: Sequence[str], ended: datetime
) -> None:
    """What CodeBuild and the commands of a build have written."""
    logs = logs_backends[account][region]
    if build.log_group not in logs.groups:
        logs.create_log_group(build.log_group, {})
    group = logs.groups[build.log_group]
    group.create_log_stream(build.stream)
    lines = list(_lines(build, log, ended))
    first = ended - timedelta(seconds=_LOG_SECONDS * len(lines))
    events = [
        {
            "timestamp": int((first + timedelta(seconds=_LOG_SECONDS * n)).timestamp() * 1000),
            "message": f"{line}\n",
        }
        for n, line in enumerate(lines)
    ]
    # Past what PutLogEvents takes: it refuses what is older than two weeks.
    group.put_log_events(build.stream, events)


def _lines(build: Build, log: Sequence[str], ended: datetime) -> Iterator[str]:
    container = f"[Container] {ended:%Y/%m/%d %H:%M:%S}.000000"
    yield f"{container} Waiting for agent ping"
    yield f"{container} Phase is DOWNLOAD_SOURCE"
    yield f"{container} Entering phase BUILD"
    yield from log
    if build.message:
        yield f"{container} Command did not execute successfully, {build.message}"
    state = "FAILED" if build.message else "SUCCEEDED"
    yield f"{container} Phase complete: BUILD State: {state}"
