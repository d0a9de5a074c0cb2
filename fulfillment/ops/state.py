"""What handlers see of the world: plain data, no AWS shapes. Ages are seconds, counted from the
`Date` header of the answer that showed them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from fulfillment.sentences import Phrase

Health = Literal["healthy", "degraded", "failing", "rolling out"]
RolloutState = Literal["in progress", "completed", "failed"]
Check = Literal["alarms", "targets"]
UNKNOWN_VERSION = "unknown"
"""Of a deployment whose task definition could not be read."""


@dataclass(frozen=True)
class DeploymentState:
    """One deployment of a service; the first of a service is the primary one."""

    id: str
    version: str
    task_definition: str
    state: RolloutState
    desired: int
    running: int
    pending: int
    failed_tasks: int
    reason: str
    age_seconds: float
    is_primary: bool = True


@dataclass(frozen=True)
class ServiceEvent:
    message: str
    age_seconds: float


@dataclass(frozen=True)
class StoppedTask:
    """A task that ended; `exit_code` is None where its container never ran."""

    version: str
    deployment_id: str
    reason: str
    container_reason: str
    exit_code: int | None
    age_seconds: float


@dataclass(frozen=True)
class Targets:
    """Health of the targets behind the load balancers of a service."""

    healthy: int
    unhealthy: int
    other: int
    """Being registered or drained."""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measure:
    """What a metric alarm looks at."""

    metric: str
    statistic: str
    """"Sum", "p99"."""
    comparison: str
    """As CloudWatch names it: "GreaterThanThreshold"."""
    threshold: float | None
    """None for a band of anomaly detection."""
    period_seconds: int
    unit: str = ""


@dataclass(frozen=True)
class AlarmNote:
    """What somebody has said of an alarm."""

    by: str
    """Their name."""
    age_seconds: float
    left_seconds: float = 0.0
    """Of a snooze."""
    plan: str = ""
    """Id of the plan that it came of."""


@dataclass(frozen=True)
class Alarm:
    """A CloudWatch alarm, in the state ALARM where nothing else is said."""

    name: str
    reason: str
    age_seconds: float
    """Since its state changed."""
    dimensions: Mapping[str, str] = field(default_factory=dict)
    environment: str = ""
    state: str = "ALARM"
    since: str = ""
    """When its state changed: ISO 8601, UTC."""
    measure: Measure | None = None
    rule: str = ""
    """Of a composite alarm; "" for a metric alarm."""
    acknowledged: AlarmNote | None = None
    snoozed: AlarmNote | None = None


@dataclass(frozen=True)
class ServiceState:
    environment: str
    name: str
    version: str
    """What serves; "" where nothing does."""
    incoming: str
    """Version of the rollout under way; "" where none is. A restart has the same version."""
    running: int
    desired: int
    pending: int
    health: Health
    age_seconds: float
    """Since the deployment that serves began: a deployment or a mere restart."""
    deployments: tuple[DeploymentState, ...]
    minimum_healthy_percent: int = 100
    maximum_percent: int = 200
    strategy: str = "ROLLING"
    events: tuple[ServiceEvent, ...] = ()
    """Newest first."""
    stopped: tuple[StoppedTask, ...] = ()
    """Newest first; only read for a service that is not healthy."""
    targets: Targets | None = None
    """None where it has no load balancer, or its health could not be read."""
    alarms: tuple[Alarm, ...] = ()
    unread: tuple[Check, ...] = ()
    """Checks that health leaves out, because they could not be read."""
    gaps: tuple[Phrase, ...] = ()
    """What could not be read, and why: whole sentences."""

    @property
    def primary(self) -> DeploymentState | None:
        return self.deployments[0] if self.deployments else None


@dataclass(frozen=True)
class EnvironmentState:
    """All services of one environment, by name."""

    environment: str
    services: tuple[ServiceState, ...]
    alarms: tuple[Alarm, ...] = ()
    """Alarms of the environment that belong to no service of it."""
    gaps: tuple[Phrase, ...] = ()


@dataclass(frozen=True)
class Survey:
    """Several environments, side by side; `gaps` also says which could not be read at all."""

    environments: tuple[EnvironmentState, ...]
    gaps: tuple[Phrase, ...] = ()


@dataclass(frozen=True)
class Found:
    """One service in each environment that has it."""

    states: tuple[ServiceState, ...]
    gaps: tuple[Phrase, ...] = ()
