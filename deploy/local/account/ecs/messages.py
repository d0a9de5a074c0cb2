"""What ECS says in service events and reasons. One function a sentence, in ECS's wording."""

from collections.abc import Iterable

TROUBLESHOOTING = (
    "For more information, see the Troubleshooting section of the Amazon ECS Developer Guide."
)


def started(service: str, tasks: Iterable[str]) -> str:
    return f"(service {service}) has started {_tasks(tasks)}."


def stopped(service: str, tasks: Iterable[str]) -> str:
    return f"(service {service}) has stopped {_tasks(tasks, 'running ')}."


def _tasks(tasks: Iterable[str], kind: str = "") -> str:
    named = [f"(task {task})" for task in tasks]
    return f"{len(named)} {kind}tasks: {' '.join(named)}"


def draining(service: str, count: int) -> str:
    return f"(service {service}) has begun draining connections on {count} tasks."


def registered(service: str, target_group: str) -> str:
    return f"(service {service}) registered 1 targets in (target-group {target_group})"


def deregistered(service: str, target_group: str) -> str:
    return f"(service {service}) deregistered 1 targets in (target-group {target_group})"


def steady(service: str) -> str:
    return f"(service {service}) has reached a steady state."


def completed(service: str, deployment: str) -> str:
    return f"(service {service}) (deployment {deployment}) deployment completed."


def failed(service: str, deployment: str) -> str:
    return (
        f"(service {service}) (deployment {deployment}) deployment failed: tasks failed to start."
    )


def rolling_back(service: str, deployment: str) -> str:
    return f"(service {service}) rolling back to deployment {deployment}."


def cannot_start(service: str) -> str:
    return (
        f"(service {service}) is unable to consistently start tasks successfully. {TROUBLESHOOTING}"
    )


def unhealthy(service: str, port: int, target_group: str, description: str) -> str:
    return (
        f"(service {service}) (port {port}) is unhealthy in (target-group {target_group}) "
        f"due to (reason {description})."
    )


def scaling(deployment: str) -> str:
    return f"Scaling activity initiated by (deployment {deployment})"


def failed_load_balancer_checks(target_group: str) -> str:
    return f"Task failed ELB health checks in (target-group {target_group})"


def in_progress(deployment: str) -> str:
    return f"ECS deployment {deployment} in progress."


def is_completed(deployment: str) -> str:
    return f"ECS deployment {deployment} completed."


def breaker_failed() -> str:
    return "ECS deployment circuit breaker: tasks failed to start."


def breaker_rolls_back(deployment: str) -> str:
    return f"ECS deployment circuit breaker: rolling back to deploymentId {deployment}."
