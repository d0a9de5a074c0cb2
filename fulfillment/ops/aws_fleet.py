"""`Fleet` over the adapters: independent calls side by side, and what could be read stands beside
what could not."""

from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from fulfillment.catalog.environments import Environment
from fulfillment.errors import OpsError, StoreError
from fulfillment.ops.alarms.cloudwatch import CloudWatchAlarms
from fulfillment.ops.alarms.matching import belongs_to_cluster, belongs_to_service
from fulfillment.ops.alarms.notes import with_notes
from fulfillment.ops.alarms.seen import seen
from fulfillment.ops.assemble import service_state, stopped_tasks, with_checks
from fulfillment.ops.ecs import Described, Ecs
from fulfillment.ops.images import version_of
from fulfillment.ops.load_balancer import LoadBalancer, together
from fulfillment.ops.reach import Reach
from fulfillment.ops.remembered import NEVER_CHANGES
from fulfillment.ops.state import (
    UNKNOWN_VERSION,
    Alarm,
    Check,
    EnvironmentState,
    Found,
    ServiceState,
    StoppedTask,
    Survey,
    Targets,
)
from fulfillment.ops.visible import service_names, services_key, shown
from fulfillment.sentences import Phrase, phrase

if TYPE_CHECKING:
    from mypy_boto3_ecs.type_defs import ServiceTypeDef

Item = TypeVar("Item")

MOST_CHECKED = 100
"""Services of one answer whose targets and stopped tasks are looked at: one to three calls each."""
_AT_ONCE = 10
"""Of DescribeServices (ECS API reference)."""


