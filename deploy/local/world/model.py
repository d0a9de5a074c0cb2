"""A world as data: read from YAML, every duration in seconds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from deploy.documents import read_yaml
from deploy.errors import BuildError, DeployError
from deploy.local.account.ecs.model import Behaviour, Durations
from deploy.local.account.lex_models.settings import Durations as LexDurations
from deploy.local.world.code import RepositoryData, repositories_of
from deploy.local.world.holdings import holdings
from deploy.local.world.load import Load, load_of
from deploy.local.world.logs import LogData, logs_of
from deploy.local.world.pipelines import PipelineData, pipelines
from deploy.local.world.routing import Routing, routing
from deploy.local.world.spans import seconds
from deploy.local.world.trail import TrailData, trail_of

EXAMPLE = Path(__file__).with_name("example.yaml")


class WorldError(DeployError):
    """A world file does not hold; the message names the file, the place and the cure."""


@dataclass(frozen=True)
class SubnetData:
    name: str
    cidr: str
    zone: str
    public: bool


@dataclass(frozen=True)
class ServiceData:
    """What a service is, wherever it runs."""

    name: str
    owner: str
    public: bool
    """In the public subnets, behind the load balancer; else private, with a container check."""
    port: int
    cpu: int
    memory: int
    versions: Mapping[str, float]
    """Version -> age in seconds since it was pushed to the registry."""
    description: str = ""


@dataclass(frozen=True)
class Rollout:
    """A deployment that is under way when the world begins."""

    version: str
    started: float
    """Seconds ago."""


@dataclass(frozen=True)
class RunningData:
    """A service in one environment."""

    service: str
    version: str
    deployed: float
    """Seconds ago."""
    tasks: int
    history: Mapping[str, float] = field(default_factory=dict)
    """Earlier versions -> seconds since they were deployed."""
    rollout: Rollout | None = None
    configuration: Mapping[str, Any] = field(default_factory=dict)
    """`deploymentConfiguration`, where it differs from ECS's defaults."""
    two_groups: bool = False
    """Two target groups in its rule, the second one without traffic: ready for blue/green."""


@dataclass(frozen=True)
class AlarmData:
    name: str
    environment: str
    service: str
    metric: str
    """Key of `metrics`."""
    threshold: float
    state: str = "OK"
    since: float = 0.0
    """Seconds since the state last changed."""
    rang: float = 0.0
    """Of one that is OK: how many seconds it rang until then; 0 where it is not remembered."""
    reason: str = ""
    description: str = ""


@dataclass(frozen=True)
class CompositeAlarmData:
    """An alarm over other alarms; its rule is shown, not evaluated."""

    name: str
    environment: str
    rule: str
    """As CloudWatch writes it: ALARM("a") OR ALARM("b")."""
    state: str = "OK"
    since: float = 0.0
    description: str = ""


@dataclass(frozen=True)
class MetricData:
    namespace: str
    metric: str
    statistic: str
    dimensions: str
    """"service" (ClusterName, ServiceName) or "targets" (LoadBalancer, TargetGroup)."""


@dataclass(frozen=True)
class World:
    account: str
    region: str
    durations: Durations
    lex_durations: LexDurations
    behaviours: Mapping[str, Behaviour]
    subnets: tuple[SubnetData, ...]
    services: Mapping[str, ServiceData]
    environments: Mapping[str, tuple[RunningData, ...]]
    metrics: Mapping[str, MetricData]
    alarms: tuple[AlarmData, ...]
    composite_alarms: tuple[CompositeAlarmData, ...] = ()
    vpc_cidr: str = "10.0.0.0/16"
    routing: Routing = field(default_factory=Routing)
    load: Load = field(default_factory=lambda: Load({}))
    logs: LogData = field(default_factory=LogData)
    trail: TrailData = field(default_factory=TrailData)
    repositories: tuple[RepositoryData, ...] = ()
    pipelines: tuple[PipelineData, ...] = ()
    topics: tuple[str, ...] = ()
    """SNS topics, by name."""
    held: Mapping[str, Any] = field(default_factory=dict)
    """What `deploy.local.world.holdings` reads, once it knows when the world begins."""

    @property
    def longest_rollout(self) -> float:
        """Seconds of history that have to be lived through."""
        return max(
            (
                one.rollout.started
                for many in self.environments.values()
                for one in many
                if one.rollout
            ),
            default=0.0,
        )


