"""Amazon ECS, as much of it as is read: services, their task definitions, their stopped tasks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from fulfillment.errors import OpsError
from fulfillment.ops.failures import reading
from fulfillment.ops.observed import observed_at
from fulfillment.ops.sessions import Clock

if TYPE_CHECKING:
    from mypy_boto3_ecs import ECSClient
    from mypy_boto3_ecs.type_defs import ServiceTypeDef, TaskDefinitionTypeDef, TaskTypeDef

_DESCRIBE_AT_ONCE = 10
"""DescribeServices takes at most ten."""
_STOPPED_AT_MOST = 100
"""One page: the newest stopped tasks say why."""


@dataclass(frozen=True)
class Described:
    """Services as ECS describes them, and when."""

    services: "tuple[ServiceTypeDef, ...]"
    at: datetime


@dataclass(frozen=True)
class Stopped:
    tasks: "tuple[TaskTypeDef, ...]"
    at: datetime


class Ecs:
    """Reads one cluster. Every method raises `OpsError`."""

    def __init__(self, client: "ECSClient", cluster: str, environment: str, clock: Clock) -> None:
        self._client = client
        self._cluster = cluster
        self._environment = environment
        self._clock = clock

    def service_names(self) -> tuple[str, ...]:
        """Every service of the cluster, sorted."""
        with reading(f"list the services of {self._environment}"):
            pages = self._client.get_paginator("list_services").paginate(
                cluster=self._cluster, PaginationConfig={"PageSize": 100}
            )
            arns = [arn for page in pages for arn in page["serviceArns"]]
        return tuple(sorted(arn.rpartition("/")[2] for arn in arns))

    def services(self, names: Sequence[str]) -> Described:
        """Active services of those names; a name that does not exist is left out."""
        found: list[ServiceTypeDef] = []
        at = self._clock()
        for some in _chunks(names, _DESCRIBE_AT_ONCE):
            with reading(f"read {_what(names)} in {self._environment}"):
                answer = self._client.describe_services(cluster=self._cluster, services=some)
            at = observed_at(answer, at)
            found += [one for one in answer["services"] if one.get("status") != "INACTIVE"]
        return Described(tuple(found), at)

    def service(self, name: str) -> Described:
        """One service. Raises `OpsError` of kind "not found" where there is none."""
        described = self.services([name])
        if not described.services:
            raise OpsError(
                "not found", f"read {name} in {self._environment}", "no service there has that name"
            )
        return described

    def task_definition(self, arn: str) -> "TaskDefinitionTypeDef":
        """A task definition never changes: callers may keep it."""
        with reading(f"read the task definition {arn.rpartition('/')[2]}"):
            return self._client.describe_task_definition(taskDefinition=arn)["taskDefinition"]

    def stopped_tasks(self, service: str) -> Stopped:
        """The newest stopped tasks of a service; ECS remembers them for about an hour."""
        with reading(f"read the stopped tasks of {service} in {self._environment}"):
            arns = self._client.list_tasks(
                cluster=self._cluster,
                serviceName=service,
                desiredStatus="STOPPED",
                maxResults=_STOPPED_AT_MOST,
            )["taskArns"]
            if not arns:
                return Stopped((), self._clock())
            answer = self._client.describe_tasks(cluster=self._cluster, tasks=arns)
        return Stopped(tuple(answer["tasks"]), observed_at(answer, self._clock()))


def _chunks(names: Sequence[str], size: int) -> Iterable[list[str]]:
    return (list(names[start : start + size]) for start in range(0, len(names), size))


def _what(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else "the services"
