"""What the scheduler knows of services, deployments and tasks: plain data, no AWS shapes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil, floor
from typing import Any, Literal

TaskStatus = Literal[
    "PROVISIONING", "PENDING", "RUNNING", "DEACTIVATING", "STOPPING", "DEPROVISIONING", "STOPPED"
]
RolloutState = Literal["IN_PROGRESS", "COMPLETED", "FAILED"]
Outcome = Literal["runs", "exits", "unhealthy", "cannot_pull"]


@dataclass(frozen=True)
class Behaviour:
    """How a task of an image behaves once it is started."""

    outcome: Outcome = "runs"
    after_seconds: float = 0.0
    """Seconds from RUNNING until it exits; for the other outcomes of no meaning."""
    exit_code: int = 1
    reason: str = ""
    """What the container (exits), the load balancer (unhealthy) or the registry says."""


@dataclass(frozen=True)
class Durations:
    """Simulated seconds of each step in a task's life."""

    provisioning: float = 4.0
    pending: float = 8.0
    health_checks: float = 10.0
    draining: float = 15.0
    stopping: float = 3.0
    deprovisioning: float = 2.0
    retry_first: float = 10.0
    """Wait after the first failed start; it doubles with each further one, up to `retry_most`."""
    retry_most: float = 120.0
    jitter: float = 0.2
    """Share by which provisioning, pending and health checks vary from task to task."""


@dataclass(frozen=True)
class ContainerSpec:
    name: str
    image: str
    cpu: int = 0
    memory: int | None = None
    has_health_check: bool = False


@dataclass(frozen=True)
class TaskSpec:
    """What a task definition says that matters to a task."""

    arn: str
    family: str
    containers: tuple[ContainerSpec, ...]
    cpu: str = "256"
    memory: str = "512"

    @property
    def has_health_check(self) -> bool:
        return any(container.has_health_check for container in self.containers)


@dataclass(frozen=True)
class Subnet:
    id: str
    prefix: str
    """First three parts of its addresses: "10.0.1."."""
    zone: str


@dataclass(frozen=True)
class TargetGroup:
    """A load balancer's target group that a service registers its tasks in."""

    arn: str
    container: str
    port: int


@dataclass
class TargetHealth:
    """A target's health in ELBv2's words; `state` "" is: not registered."""

    state: Literal["", "initial", "healthy", "unhealthy", "draining"] = ""
    reason: str = ""
    description: str = ""


@dataclass
class Task:
    id: str
    arn: str
    spec: TaskSpec
    deployment_id: str
    created_at: datetime
    ip: str
    subnet: Subnet
    status: TaskStatus = "PROVISIONING"
    desired_status: Literal["RUNNING", "STOPPED"] = "RUNNING"
    health: Literal["UNKNOWN", "HEALTHY", "UNHEALTHY"] = "UNKNOWN"
    """Health of the containers' own check."""
    target: TargetHealth = field(default_factory=TargetHealth)
    is_serving: bool = False
    """Passed every check that the service has: what a deployment counts."""
    started_at: datetime | None = None
    stopping_at: datetime | None = None
    stopped_at: datetime | None = None
    stop_code: str = ""
    stopped_reason: str = ""
    exit_code: int | None = None
    container_reason: str = ""
    version: int = 1

    @property
    def is_live(self) -> bool:
        """Wanted, and not on its way out."""
        return self.desired_status == "RUNNING"


@dataclass
class Deployment:
    id: str
    spec: TaskSpec
    created_at: datetime
    updated_at: datetime
    desired_count: int
    service_deployment_arn: str
    revision_arn: str
    status: Literal["PRIMARY", "ACTIVE", "INACTIVE"] = "PRIMARY"
    rollout_state: RolloutState = "IN_PROGRESS"
    rollout_reason: str = ""
    failed_tasks: int = 0
    has_completed: bool = False
    """Completed at least once: only such a deployment can be rolled back to."""
    finished_at: datetime | None = None
    outcome: str = "IN_PROGRESS"
    """Status of the service deployment, in ECS's words."""
    outcome_reason: str = ""
    source_revision_arn: str = ""
    rolled_back_to: str = ""
    """Revision that the circuit breaker went back to."""


@dataclass(frozen=True)
class Event:
    id: str
    created_at: datetime
    message: str


@dataclass
class Service:
    arn: str
    name: str
    cluster: str
    """Name of the cluster."""
    cluster_arn: str
    desired_count: int
    created_at: datetime
    configuration: Mapping[str, Any]
    """`deploymentConfiguration` in ECS's shape, complete with defaults."""
    target_groups: tuple[TargetGroup, ...] = ()
    subnets: tuple[Subnet, ...] = ()
    settings: dict[str, Any] = field(default_factory=dict)
    """What CreateService was given and only describes: network configuration, launch type."""
    status: Literal["ACTIVE", "DRAINING", "INACTIVE"] = "ACTIVE"
    deployments: list[Deployment] = field(default_factory=list)
    """PRIMARY first, then those that still have tasks."""
    history: list[Deployment] = field(default_factory=list)
    """Every deployment there was, newest first."""
    tasks: dict[str, Task] = field(default_factory=dict)
    """By ARN; stopped ones stay for an hour."""
    events: list[Event] = field(default_factory=list)
    """Newest first."""
    is_steady: bool = False
    next_start_at: datetime | None = None
    """Starts wait until then, after failures."""

    @property
    def primary(self) -> Deployment:
        return self.deployments[0]

    @property
    def live(self) -> list[Task]:
        return [task for task in self.tasks.values() if task.is_live]

    @property
    def fewest(self) -> int:
        """Tasks that must keep serving: of desiredCount, rounded up."""
        percent: int = self.configuration["minimumHealthyPercent"]
        return ceil(self.desired_count * percent / 100)

    @property
    def most(self) -> int:
        """Tasks that may exist: of desiredCount, rounded down."""
        percent: int = self.configuration["maximumPercent"]
        return floor(self.desired_count * percent / 100)

    @property
    def breaker(self) -> Mapping[str, Any]:
        return self.configuration.get("deploymentCircuitBreaker") or {"enable": False}

    def count(self, deployment: Deployment | None, *statuses: TaskStatus) -> int:
        """Tasks of a deployment (None: all) that are in one of `statuses` (none given: any)."""
        return sum(
            not statuses or task.status in statuses
            for task in self.tasks.values()
            if deployment is None or task.deployment_id == deployment.id
        )


def breaker_threshold(service: Service) -> int:
    """Failures that trip the circuit breaker: by default half of desiredCount within 3 and 200."""
    configured = service.breaker.get("thresholdConfiguration") or {
        "type": "BOUNDED_PERCENT",
        "value": 50,
    }
    if configured["type"] == "COUNT":
        return int(configured["value"])
    percent: int = configured["value"]
    share = ceil(service.desired_count * percent / 100)
    if configured["type"] == "UNBOUNDED_PERCENT":
        return share
    return min(max(share, 3), 200)
