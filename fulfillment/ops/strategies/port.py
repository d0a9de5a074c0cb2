"""The port through which handlers see what a service is set up for: plain data, no AWS shapes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from fulfillment.sentences import Phrase

Strategy = Literal[
    "rolling",
    "doubling",
    "canary",
    "linear",
    "blue_green",
    "blue_green_dns",
    "weighted",
    "strangler",
]
Requirement = Literal[
    "ecs_controller",
    "replica",
    "two_tasks",
    "one_task",
    "target_group",
    "second_group",
    "listener_rule",
    "balancer_role",
    "alarms",
    "hosted_zone",
    "weighted_records",
    "application_balancer",
    "shared_rule",
]


@dataclass(frozen=True)
class Facts:
    """What is known of a service in an environment; None is: it could not be read."""

    environment: str
    service: str
    current: str
    """Strategy of its own deployments, as ECS names it: "ROLLING"."""
    has: "dict[Requirement, bool | None]"


@dataclass(frozen=True)
class Judged:
    """A strategy, and what stands between it and the service."""

    strategy: Strategy
    lacks: tuple[Requirement, ...] = ()
    unread: tuple[Requirement, ...] = ()
    """What could not be read, so that nobody knows."""

    @property
    def is_ready(self) -> bool:
        return not self.lacks and not self.unread


@dataclass(frozen=True)
class Readiness:
    """What one service in one environment can do."""

    environment: str
    service: str
    current: str
    judged: tuple[Judged, ...]
    """Every strategy, simplest first."""


@dataclass(frozen=True)
class Surveyed:
    services: tuple[Readiness, ...]
    gaps: tuple[Phrase, ...] = ()


class Strategies(Protocol):
    """Reads only."""

    def survey(self, environments: Sequence[str], service: str | None = None) -> Surveyed:
        """Every service of those environments, or one, by name; failures are gaps."""
