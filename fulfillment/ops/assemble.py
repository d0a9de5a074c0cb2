"""From what ECS describes to `ServiceState`: pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from fulfillment.ops.observed import seconds_since
from fulfillment.ops.state import (
    Alarm,
    Check,
    DeploymentState,
    Health,
    RolloutState,
    ServiceEvent,
    ServiceState,
    StoppedTask,
    Targets,
)
from fulfillment.sentences import Phrase

if TYPE_CHECKING:
    from mypy_boto3_ecs.type_defs import DeploymentTypeDef, ServiceTypeDef, TaskTypeDef

VersionOf = Callable[[str], str]
"""Task definition ARN -> version."""

_STATES: Mapping[str, RolloutState] = {
    "IN_PROGRESS": "in progress",
    "COMPLETED": "completed",
    "FAILED": "failed",
}
_MAX_EVENTS = 10
_MAX_STOPPED = 10
_SCALING = "Scaling activity initiated by"
"""ECS's own reason for a task that it replaced on purpose: no failure."""


def service_state(
    service: "ServiceTypeDef", environment: str, version_of: VersionOf, now: datetime
) -> ServiceState:
    """What DescribeServices alone tells; `health` without targets and alarms."""
    deployments = tuple(
        _deployment(one, version_of, now)
        for one in sorted(service["deployments"], key=lambda one: one.get("status") != "PRIMARY")
    )
    serving = _serving(deployments)
    configuration = service.get("deploymentConfiguration", {})
    state = ServiceState(
        environment=environment,
        name=service["serviceName"],
        version=serving.version if serving else "",
        incoming=_incoming(deployments),
        running=service.get("runningCount", 0),
        desired=service.get("desiredCount", 0),
        pending=service.get("pendingCount", 0),
        health="healthy",
        age_seconds=serving.age_seconds if serving else 0.0,
        deployments=deployments,
        minimum_healthy_percent=configuration.get("minimumHealthyPercent", 100),
        maximum_percent=configuration.get("maximumPercent", 200),
        strategy=str(configuration.get("strategy", "ROLLING")),
        events=tuple(
            ServiceEvent(one.get("message", ""), seconds_since(one.get("createdAt"), now))
            for one in service.get("events", [])[:_MAX_EVENTS]
        ),
    )
    return replace(state, health=health_of(state))


def with_checks(
    state: ServiceState,
    targets: Targets | None,
    alarms: tuple[Alarm, ...],
    stopped: tuple[StoppedTask, ...],
    gaps: tuple[Phrase, ...],
    unread: tuple[Check, ...] = (),
) -> ServiceState:
    """The state with what the other services of AWS say, and health judged again."""
    full = replace(
        state,
        targets=targets,
        alarms=alarms,
        stopped=stopped,
        unread=unread,
        gaps=(*state.gaps, *gaps),
    )
    return replace(full, health=health_of(full))


def health_of(state: ServiceState) -> Health:
    """The worst that is known: whoever says "healthy" says with it what is `unread`.

    failing: a rollout failed or loses tasks, or nothing runs; rolling out: a rollout goes well;
    degraded: fewer tasks than desired, unhealthy targets, or an alarm.
    """
    primary = state.primary
    is_rolling = primary is not None and primary.state == "in progress"
    if any(one.state == "failed" for one in state.deployments):
        return "failing"
    if is_rolling and primary and primary.failed_tasks:
        return "failing"
    if is_rolling:
        return "rolling out"
    if state.desired and not state.running:
        return "failing"
    is_short = state.running < state.desired
    has_unhealthy = state.targets is not None and state.targets.unhealthy > 0
    return "degraded" if is_short or has_unhealthy or state.alarms else "healthy"


def stopped_tasks(
    tasks: "Sequence[TaskTypeDef]", version_of: VersionOf, now: datetime
) -> tuple[StoppedTask, ...]:
    """Tasks that did not end on purpose, newest first."""
    ended = [task for task in tasks if not task.get("stoppedReason", "").startswith(_SCALING)]
    found = [_stopped(task, version_of, now) for task in ended]
    return tuple(sorted(found, key=lambda one: one.age_seconds)[:_MAX_STOPPED])


def _stopped(task: "TaskTypeDef", version_of: VersionOf, now: datetime) -> StoppedTask:
    containers = task.get("containers", [])
    ended = [one for one in containers if one.get("exitCode")]
    exited = ended or [one for one in containers if "exitCode" in one]
    told = [one["reason"] for one in (*ended, *containers) if one.get("reason")]
    return StoppedTask(
        version=version_of(task.get("taskDefinitionArn", "")),
        deployment_id=task.get("startedBy", ""),
        reason=task.get("stoppedReason", ""),
        container_reason=told[0] if told else "",
        exit_code=exited[0].get("exitCode") if exited else None,
        age_seconds=seconds_since(task.get("stoppedAt") or task.get("stoppingAt"), now),
    )


def _deployment(one: "DeploymentTypeDef", version_of: VersionOf, now: datetime) -> DeploymentState:
    definition = one.get("taskDefinition", "")
    return DeploymentState(
        id=one["id"],
        version=version_of(definition),
        task_definition=definition,
        state=_state(one),
        desired=one.get("desiredCount", 0),
        running=one.get("runningCount", 0),
        pending=one.get("pendingCount", 0),
        failed_tasks=one.get("failedTasks", 0),
        reason=one.get("rolloutStateReason", ""),
        age_seconds=seconds_since(one.get("createdAt"), now),
        is_primary=one.get("status") == "PRIMARY",
    )


def _state(one: "DeploymentTypeDef") -> RolloutState:
    # Only rolling deployments have a rolloutState.
    if state := one.get("rolloutState"):
        return _STATES.get(state, "in progress")
    is_done = one.get("runningCount", 0) >= one.get("desiredCount", 0)
    return "completed" if is_done and one.get("status") == "PRIMARY" else "in progress"


def _serving(deployments: tuple[DeploymentState, ...]) -> DeploymentState | None:
    """The primary once it has completed, else the older one with most running tasks."""
    if not deployments:
        return None
    primary, *older = deployments
    running = [one for one in older if one.running]
    if primary.state == "completed" or not running:
        return primary if primary.running or primary.state == "completed" else None
    return max(running, key=lambda one: one.running)


def _incoming(deployments: tuple[DeploymentState, ...]) -> str:
    if not deployments or deployments[0].state == "completed":
        return ""
    return deployments[0].version
