"""All ECS services of the account, found as callers name them."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from deploy.local.account.clock import SimulatedClock
from deploy.local.account.ecs.identifiers import Identifiers
from deploy.local.account.ecs.lifecycle import Lifecycle
from deploy.local.account.ecs.model import (
    Behaviour,
    ContainerSpec,
    Durations,
    Service,
    TargetGroup,
    Task,
    TaskSpec,
)
from deploy.local.account.ecs.scheduler import Scheduler
from deploy.local.account.ecs.timeline import Timeline

DEFAULT_CONFIGURATION: Mapping[str, Any] = {
    "deploymentCircuitBreaker": {"enable": False, "rollback": False},
    "maximumPercent": 200,
    "minimumHealthyPercent": 100,
    "strategy": "ROLLING",
}


@dataclass
class Fleet:
    """The services of one world; `close` it and nothing of it moves any more."""

    timeline: Timeline
    scheduler: Scheduler
    identifiers: Identifiers
    services: dict[str, Service] = field(default_factory=dict)
    """By ARN."""

    @classmethod
    def build(
        cls,
        clock: SimulatedClock,
        lock: "threading.RLock",
        durations: Durations,
        behaviours: Mapping[str, Behaviour],
        seed: str = "ground",
    ) -> "Fleet":
        """An empty fleet. `behaviours` by image, as "inventory:2.4.0"."""
        timeline = Timeline(clock, lock)
        identifiers = Identifiers(seed)
        lifecycle = Lifecycle(timeline, identifiers, durations, behaviours)
        return cls(timeline, Scheduler(timeline, identifiers, durations, lifecycle), identifiers)

    def add(self, service: Service) -> None:
        self.services[service.arn] = service

    def close(self) -> None:
        self.timeline.close()

    def find(self, cluster: str, name_or_arn: str) -> Service | None:
        """A service by its name or ARN in the cluster of that name; None when there is none."""
        name = name_or_arn.rpartition("/")[2]
        for service in self.services.values():
            if service.cluster == cluster and service.name == name:
                return service
        return None

    def in_cluster(self, cluster: str) -> list[Service]:
        """In order of name."""
        found = [service for service in self.services.values() if service.cluster == cluster]
        return sorted(found, key=lambda service: service.name)

    def tasks(self, cluster: str) -> list[tuple[Service, Task]]:
        return [(s, task) for s in self.in_cluster(cluster) for task in s.tasks.values()]

    def targets(self, target_group_arn: str) -> list[tuple[TargetGroup, Task]] | None:
        """The tasks that are, or were just, in a target group; None when no service has it."""
        known = False
        found = []
        for service in self.services.values():
            for group in service.target_groups:
                if group.arn == target_group_arn:
                    known = True
                    found += [(group, task) for task in service.tasks.values() if task.target.state]
        return found if known else None


def task_spec(definition: Any) -> TaskSpec:
    """What matters of moto's TaskDefinition."""
    return TaskSpec(
        arn=definition.arn,
        family=definition.family,
        containers=tuple(_container(one) for one in definition.container_definitions),
        cpu=definition.cpu or "256",
        memory=definition.memory or "512",
    )


def _container(definition: Mapping[str, Any]) -> ContainerSpec:
    return ContainerSpec(
        name=definition["name"],
        image=definition["image"],
        cpu=definition.get("cpu") or 0,
        memory=definition.get("memory"),
        has_health_check="healthCheck" in definition,
    )


def target_groups(load_balancers: Iterable[Mapping[str, Any]]) -> tuple[TargetGroup, ...]:
    """From `loadBalancers` in ECS's shape; classic load balancers have no target group."""
    return tuple(
        TargetGroup(one["targetGroupArn"], one["containerName"], int(one["containerPort"]))
        for one in load_balancers
        if one.get("targetGroupArn")
    )
