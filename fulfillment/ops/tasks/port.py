"""The port through which handlers see tasks: plain data, no AWS shapes."""

from dataclasses import dataclass
from typing import Literal, Protocol

from fulfillment.ops.state import StoppedTask
from fulfillment.sentences import Phrase

TaskHealth = Literal["healthy", "unhealthy", "unknown"]
"""What its container's own check says; "unknown" where it has none, or has not run yet."""
TargetState = Literal["", "healthy", "unhealthy", "initial", "draining", "other"]
"""What the load balancer says; "" where it has no target, or it could not be read."""


@dataclass(frozen=True)
class TaskState:
    """One task that is wanted, or on its way out."""

    id: str
    version: str
    status: str
    """In ECS's words, in lower case: "running", "pending", "stopping"."""
    zone: str
    health: TaskHealth
    target: TargetState
    age_seconds: float | None
    """Since it started; None for one that has not."""
    target_reason: str = ""
    """The load balancer's, of a target that is not healthy."""

    @property
    def is_running(self) -> bool:
        return self.status == "running"

    @property
    def is_unhealthy(self) -> bool:
        return "unhealthy" in (self.health, self.target)


@dataclass(frozen=True)
class ServiceTasks:
    """The tasks of one service, longest running first."""

    environment: str
    service: str
    desired: int
    tasks: tuple[TaskState, ...]
    stopped: tuple[StoppedTask, ...] = ()
    """Those that ended not on purpose, newest first; read where something is wrong."""
    has_more: bool = False
    """There are more tasks than are read."""
    gaps: tuple[Phrase, ...] = ()


class Tasks(Protocol):
    """Reads only."""

    def of(self, environment: str, service: str) -> ServiceTasks:
        """Raises `OpsError`, of kind "not found" where there is no such service."""
