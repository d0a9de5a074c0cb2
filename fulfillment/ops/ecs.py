"""Amazon ECS, as much of it as is read: services, their task definitions, their stopped tasks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from fulfillment.errors import OpsError
from fulfillment.ops.failures import reading
from fulfillment.ops.observed import observed_at
from fulfillment.ops.sessions import Clock
from fulfillment.sentences import Phrase, phrase

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
        with reading(phrase("list_services", environment=self._environment)):
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
            with reading(self._what(names)):
                answer = self._client.describe_services(cluster=self._cluster, services=some)
            at = observed_at(answer, at)
            found += [one for one in answer["services"] if one.get("status") != "INACTIVE"]
        return Described(tuple(found), at)

    def service(self, name: str) -> Described:
        """One service. Raises `OpsError` of kind "not found" where there is none."""
        described = self.services([name])
        if not described.services:
            raise OpsError("not found", self._what([name]), phrase("no_such_service"))
        return described

    def task_definition(self, arn: str) -> "TaskDefinitionTypeDef":
        """A task definition never changes: callers may keep it."""
        with reading(phrase("read_task_definition", name=arn.rpartition("/")[2])):
            return self._client.describe_task_definition(taskDefinition=arn)["taskDefinition"]

    def stopped_tasks(self, service: str) -> Stopped:
        """The newest stopped tasks of a service; ECS remembers them for about an hour."""
        what = phrase("read_stopped_tasks", service=service, environment=self._environment)
        with reading(what):
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

    def _what(self, names: Sequence[str]) -> Phrase:
        if len(names) == 1:
            return phrase("read_service", service=names[0], environment=self._environment)
        return phrase("read_services", environment=self._environment)


def _chunks(names: Sequence[str], size: int) -> Iterable[list[str]]:
    return (list(names[start : start + size]) for start in range(0, len(names), size))
