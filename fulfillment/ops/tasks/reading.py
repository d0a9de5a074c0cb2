"""`Tasks` over ECS and the load balancer."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from fulfillment.catalog.environments import Environment
from fulfillment.errors import OpsError
from fulfillment.ops.assemble import stopped_tasks
from fulfillment.ops.ecs import Ecs
from fulfillment.ops.failures import reading
from fulfillment.ops.images import version_of
from fulfillment.ops.observed import observed_at, seconds_since
from fulfillment.ops.reach import Reach
from fulfillment.ops.state import UNKNOWN_VERSION, StoppedTask
from fulfillment.ops.tasks.port import ServiceTasks, TargetState, TaskHealth, TaskState
from fulfillment.sentences import Phrase, phrase

if TYPE_CHECKING:
    from mypy_boto3_ecs.type_defs import ServiceTypeDef, TaskTypeDef
    from mypy_boto3_elbv2.type_defs import TargetHealthDescriptionTypeDef

_MOST = 200
"""Tasks that are read: as many as a table shows."""
_AT_ONCE = 100
"""DescribeTasks takes at most a hundred."""
_KEPT = timedelta(days=1)
"""How long the version of a task definition is remembered: it never changes."""
_HEALTH: Mapping[str, TaskHealth] = {"HEALTHY": "healthy", "UNHEALTHY": "unhealthy"}
_TARGETS: Mapping[str, TargetState] = {
    "healthy": "healthy",
    "unhealthy": "unhealthy",
    "initial": "initial",
    "draining": "draining",
}


@dataclass(frozen=True)
class _Target:
    state: TargetState
    reason: str


class AwsTasks:
    """As one person may see them.

    Calls for a service with n tasks of v versions in g target groups: 1 + n/100 + n/100 + v (ECS),
    g (ELB), and two more to ECS where something is wrong.
    """

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    def of(self, environment: str, service: str) -> ServiceTasks:
        where = self._reach.environment(environment)
        client = self._reach.client("ecs", where.name)
        ecs = Ecs(client, where.cluster, where.name, self._reach.clock)
        (described,) = ecs.service(service).services
        targets = self._reach.workers.inner.submit(self._targets, where, described)
        found, at, has_more = self._tasks(where, service)
        by_address, gaps = targets.result()

        def version(arn: str) -> str:
            return self._version(where, ecs, arn, service)

        tasks = [_task(one, version, by_address, at) for one in found]
        stopped, lost = self._stopped(ecs, described, tasks, version)
        return ServiceTasks(
            environment=where.name,
            service=service,
            desired=described.get("desiredCount", 0),
            tasks=tuple(sorted(tasks, key=lambda one: -(one.age_seconds or 0))),
            stopped=stopped,
            has_more=has_more,
            gaps=(*gaps, *lost),
        )

    def _tasks(
        self, where: Environment, service: str
    ) -> "tuple[list[TaskTypeDef], datetime, bool]":
        """At most 200 tasks, when they were seen, and whether there are more."""
        client = self._reach.client("ecs", where.name)
        at = self._reach.now()
        found: list[TaskTypeDef] = []
        with reading(phrase("read_tasks", service=service, environment=where.name)):
            pages = client.get_paginator("list_tasks").paginate(
                cluster=where.cluster, serviceName=service
            )
            listed = (arn for page in pages for arn in page["taskArns"])
            arns = list(islice(listed, _MOST + 1))
            for some in _chunks(arns[:_MOST]):
                answer = client.describe_tasks(cluster=where.cluster, tasks=some)
                at = observed_at(answer, at)
                found += answer["tasks"]
        return found, at, len(arns) > _MOST

    def _targets(
        self, where: Environment, service: "ServiceTypeDef"
    ) -> tuple[dict[str, _Target], tuple[Phrase, ...]]:
        """Address of a target -> what the load balancer says; the worst of several groups."""
        found: dict[str, _Target] = {}
        for one in service.get("loadBalancers", []):
            arn = one.get("targetGroupArn")
            if not arn:
                continue
            try:
                descriptions = self._health(where, service["serviceName"], arn)
            except OpsError as error:
                return found, (error.phrase,)
            for address, target in map(_target, descriptions):
                if found.get(address, target).state in ("healthy", target.state):
                    found[address] = target
        return found, ()

    def _health(
        self, where: Environment, service: str, arn: str
    ) -> "Sequence[TargetHealthDescriptionTypeDef]":
        client = self._reach.client("elbv2", where.name)
        with reading(phrase("read_targets", service=service, environment=where.name)):
            answer = client.describe_target_health(TargetGroupArn=arn)
        described: Sequence[TargetHealthDescriptionTypeDef] = answer["TargetHealthDescriptions"]
        return described

    def _version(self, where: Environment, ecs: Ecs, arn: str, service: str) -> str:
        """Unknown where it cannot be read: a task is worth showing without it."""
        key = ("version", where.account, where.region, arn, service)
        with suppress(OpsError):
            return self._reach.remembered.get(
                key, _KEPT, lambda: version_of(ecs.task_definition(arn), service)
            )
        return UNKNOWN_VERSION

    def _stopped(
        self,
        ecs: Ecs,
        service: "ServiceTypeDef",
        tasks: Sequence[TaskState],
        version: Callable[[str], str],
    ) -> tuple[tuple[StoppedTask, ...], tuple[Phrase, ...]]:
        if _is_well(service, tasks):
            return (), ()
        try:
            ended = ecs.stopped_tasks(service["serviceName"])
        except OpsError as error:
            return (), (error.phrase,)
        return stopped_tasks(ended.tasks, version, ended.at), ()


def _is_well(service: "ServiceTypeDef", tasks: Sequence[TaskState]) -> bool:
    running = sum(one.is_running for one in tasks)
    is_complete = running == service.get("desiredCount", 0) == len(tasks)
    has_failed = any(one.get("failedTasks") for one in service.get("deployments", []))
    return is_complete and not has_failed and not any(one.is_unhealthy for one in tasks)


def _task(
    one: "TaskTypeDef",
    version: Callable[[str], str],
    targets: Mapping[str, _Target],
    now: datetime,
) -> TaskState:
    target = targets.get(_address(one), _Target("", ""))
    started = one.get("startedAt")
    return TaskState(
        id=one.get("taskArn", "").rpartition("/")[2],
        version=version(one.get("taskDefinitionArn", "")),
        status=one.get("lastStatus", "").lower(),
        zone=one.get("availabilityZone", ""),
        health=_HEALTH.get(str(one.get("healthStatus", "")), "unknown"),
        target=target.state,
        age_seconds=seconds_since(started, now) if started else None,
        target_reason=target.reason,
    )


def _address(one: "TaskTypeDef") -> str:
    """Its private address: what a target of type "ip" goes by. Tasks without a network interface
    of their own are targets by instance, which many tasks may share: they are not matched."""
    for attachment in one.get("attachments", []):
        for detail in attachment.get("details", []):
            if detail.get("name") == "privateIPv4Address":
                return detail.get("value", "")
    return ""


def _target(one: "TargetHealthDescriptionTypeDef") -> tuple[str, _Target]:
    health = one.get("TargetHealth", {})
    state = _TARGETS.get(str(health.get("State", "")), "other")
    reason = health.get("Description") or str(health.get("Reason", ""))
    return one.get("Target", {}).get("Id", ""), _Target(state, reason)


def _chunks(arns: Sequence[str]) -> Iterable[list[str]]:
    return (list(arns[start : start + _AT_ONCE]) for start in range(0, len(arns), _AT_ONCE))
