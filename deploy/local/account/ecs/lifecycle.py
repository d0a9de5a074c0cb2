"""The life of one task: from PROVISIONING to STOPPED, with its health on the way.

It only moves tasks; what to start and stop is the scheduler's business, which hears of every
change by `changed`.
"""

from collections.abc import Callable, Mapping

from deploy.local.account.ecs import messages
from deploy.local.account.ecs.identifiers import Identifiers
from deploy.local.account.ecs.model import (
    Behaviour,
    Durations,
    Service,
    TargetHealth,
    Task,
    TaskSpec,
)
from deploy.local.account.ecs.timeline import Timeline

KEEP_STOPPED_SECONDS = 3600
NO_CHECK_SECONDS = 40
"""A task without any health check counts as healthy after 40 s in RUNNING."""

_REGISTERING = TargetHealth(
    "initial", "Elb.RegistrationInProgress", "Target registration is in progress"
)
_CHECKING = TargetHealth(
    "initial", "Elb.InitialHealthChecking", "Initial health checks in progress"
)
_DRAINING = TargetHealth(
    "draining", "Target.DeregistrationInProgress", "Target deregistration is in progress"
)


class Lifecycle:
    """Moves tasks through their states."""

    def __init__(
        self,
        timeline: Timeline,
        identifiers: Identifiers,
        durations: Durations,
        behaviours: Mapping[str, Behaviour],
    ) -> None:
        self._timeline = timeline
        self._identifiers = identifiers
        self._durations = durations
        self._behaviours = behaviours
        self.changed: Callable[[Service], None] = lambda _: None
        self.failed: Callable[[Service, Task], None] = lambda _, __: None
        self.served: Callable[[Service, Task], None] = lambda _, __: None
        self.say: Callable[[Service, str], None] = lambda _, __: None

    def start(self, service: Service, task: Task) -> None:
        """PROVISIONING now, PENDING and RUNNING in due course."""
        self._after(self._durations.provisioning, lambda: self._pend(service, task))

    def run_already(self, service: Service, task: Task) -> None:
        """Put a task into RUNNING and serving at once: how a world begins."""
        task.status = "RUNNING"
        task.health = "HEALTHY" if task.spec.has_health_check else "UNKNOWN"
        task.target = TargetHealth("healthy") if service.target_groups else TargetHealth()
        task.is_serving = True

    def stop(self, service: Service, task: Task, code: str, reason: str) -> None:
        """Ask a live task to end: out of the load balancer first, then stopped."""
        if not task.is_live:
            return
        self._leave(task, code, reason)
        if task.target.state:
            task.status = "DEACTIVATING"
            task.target = _DRAINING
            self._after(self._durations.draining, lambda: self._stopping(service, task))
        else:
            self._stopping(service, task)

    def _behaviour(self, spec: TaskSpec) -> Behaviour:
        for container in spec.containers:
            image = container.image.rpartition("/")[2]
            if image in self._behaviours:
                return self._behaviours[image]
        return Behaviour()

    def _pend(self, service: Service, task: Task) -> None:
        if not task.is_live:
            return
        self._move(task, "PENDING")
        if self._behaviour(task.spec).outcome == "cannot_pull":
            self._after(self._durations.pending, lambda: self._cannot_pull(service, task))
        else:
            self._after(self._durations.pending, lambda: self._run(service, task))

    def _cannot_pull(self, service: Service, task: Task) -> None:
        if not task.is_live:
            return
        reason = f"CannotPullContainerError: {self._behaviour(task.spec).reason}"
        task.container_reason = reason
        self._leave(task, "TaskFailedToStart", reason)
        self.failed(service, task)
        self._deprovision(service, task)

    def _run(self, service: Service, task: Task) -> None:
        if not task.is_live:
            return
        self._move(task, "RUNNING")
        task.started_at = self._timeline.now()
        if service.target_groups:
            task.target = _REGISTERING
            self.say(service, messages.registered(service.name, service.target_groups[0].arn))
        self._meet(service, task, self._behaviour(task.spec))
        self.changed(service)

    def _meet(self, service: Service, task: Task, behaviour: Behaviour) -> None:
        if behaviour.outcome == "exits":
            self._timeline.later(behaviour.after_seconds, lambda: self._exit(service, task))
        wait = self._health_seconds(service, task)
        if service.target_groups:
            self._after(wait / 2, lambda: self._check(task))
        if behaviour.outcome == "unhealthy":
            self._after(wait, lambda: self._fail_checks(service, task))
        else:
            self._after(wait, lambda: self._serve(service, task))

    def _health_seconds(self, service: Service, task: Task) -> float:
        if service.target_groups or task.spec.has_health_check:
            return self._durations.health_checks
        return NO_CHECK_SECONDS

    def _check(self, task: Task) -> None:
        if task.is_live and task.target.state == "initial":
            task.target = _CHECKING

    def _serve(self, service: Service, task: Task) -> None:
        if not task.is_live or task.status != "RUNNING":
            return
        self.run_already(service, task)
        task.version += 1
        self.served(service, task)
        self.changed(service)

    def _fail_checks(self, service: Service, task: Task) -> None:
        if not task.is_live:
            return
        reason = self._behaviour(task.spec).reason or "Health checks failed"
        if service.target_groups:
            group = service.target_groups[0]
            task.target = TargetHealth("unhealthy", _reason_code(reason), reason)
            self.say(service, messages.unhealthy(service.name, group.port, group.arn, reason))
            stopped = messages.failed_load_balancer_checks(group.arn)
        else:
            task.health = "UNHEALTHY"
            stopped = "Task failed container health checks"
        self.failed(service, task)
        # ECS leaves the target in the group for a moment: then it is seen as unhealthy.
        self._timeline.later(
            self._durations.stopping,
            lambda: self._stop_failed(service, task, stopped),
        )

    def _stop_failed(self, service: Service, task: Task, reason: str) -> None:
        self.stop(service, task, "ServiceSchedulerInitiated", reason)
        self.changed(service)

    def _exit(self, service: Service, task: Task) -> None:
        if task.status not in ("RUNNING", "DEACTIVATING"):
            return
        behaviour = self._behaviour(task.spec)
        was_live = task.is_live
        task.exit_code = behaviour.exit_code
        task.container_reason = behaviour.reason
        if was_live:
            self._leave(task, "EssentialContainerExited", "Essential container in task exited")
            self.failed(service, task)
        self._deprovision(service, task)

    def _leave(self, task: Task, code: str, reason: str) -> None:
        task.desired_status = "STOPPED"
        task.is_serving = False
        task.stop_code = code
        task.stopped_reason = reason
        task.stopping_at = self._timeline.now()

    def _stopping(self, service: Service, task: Task) -> None:
        if task.status in ("DEPROVISIONING", "STOPPED"):
            return
        had_started = task.started_at is not None
        self._move(task, "STOPPING")
        task.target = TargetHealth()

        def deprovision() -> None:
            if had_started and task.exit_code is None:
                task.exit_code = 0  # answered SIGTERM in time
            self._deprovision(service, task)

        self._timeline.later(self._durations.stopping, deprovision)
        self.changed(service)

    def _deprovision(self, service: Service, task: Task) -> None:
        if task.status in ("DEPROVISIONING", "STOPPED"):
            return
        self._move(task, "DEPROVISIONING")
        task.target = TargetHealth()
        self._timeline.later(self._durations.deprovisioning, lambda: self._end(service, task))
        self.changed(service)

    def _end(self, service: Service, task: Task) -> None:
        self._move(task, "STOPPED")
        task.stopped_at = self._timeline.now()
        task.health = "UNKNOWN"
        self._timeline.later(KEEP_STOPPED_SECONDS, lambda: _forget(service, task))
        self.changed(service)

    def _move(self, task: Task, status: str) -> None:
        task.status = status  # type: ignore[assignment]
        task.version += 1

    def _after(self, seconds: float, callback: Callable[[], None]) -> None:
        varied = self._identifiers.vary(seconds, self._durations.jitter)
        self._timeline.later(varied, callback)


def _forget(service: Service, task: Task) -> None:
    service.tasks.pop(task.arn, None)


def _reason_code(description: str) -> str:
    if "codes" in description:
        return "Target.ResponseCodeMismatch"
    if "timed out" in description.lower():
        return "Target.Timeout"
    return "Target.FailedHealthChecks"
