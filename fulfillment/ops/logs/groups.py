"""Which log group a service writes to: by the environments file, else by its task definition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from fulfillment.errors import OpsError
from fulfillment.ops.ecs import Ecs
from fulfillment.ops.reach import Reach
from fulfillment.sentences import phrase

FRESH_FOR = timedelta(seconds=60)


@dataclass(frozen=True)
class Place:
    """A log group, and what the streams of the service in it begin with."""

    group: str
    prefix: str = ""

    def holds(self, other: "Place") -> bool:
        """Whether a search here may find what is written there."""
        is_apart = self.prefix and other.prefix and not other.prefix.startswith(self.prefix)
        return self.group == other.group and not is_apart


def place_of(reach: Reach, environment: str, service: str) -> Place:
    """Raises `OpsError`, also where the service does not log to CloudWatch."""
    where = reach.environment(environment)
    if group := where.override(service).log_group:
        return Place(group)
    key = ("log group", where.account, where.region, where.cluster, service)
    return reach.remembered.get(key, FRESH_FOR, lambda: _look(reach, environment, service))


def places_in(definition: Mapping[str, Any], service: str = "") -> tuple[Place, ...]:
    """Where the containers of a task definition write, that of the service's name first."""
    containers: Sequence[Mapping[str, Any]] = definition.get("containerDefinitions", [])
    # The container of the service's name before its sidecars.
    ordered = sorted(containers, key=lambda one: one.get("name") != service)
    found = []
    for container in ordered:
        configured = container.get("logConfiguration") or {}
        options: Mapping[str, str] = configured.get("options") or {}
        if configured.get("logDriver") == "awslogs" and options.get("awslogs-group"):
            found.append(Place(options["awslogs-group"], _prefix(options, container)))
    return tuple(found)


def _look(reach: Reach, environment: str, service: str) -> Place:
    where = reach.environment(environment)
    ecs = Ecs(reach.client("ecs", environment), where.cluster, environment, reach.clock)
    (described,) = ecs.service(service).services[:1]
    found = places_in(ecs.task_definition(described["taskDefinition"]), service)
    if not found:
        what = phrase("read_logs", service=service, environment=environment)
        raise OpsError("failed", what, phrase("logs_elsewhere"))
    return found[0]


def _prefix(options: Mapping[str, str], container: Mapping[str, Any]) -> str:
    """Streams are called prefix/container/task; without a prefix, by the container's id."""
    prefix = options.get("awslogs-stream-prefix", "")
    return f"{prefix}/{container.get('name', '')}/" if prefix else ""