class AwsFleet:
    """The fleet as one person may see it: only `allowed` environments, by that person's session."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._clusters = tuple(one.cluster for one in reach.all_environments.all())

    def environments(self) -> tuple[str, ...]:
        return self._reach.names()

    def service_names(self, environment: str) -> tuple[str, ...]:
        where = self._reach.environment(environment)
        return shown(self._reach, where, service_names(self._reach, environment))

    def known_service_names(self, environment: str) -> tuple[str, ...]:
        where = self._reach.environment(environment)
        known: tuple[str, ...] = self._reach.remembered.last(services_key(where), ())
        return shown(self._reach, where, known)

    def services(self, environment: str) -> EnvironmentState:
        where = self._reach.environment(environment)
        alarms = self._reach.workers.inner.submit(self._alarms, where)
        ecs = self._ecs(where)
        names = shown(self._reach, where, ecs.service_names())
        states = self._described(where, ecs, self._all(ecs, names))
        ringing, gaps = _value_or_gap(alarms, ())
        full = self._checked(where, ecs, states, ringing, are_read=not gaps)
        mine = {alarm.name for state in full for alarm in state.alarms}
        rest = tuple(alarm for alarm in ringing if alarm.name not in mine)
        return EnvironmentState(where.name, full, rest, gaps)

    def service(self, environment: str, name: str) -> ServiceState:
        where = self._reach.environment(environment)
        alarms = self._reach.workers.inner.submit(self._alarms, where)
        ecs = self._ecs(where)
        states = self._described(where, ecs, ecs.service(name))
        ringing, gaps = _value_or_gap(alarms, ())
        (state,) = self._checked(where, ecs, states, ringing, are_read=not gaps)
        return replace(state, gaps=(*state.gaps, *gaps))

    def survey(self, environments: Sequence[str]) -> Survey:
        states, gaps = self._reach.each(self.services, environments)
        return Survey(tuple(states), gaps)

    def find(self, name: str, environments: Sequence[str]) -> Found:
        states, gaps = self._reach.each(lambda where: self.service(where, name), environments)
        return Found(tuple(states), gaps)

    def _all(self, ecs: Ecs, names: Sequence[str]) -> Described:
        """Every service, a few at a time side by side. Raises `OpsError`."""
        submit = self._reach.workers.inner.submit
        parts = [
            submit(ecs.services, names[at : at + _AT_ONCE]) for at in range(0, len(names), _AT_ONCE)
        ]
        found = [one.result() for one in parts]
        services = tuple(service for part in found for service in part.services)
        return Described(services, found[-1].at if found else self._reach.clock())

    def _ecs(self, where: Environment) -> Ecs:
        client = self._reach.client("ecs", where.name)
        return Ecs(client, where.cluster, where.name, self._reach.clock)

    def _alarms(self, where: Environment) -> tuple[Alarm, ...]:
        client = self._reach.client("cloudwatch", where.name)
        others = [cluster for cluster in self._clusters if cluster != where.cluster]
        ringing = CloudWatchAlarms(client, where.name, self._reach.clock).ringing()
        mine = [one for one in ringing if belongs_to_cluster(one, where.cluster, others)]
        return self._snoozed_last(where, seen(self._reach, where.name, mine))

    def _snoozed_last(self, where: Environment, alarms: Sequence[Alarm]) -> tuple[Alarm, ...]:
        """With what people have said of them, where that can be read: health needs it least."""
        if self._reach.store is None or not alarms:
            return tuple(alarms)
        with suppress(StoreError):
            alarms = with_notes(alarms, where, self._reach.store, self._reach.now())
        return tuple(sorted(alarms, key=lambda one: one.snoozed is not None))

    def _described(
        self, where: Environment, ecs: Ecs, described: Described
    ) -> "list[tuple[ServiceTypeDef, ServiceState]]":
        gaps = self._read_versions(ecs, described)

        def state_of(service: "ServiceTypeDef") -> ServiceState:
            name = service["serviceName"]
            state = service_state(
                service, where.name, lambda arn: self._version(ecs, arn, name, gaps), described.at
            )
            return replace(state, gaps=tuple(gaps[name])) if name in gaps else state

        return [(service, state_of(service)) for service in described.services]

    def _read_versions(self, ecs: Ecs, described: Described) -> dict[str, list[Phrase]]:
        """Read all task definitions side by side; service -> what could not be read."""
        pairs = {
            (one["taskDefinition"], service["serviceName"])
            for service in described.services
            for one in service["deployments"]
            if "taskDefinition" in one
        }
        gaps: dict[str, list[Phrase]] = {}
        read = self._version_of
        futures = [
            (name, self._reach.workers.inner.submit(read, ecs, arn, name))
            for arn, name in sorted(pairs)
        ]
        for name, future in futures:
            _, missing = _value_or_gap(future, "")
            if missing:
                gaps.setdefault(name, []).extend(missing)
        return gaps

    def _version_of(self, ecs: Ecs, arn: str, service: str) -> str:
        """Task definitions never change. Raises `OpsError`."""
        return self._reach.remembered.get(
            ("version", arn, service),
            NEVER_CHANGES,
            lambda: version_of(ecs.task_definition(arn), service),
        )

    def _version(self, ecs: Ecs, arn: str, service: str, gaps: Collection[str]) -> str:
        if not arn or service in gaps:
            return UNKNOWN_VERSION
        try:
            return self._version_of(ecs, arn, service)
        except OpsError:
            return UNKNOWN_VERSION

    def _checked(
        self,
        where: Environment,
        ecs: Ecs,
        states: "Iterable[tuple[ServiceTypeDef, ServiceState]]",
        ringing: tuple[Alarm, ...],
        *,
        are_read: bool,
    ) -> tuple[ServiceState, ...]:
        """Target health of every service, and stopped tasks of those that are not healthy.

        `are_read`: whether `ringing` is what CloudWatch says, not what is left without an answer.
        """
        submit = self._reach.workers.inner.submit
        # What ECS itself finds wrong is looked at first, should there be too many.
        known = list(states)
        order = sorted(known, key=lambda pair: pair[1].health == "healthy")
        chosen = {state.name for _, state in order[:MOST_CHECKED]}
        pending = [
            (
                state,
                submit(self._targets, where, service, look=state.name in chosen),
                submit(self._stopped, ecs, state, look=state.name in chosen),
            )
            for service, state in known
        ]
        unread: tuple[Check, ...] = () if are_read else ("alarms",)
        return tuple(_completed(state, t, s, ringing, unread) for state, t, s in pending)

    def _targets(
        self, where: Environment, service: "ServiceTypeDef", *, look: bool
    ) -> Targets | None:
        groups = [
            one["targetGroupArn"]
            for one in service.get("loadBalancers", [])
            if one.get("targetGroupArn")
        ]
        if not groups:
            return None
        if not look:
            what = phrase("check_targets_of_all", environment=where.name)
            raise OpsError("unavailable", what, phrase("too_many_services"))
        client = self._reach.client("elbv2", where.name)
        balancer = LoadBalancer(client, where.name)
        return together([balancer.targets(arn, service["serviceName"]) for arn in groups])

    def _stopped(self, ecs: Ecs, state: ServiceState, *, look: bool) -> tuple[StoppedTask, ...]:
        if state.health == "healthy" or not look:
            return ()
        stopped = ecs.stopped_tasks(state.name)
        return stopped_tasks(
            stopped.tasks, lambda arn: self._version(ecs, arn, state.name, ()), stopped.at
        )


def _completed(
    state: ServiceState,
    targets: "Future[Targets | None]",
    stopped: "Future[tuple[StoppedTask, ...]]",
    ringing: tuple[Alarm, ...],
    unread: tuple[Check, ...],
) -> ServiceState:
    found_targets, target_gaps = _value_or_gap(targets, None)
    found_stopped, stopped_gaps = _value_or_gap(stopped, ())
    alarms = tuple(alarm for alarm in ringing if belongs_to_service(alarm, state.name))
    if target_gaps:
        unread = (*unread, "targets")
    gaps = target_gaps + stopped_gaps
    return with_checks(state, found_targets, alarms, found_stopped, gaps, unread)


def _value_or_gap(future: "Future[Item]", otherwise: Item) -> tuple[Item, tuple[Phrase, ...]]:
    try:
        return future.result(), ()
    except OpsError as error:
        return otherwise, (error.phrase,)
