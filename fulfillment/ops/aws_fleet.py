"""`Fleet` over the adapters: independent calls side by side, and what could be read stands beside
what could not."""

import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from fulfillment.catalog.discovery import Discovery
from fulfillment.catalog.environments import Environment, Environments
from fulfillment.errors import OpsError
from fulfillment.ops.alarms import Alarms, belongs_to_cluster, belongs_to_service
from fulfillment.ops.assemble import service_state, stopped_tasks, with_checks
from fulfillment.ops.ecs import Described, Ecs
from fulfillment.ops.images import version_of
from fulfillment.ops.load_balancer import LoadBalancer, together
from fulfillment.ops.sessions import Clock, Sessions
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
from fulfillment.sentences import Phrase, phrase
from fulfillment.turn import Person

if TYPE_CHECKING:
    from mypy_boto3_ecs.type_defs import ServiceTypeDef

Item = TypeVar("Item")
Value = TypeVar("Value")


class Workers:
    """Two pools: tasks of the outer one wait for tasks of the inner one, never the reverse."""

    def __init__(self, inner: int = 12, outer: int = 4) -> None:
        self.inner = ThreadPoolExecutor(inner, thread_name_prefix="read")
        self.outer = ThreadPoolExecutor(outer, thread_name_prefix="environment")


class Versions:
    """Task definition ARN -> version. Task definitions never change, so they are kept."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str] = {}
        self._lock = threading.Lock()

    def of(self, ecs: Ecs, arn: str, service: str) -> str:
        """Raises `OpsError`."""
        key = (arn, service)
        if key not in self._known:
            found = version_of(ecs.task_definition(arn), service)
            with self._lock:
                self._known[key] = found
        return self._known[key]


class AwsFleet:
    """The fleet as one person may see it: only `allowed` environments, by that person's session."""

    def __init__(
        self,
        environments: Environments,
        allowed: Sequence[str],
        person: Person,
        sessions: Sessions,
        shared: "Shared",
    ) -> None:
        self._environments = {
            one.name: one for one in environments.all() if one.name in frozenset(allowed)
        }
        self._clusters = tuple(one.cluster for one in environments.all())
        self._person = person
        self._sessions = sessions
        self._shared = shared

    def environments(self) -> tuple[str, ...]:
        return tuple(self._environments)

    def service_names(self, environment: str) -> tuple[str, ...]:
        where = self._environment(environment)
        return self._shared.discovery.names(where, lambda: self._ecs(where).service_names())

    def known_service_names(self, environment: str) -> tuple[str, ...]:
        return self._shared.discovery.known(self._environment(environment))

    def services(self, environment: str) -> EnvironmentState:
        where = self._environment(environment)
        alarms = self._shared.workers.inner.submit(self._alarms, where)
        ecs = self._ecs(where)
        names = [n for n in ecs.service_names() if not where.override(n).is_hidden]
        states = self._described(where, ecs, ecs.services(names))
        ringing, gaps = _value_or_gap(alarms, ())
        full = self._checked(where, ecs, states, ringing, are_read=not gaps)
        mine = {alarm.name for state in full for alarm in state.alarms}
        rest = tuple(alarm for alarm in ringing if alarm.name not in mine)
        return EnvironmentState(where.name, full, rest, gaps)

    def service(self, environment: str, name: str) -> ServiceState:
        where = self._environment(environment)
        alarms = self._shared.workers.inner.submit(self._alarms, where)
        ecs = self._ecs(where)
        states = self._described(where, ecs, ecs.service(name))
        ringing, gaps = _value_or_gap(alarms, ())
        (state,) = self._checked(where, ecs, states, ringing, are_read=not gaps)
        return replace(state, gaps=(*state.gaps, *gaps))

    def survey(self, environments: Sequence[str]) -> Survey:
        states, gaps = self._each(self.services, environments)
        return Survey(tuple(states), gaps)

    def find(self, name: str, environments: Sequence[str]) -> Found:
        states, gaps = self._each(lambda where: self.service(where, name), environments)
        return Found(tuple(states), gaps)

    def _each(
        self, ask: Callable[[str], Value], environments: Sequence[str]
    ) -> tuple[list[Value], tuple[Phrase, ...]]:
        futures = [self._shared.workers.outer.submit(ask, one) for one in environments]
        values, gaps = [], []
        for future in futures:
            try:
                values.append(future.result())
            except OpsError as error:
                if error.kind != "not found":
                    gaps.append(error.phrase)
        return values, tuple(gaps)

    def _environment(self, name: str) -> Environment:
        if name not in self._environments:
            what = phrase("look_at_environment", environment=name)
            raise OpsError("not found", what, phrase("may_not_ask"))
        return self._environments[name]

    def _ecs(self, where: Environment) -> Ecs:
        client = self._sessions.client("ecs", where, self._person)
        return Ecs(client, where.cluster, where.name, self._shared.clock)

    def _alarms(self, where: Environment) -> tuple[Alarm, ...]:
        client = self._sessions.client("cloudwatch", where, self._person)
        others = [cluster for cluster in self._clusters if cluster != where.cluster]
        ringing = Alarms(client, where.name, self._shared.clock).ringing()
        return tuple(one for one in ringing if belongs_to_cluster(one, where.cluster, others))

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
        read = self._shared.versions.of
        futures = [
            (name, self._shared.workers.inner.submit(read, ecs, arn, name))
            for arn, name in sorted(pairs)
        ]
        for name, future in futures:
            _, missing = _value_or_gap(future, "")
            if missing:
                gaps.setdefault(name, []).extend(missing)
        return gaps

    def _version(self, ecs: Ecs, arn: str, service: str, gaps: Collection[str]) -> str:
        if not arn or service in gaps:
            return UNKNOWN_VERSION
        try:
            return self._shared.versions.of(ecs, arn, service)
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
        submit = self._shared.workers.inner.submit
        pending = [
            (
                state,
                submit(self._targets, where, service),
                submit(self._stopped, ecs, state),
            )
            for service, state in states
        ]
        unread: tuple[Check, ...] = () if are_read else ("alarms",)
        return tuple(_completed(state, t, s, ringing, unread) for state, t, s in pending)

    def _targets(self, where: Environment, service: "ServiceTypeDef") -> Targets | None:
        groups = [
            one["targetGroupArn"]
            for one in service.get("loadBalancers", [])
            if one.get("targetGroupArn")
        ]
        if not groups:
            return None
        client = self._sessions.client("elbv2", where, self._person)
        balancer = LoadBalancer(client, where.name)
        return together([balancer.targets(arn, service["serviceName"]) for arn in groups])

    def _stopped(self, ecs: Ecs, state: ServiceState) -> tuple[StoppedTask, ...]:
        if state.health == "healthy":
            return ()
        stopped = ecs.stopped_tasks(state.name)
        return stopped_tasks(
            stopped.tasks, lambda arn: self._version(ecs, arn, state.name, ()), stopped.at
        )


class Shared:
    """What fleets of all persons share: caches of facts that are nobody's secret, and threads."""

    def __init__(self, clock: Clock, workers: Workers) -> None:
        self.clock = clock
        self.workers = workers
        self.discovery = Discovery(clock)
        self.versions = Versions()


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