def load(path: Path = EXAMPLE) -> World:
    """Read a world. Raises `WorldError`."""
    try:
        return _world(read_yaml(path))
    except BuildError as error:
        raise WorldError(f"{path}: cannot be read as a world: {error}") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise WorldError(
            f"{path}: {type(error).__name__} {error}: compare it with {EXAMPLE}"
        ) from error
    except ValueError as error:
        raise WorldError(f"{path}: {error}") from error


def _world(data: Mapping[str, Any]) -> World:
    services = {name: _service(name, entry) for name, entry in data["services"].items()}
    world = World(
        account=str(data["account"]),
        region=data["region"],
        durations=Durations(**data.get("durations", {})),
        lex_durations=LexDurations(**data.get("lex_durations", {})),
        behaviours={
            image: Behaviour(**entry) for image, entry in (data.get("behaviours") or {}).items()
        },
        subnets=tuple(
            SubnetData(name, **entry) for name, entry in data["network"]["subnets"].items()
        ),
        vpc_cidr=data["network"]["cidr"],
        services=services,
        environments={
            name: tuple(_running(service, entry) for service, entry in entries.items())
            for name, entries in data["environments"].items()
        },
        metrics={name: MetricData(**entry) for name, entry in data["metrics"].items()},
        alarms=tuple(_alarm(entry) for entry in data["alarms"]),
        routing=routing(data),
        held=data.get("holdings") or {},
        load=load_of(data),
        logs=logs_of(data),
        trail=trail_of(data),
        repositories=repositories_of(data),
        pipelines=pipelines(data),
        topics=tuple(data.get("topics", ())),
        composite_alarms=tuple(_composite(entry) for entry in data.get("composite_alarms", ())),
    )
    _check(world)
    return world


def _service(name: str, entry: Mapping[str, Any]) -> ServiceData:
    versions = {str(version): seconds(age) for version, age in entry["versions"].items()}
    return ServiceData(**{**entry, "name": name, "versions": versions})


def _running(service: str, entry: Mapping[str, Any]) -> RunningData:
    rollout = entry.get("rollout")
    return RunningData(
        service=service,
        version=str(entry["version"]),
        deployed=seconds(entry["deployed"]),
        tasks=entry["tasks"],
        history={str(v): seconds(age) for v, age in (entry.get("history") or {}).items()},
        rollout=Rollout(str(rollout["version"]), seconds(rollout["started"])) if rollout else None,
        configuration=entry.get("configuration") or {},
        two_groups=entry.get("two_groups", False),
    )


def _alarm(entry: Mapping[str, Any]) -> AlarmData:
    spans = {name: seconds(entry.get(name, "0s")) for name in ("since", "rang")}
    return AlarmData(**{**entry, **spans})


def _composite(entry: Mapping[str, Any]) -> CompositeAlarmData:
    return CompositeAlarmData(**{**entry, "since": seconds(entry.get("since", "0s"))})


def _check(world: World) -> None:
    holdings(world.held, world.account, world.region, datetime.fromtimestamp(0, UTC))
    for environment, many in world.environments.items():
        for one in many:
            wanted = {one.version, *one.history}
            wanted |= {one.rollout.version} if one.rollout else set()
            missing = wanted - set(world.services[one.service].versions)
            if missing:
                raise ValueError(
                    f"{environment}/{one.service} runs {', '.join(sorted(missing))}, which "
                    f"services.{one.service}.versions does not list: add it there"
                )
