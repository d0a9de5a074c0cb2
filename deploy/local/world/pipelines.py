"""The pipelines of a world, as data."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deploy.local.account.codepipeline.model import (
    ActionSpec,
    Commit,
    PipelineSpec,
    StageSpec,
    Trouble,
)
from deploy.local.world.spans import seconds


@dataclass(frozen=True)
class Run:
    """An execution that has begun before the world does."""

    commit: Commit
    started: float
    """Seconds ago."""
    approved_after: float | None
    trouble: Trouble | None


@dataclass(frozen=True)
class PipelineData:
    spec: PipelineSpec
    runs: tuple[Run, ...]


def pipelines(data: Mapping[str, Any]) -> tuple[PipelineData, ...]:
    """The section `pipelines` of a world. Raises as its reader does for what is malformed."""
    found = data.get("pipelines") or {}
    return tuple(_pipeline(name, entry) for name, entry in found.items())


def _pipeline(name: str, entry: Mapping[str, Any]) -> PipelineData:
    stages = tuple(
        StageSpec(stage, tuple(itertools.starmap(_action, actions.items())))
        for stage, actions in entry["stages"].items()
    )
    spec = PipelineSpec(name, entry["repository"], stages, entry.get("service", ""))
    return PipelineData(spec, tuple(_run(one) for one in entry["runs"]))


def _action(name: str, entry: Mapping[str, Any]) -> ActionSpec:
    takes = seconds(entry.get("takes", "1m"))
    return ActionSpec(name, entry["kind"], takes, entry.get("project", ""))


def _run(entry: Mapping[str, Any]) -> Run:
    fails, approved = entry.get("fails"), entry.get("approved_after")
    return Run(
        commit=Commit(str(entry["commit"]), entry["message"]),
        started=seconds(entry["started"]),
        approved_after=None if approved is None else seconds(approved),
        trouble=Trouble(fails["action"], fails["message"], tuple(fails.get("log", ())))
        if fails
        else None,
    )
