"""ECS's service scheduler: which tasks to start and stop, and when a deployment is over.

`reconcile` compares what a service should have with what it has, and is called after every change.
The arithmetic of a rolling deployment is ECS's: at least `minimumHealthyPercent` of desiredCount
(rounded up) keep serving, at most `maximumPercent` (rounded down) exist.
"""

from datetime import datetime, timedelta

from deploy.local.account.ecs import messages
from deploy.local.account.ecs.identifiers import Identifiers
from deploy.local.account.ecs.lifecycle import Lifecycle
from deploy.local.account.ecs.model import (
    Deployment,
    Durations,
    Event,
    Service,
    Task,
    TaskSpec,
    breaker_threshold,
)
from deploy.local.account.ecs.timeline import Timeline

KEEP_EVENTS = 100
COMPLAIN_EVERY = 3
"""Failed starts between two "unable to consistently start tasks" events."""


class Scheduler:
    """Keeps services as they should be."""

    def __init__(
        self,
        timeline: Timeline,
        identifiers: Identifiers,
        durations: Durations,
        lifecycle: Lifecycle,
    ) -> None:
        self._timeline = timeline
        self._identifiers = identifiers
        self._durations = durations
        self._lifecycle = lifecycle
        lifecycle.changed = self.reconcile
        lifecycle.failed = self._count_failure
        lifecycle.served = self._forget_failures
        lifecycle.say = self.say

    def say(self, service: Service, message: str) -> None:
        """Put an event on top of the service's events."""
        event = Event(self._identifiers.event(), self._timeline.now(), message)
        service.events.insert(0, event)
        del service.events[KEEP_EVENTS:]

    def deploy(self, service: Service, spec: TaskSpec) -> Deployment:
        """Start a rolling deployment of `spec`; one that is under way is superseded."""
        deployment = self._new_deployment(service, spec)
        for older in service.deployments:
            older.status = "ACTIVE"
            older.updated_at = self._timeline.now()
            _supersede(older, self._timeline)
        service.deployments.insert(0, deployment)
        service.history.insert(0, deployment)
        self._unsettle(service)
        self.reconcile(service)
        return deployment

    def scale(self, service: Service, desired_count: int) -> None:
        """Change desiredCount; no new deployment."""
        service.desired_count = desired_count
        service.primary.desired_count = desired_count
        service.primary.updated_at = self._timeline.now()
        self._unsettle(service)
        self.reconcile(service)

    def stop_task(self, service: Service, task: Task, reason: str) -> None:
        """Stop one task because a user asked; the service replaces it."""
        self._lifecycle.stop(service, task, "UserInitiated", reason)
        self._unsettle(service)
        self.reconcile(service)

    def close(self, service: Service) -> None:
        """Drain a service that is being deleted."""
        service.status = "DRAINING"
        self.scale(service, 0)

    def begin_steady(self, service: Service, spec: TaskSpec, since: datetime) -> None:
        """Make a service one that was deployed at `since` and is steady: how a world begins."""
        deployment = self._past_deployment(service, spec, since)
        service.deployments.insert(0, deployment)
        for _ in range(service.desired_count):
            task = self._new_task(service, deployment)
            task.created_at = since + _seconds(self._identifiers.vary(20, 0.5))
            task.started_at = task.created_at + _seconds(self._identifiers.vary(20, 0.3))
            self._lifecycle.run_already(service, task)
        service.is_steady = True
        for message in (
            messages.completed(service.name, deployment.id),
            messages.steady(service.name),
        ):
            when = deployment.updated_at
            service.events.insert(0, Event(self._identifiers.event(), when, message))

    def remember(self, service: Service, spec: TaskSpec, since: datetime) -> None:
        """Add a deployment of the past, long replaced; call it oldest first."""
        self._past_deployment(service, spec, since).status = "INACTIVE"

    def _past_deployment(self, service: Service, spec: TaskSpec, since: datetime) -> Deployment:
        deployment = self._new_deployment(service, spec)
        deployment.source_revision_arn = service.history[0].revision_arn if service.history else ""
        deployment.created_at = since
        deployment.updated_at = since + _seconds(self._identifiers.vary(90, 0.3))
        deployment.finished_at = deployment.updated_at
        deployment.rollout_state = "COMPLETED"
        deployment.rollout_reason = messages.is_completed(deployment.id)
        deployment.has_completed = True
        deployment.outcome = "SUCCESSFUL"
        service.history.insert(0, deployment)
        return deployment

    def reconcile(self, service: Service) -> None:
        """Start what is missing, stop what is too much, finish what is done."""
        self._trip_breaker(service)
        self._stop_surplus(service)
        self._start_missing(service)
        self._drop_finished(service)
        self._settle(service)

    def _unsettle(self, service: Service) -> None:
        service.is_steady = False
        service.next_start_at = None

    def _new_deployment(self, service: Service, spec: TaskSpec) -> Deployment:
        now = self._timeline.now()
        identifier = self._identifiers.deployment()
        prefix, _, _ = service.arn.partition(":service/")
        path = f"{service.cluster}/{service.name}"
        return Deployment(
            id=identifier,
            spec=spec,
            created_at=now,
            updated_at=now,
            desired_count=service.desired_count,
            service_deployment_arn=f"{prefix}:service-deployment/{path}/{self._identifiers.short()}",
            revision_arn=f"{prefix}:service-revision/{path}/{self._identifiers.number()}",
            rollout_reason=messages.in_progress(identifier),
            source_revision_arn=service.primary.revision_arn if service.deployments else "",
        )

    def _new_task(self, service: Service, deployment: Deployment) -> Task:
        prefix, _, _ = service.arn.partition(":service/")
        identifier = self._identifiers.task()
        subnet = service.subnets[len(service.tasks) % len(service.subnets)]
        task = Task(
            id=identifier,
            arn=f"{prefix}:task/{service.cluster}/{identifier}",
            spec=deployment.spec,
            deployment_id=deployment.id,
            created_at=self._timeline.now(),
            ip=self._identifiers.address(subnet.prefix),
            subnet=subnet,
        )
        service.tasks[task.arn] = task
        return task

    def _stop_surplus(self, service: Service) -> None:
        live = service.live
        fresh = [task for task in live if task.deployment_id == service.primary.id]
        old = [task for task in live if task.deployment_id != service.primary.id]
        serving = sum(task.is_serving for task in fresh)
        wanted = len(old) - max(0, service.desired_count - serving)
        missing = service.desired_count - len(fresh)
        if missing > 0 and len(live) >= service.most and not self._is_given_up(service):
            wanted += missing
        surplus = _first_to_go(old)[: max(wanted, 0)]
        surplus += _first_to_go(fresh)[: max(len(fresh) - service.desired_count, 0)]
        self._stop_within_limits(service, surplus)

    def _stop_within_limits(self, service: Service, surplus: list[Task]) -> None:
        spare = sum(task.is_serving for task in service.live) - service.fewest
        stopping = []
        for task in surplus:
            if task.is_serving and spare <= 0:
                continue
            spare -= task.is_serving
            stopping.append(task)
        if stopping:
            self._stop_all(service, stopping)

    def _stop_all(self, service: Service, tasks: list[Task]) -> None:
        self.say(service, messages.stopped(service.name, [task.id for task in tasks]))
        if any(task.target.state for task in tasks):
            self.say(service, messages.draining(service.name, len(tasks)))
            for group in service.target_groups:
                self.say(service, messages.deregistered(service.name, group.arn))
        for task in tasks:
            reason = messages.scaling(task.deployment_id)
            self._lifecycle.stop(service, task, "ServiceSchedulerInitiated", reason)

    def _start_missing(self, service: Service) -> None:
        if self._is_given_up(service) or self._must_wait(service):
            return
        live = service.live
        fresh = sum(task.deployment_id == service.primary.id for task in live)
        count = min(service.desired_count - fresh, max(service.most, 1) - len(live))
        if count <= 0 or service.desired_count == 0:
            return
        tasks = [self._new_task(service, service.primary) for _ in range(count)]
        self.say(service, messages.started(service.name, [task.id for task in tasks]))
        for task in tasks:
            self._lifecycle.start(service, task)

    def _is_given_up(self, service: Service) -> bool:
        return service.primary.rollout_state == "FAILED"

    def _must_wait(self, service: Service) -> bool:
        wait_until = service.next_start_at
        return wait_until is not None and self._timeline.now() < wait_until

    def _count_failure(self, service: Service, task: Task) -> None:
        deployment = next((d for d in service.deployments if d.id == task.deployment_id), None)
        if deployment is None or deployment.status != "PRIMARY":
            self._retry_later(service, 1)
            return
        deployment.failed_tasks += 1
        deployment.updated_at = self._timeline.now()
        if deployment.failed_tasks % COMPLAIN_EVERY == 0:
            self.say(service, messages.cannot_start(service.name))
        self._retry_later(service, deployment.failed_tasks)
        service.is_steady = False
        self.reconcile(service)

    def _forget_failures(self, service: Service, task: Task) -> None:
        """The count is of consecutive failures: a healthy task ends the series."""
        deployment = next((d for d in service.deployments if d.id == task.deployment_id), None)
        if deployment is not None and service.breaker.get("resetOnHealthyTask", True):
            deployment.failed_tasks = 0

    def _retry_later(self, service: Service, failures: int) -> None:
        """Wait longer with every round of failures, as ECS throttles what cannot start."""
        rounds = (failures - 1) // max(service.desired_count, 1)
        delay = min(self._durations.retry_first * 2 ** min(rounds, 16), self._durations.retry_most)
        service.next_start_at = self._timeline.later(delay, lambda: self.reconcile(service))

    def _trip_breaker(self, service: Service) -> None:
        deployment = service.primary
        if not service.breaker.get("enable") or deployment.rollout_state != "IN_PROGRESS":
            return
        if deployment.failed_tasks < breaker_threshold(service):
            return
        self.say(service, messages.failed(service.name, deployment.id))
        self._finish(deployment, "STOPPED", "Circuit breaker: tasks failed to start.")
        deployment.rollout_state = "FAILED"
        deployment.rollout_reason = messages.breaker_failed()
        if service.breaker.get("rollback"):
            self._roll_back(service, deployment)

    def _roll_back(self, service: Service, failing: Deployment) -> None:
        target = next((d for d in service.deployments[1:] if d.has_completed), None)
        if target is None:
            return  # nothing that has ever completed: ECS stalls too
        failing.outcome = "ROLLBACK_IN_PROGRESS"
        failing.rolled_back_to = target.revision_arn
        failing.status = "ACTIVE"
        target.status = "PRIMARY"
        target.rollout_state = "IN_PROGRESS"
        target.rollout_reason = messages.breaker_rolls_back(target.id)
        target.desired_count = service.desired_count
        target.updated_at = self._timeline.now()
        service.deployments.remove(target)
        service.deployments.insert(0, target)
        self.say(service, messages.rolling_back(service.name, target.id))
        self._unsettle(service)

    def _finish(self, deployment: Deployment, outcome: str, reason: str) -> None:
        now = self._timeline.now()
        deployment.outcome, deployment.outcome_reason = outcome, reason
        deployment.finished_at = deployment.updated_at = now

    def _drop_finished(self, service: Service) -> None:
        for deployment in service.deployments[1:]:
            if service.count(deployment) == service.count(deployment, "STOPPED"):
                deployment.status = "INACTIVE"
                service.deployments.remove(deployment)
        everything = service.count(None)
        if service.status == "DRAINING" and everything == service.count(None, "STOPPED"):
            service.status = "INACTIVE"

    def _settle(self, service: Service) -> None:
        if service.is_steady or len(service.deployments) > 1 or not self._is_complete(service):
            return
        deployment = service.primary
        if deployment.rollout_state == "IN_PROGRESS":
            self._complete(service, deployment)
        service.is_steady = True
        service.next_start_at = None
        self.say(service, messages.steady(service.name))

    def _is_complete(self, service: Service) -> bool:
        serving = sum(task.is_serving for task in service.live)
        leaving = service.count(None, "DEACTIVATING", "STOPPING", "DEPROVISIONING")
        return serving == len(service.live) == service.desired_count and not leaving

    def _complete(self, service: Service, deployment: Deployment) -> None:
        for failed in service.history:
            if failed.outcome == "ROLLBACK_IN_PROGRESS":
                self._finish(failed, "ROLLBACK_SUCCESSFUL", failed.outcome_reason)
        deployment.rollout_state = "COMPLETED"
        deployment.rollout_reason = messages.is_completed(deployment.id)
        deployment.failed_tasks = 0
        if not deployment.has_completed:
            deployment.has_completed = True
            self._finish(deployment, "SUCCESSFUL", "")
            self.say(service, messages.completed(service.name, deployment.id))


def _supersede(deployment: Deployment, timeline: Timeline) -> None:
    if deployment.finished_at is None:
        deployment.finished_at = timeline.now()
        deployment.outcome = "STOPPED"
        deployment.outcome_reason = "Superseded by a newer service deployment."


def _seconds(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def _first_to_go(tasks: list[Task]) -> list[Task]:
    """Those that do not serve first, then the oldest."""
    return sorted(tasks, key=lambda task: (task.is_serving, task.created_at))
