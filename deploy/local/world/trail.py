"""What was done in a world before it begins: who deployed what, and what else was changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from deploy.local.account.trail import Caller, Trail, Write
from deploy.local.world.spans import seconds

_ROLES: Mapping[str, str] = {"pipeline": "shop-deploy", "console": "shop-engineer"}
_AGENTS: Mapping[str, str] = {
    "pipeline": "codepipeline.amazonaws.com",
    "console": "Mozilla/5.0 (made up) console",
}


@dataclass(frozen=True)
class WriteData:
    """Something that somebody changed."""

    ago: float
    """Seconds."""
    by: str
    """Name of the session."""
    service: str
    """As its endpoint is called: "elasticloadbalancing"."""
    event: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    resource: str = ""
    source_identity: str = ""


@dataclass(frozen=True)
class TrailData:
    deployed_by: str = ""
    """The session that made every deployment of the world that `deployments` does not name; ""
    leaves them out."""
    deployments: Mapping[str, str] = field(default_factory=dict)
    """ "production/orders/3.12.1" -> who."""
    writes: tuple[WriteData, ...] = ()


@dataclass(frozen=True)
class Deployed:
    """A deployment of the world: when, and what it brought."""

    environment: str
    service: str
    version: str
    ago: float
    task_definition: str


def trail_of(world: Mapping[str, Any]) -> TrailData:
    """The part `trail:` of a world file; empty where it has none. Raises `ValueError`."""
    data = world.get("trail") or {}
    writes = (
        WriteData(**{**entry, "ago": seconds(entry["ago"])}) for entry in data.get("writes", ())
    )
    by = data.get("deployed_by", "")
    return TrailData(by, dict(data.get("deployments") or {}), tuple(writes))


def build_trail(
    trail: Trail, data: TrailData, deployed: Iterator[Deployed], region: str, now: datetime
) -> None:
    """Make the trail hold the world's writes, and nothing of another world."""
    trail.reset()
    for one in deployed:
        by = data.deployments.get(f"{one.environment}/{one.service}/{one.version}")
        if who := by or data.deployed_by:
            trail.add(_deployment(one, who, now, is_pipeline=not by), region)
    for write in data.writes:
        trail.add(_write(write, now), region)


def _deployment(one: Deployed, who: str, now: datetime, *, is_pipeline: bool) -> Write:
    kind = "pipeline" if is_pipeline else "console"
    resources = (("AWS::ECS::Service", one.service), ("AWS::ECS::Cluster", one.environment))
    return Write(
        at=now - timedelta(seconds=one.ago),
        service="ecs",
        name="UpdateService",
        caller=Caller(who, _ROLES[kind]),
        parameters={
            "cluster": one.environment,
            "service": one.service,
            "taskDefinition": one.task_definition,
        },
        agent=_AGENTS[kind],
        resources=resources,
    )


def _write(data: WriteData, now: datetime) -> Write:
    return Write(
        at=now - timedelta(seconds=data.ago),
        service=data.service,
        name=data.event,
        caller=Caller(data.by, _ROLES["console"], data.source_identity),
        parameters=data.parameters,
        agent=_AGENTS["console"],
        resources=(("", data.resource),) if data.resource else (),
    )
