"""`Alarms` over CloudWatch and the notes, for one person."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from fulfillment.catalog.environments import Environment
from fulfillment.errors import StoreError
from fulfillment.ops.alarms.cloudwatch import CloudWatchAlarms
from fulfillment.ops.alarms.matching import also_called, belongs_to_cluster, service_of
from fulfillment.ops.alarms.notes import with_notes
from fulfillment.ops.alarms.port import Firing
from fulfillment.ops.alarms.seen import seen
from fulfillment.ops.reach import Reach
from fulfillment.ops.state import Alarm
from fulfillment.ops.visible import service_names
from fulfillment.sentences import Phrase

FRESH_FOR = timedelta(seconds=30)


class ReachedAlarms:
    """`Alarms` of the environments that a person may ask about."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    def firing(self, environments: Sequence[str]) -> Firing:
        found, gaps = self._reach.each(self._firing_in, environments)
        alarms = [alarm for _, some, _ in found for alarm in some]
        more = [gap for _, _, some in found for gap in some]
        return Firing(
            alarms=tuple(sorted(alarms, key=_urgency)),
            read=tuple(name for name, _, _ in found),
            gaps=(*gaps, *more),
        )

    def alarm(self, environment: str, name: str) -> Alarm:
        where = self._reach.environment(environment)
        return self._noted(where, (self._cloudwatch(where).one(name),))[0]

    def service(self, alarm: Alarm) -> str:
        return service_of(alarm, service_names(self._reach, alarm.environment))

    def environments(self, alarm: Alarm) -> tuple[str, ...]:
        where = self._reach.environment(alarm.environment)
        home = (where.account, where.region)
        there = (
            one
            for one in self._reach.all_environments.all()
            if (one.account, one.region) == home and self._mine(one, (alarm,))
        )
        return tuple(dict.fromkeys((where.name, *(one.name for one in there))))

    def names(self, environments: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        found = [one.name for place in environments for one in self._all_in(place)]
        return also_called(found, self._places(), is_one_place=len(environments) == 1)

    def known(self, environments: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        found = [one.name for place in environments for one in self._last_in(place)]
        return also_called(found, self._places(), is_one_place=len(environments) == 1)

    def _firing_in(self, environment: str) -> tuple[str, tuple[Alarm, ...], tuple[Phrase, ...]]:
        where = self._reach.environment(environment)
        firing = self._mine(where, self._cloudwatch(where).firing())
        firing = seen(self._reach, environment, firing)
        try:
            return environment, self._noted(where, firing), ()
        except StoreError as error:
            return environment, firing, (error.phrase,)

    def _noted(self, where: Environment, alarms: tuple[Alarm, ...]) -> tuple[Alarm, ...]:
        store = self._reach.store
        if store is None or not alarms:
            return alarms
        return with_notes(alarms, where, store, self._reach.now())

    def _all_in(self, environment: str) -> tuple[Alarm, ...]:
        where = self._reach.environment(environment)

        def look() -> tuple[Alarm, ...]:
            return self._mine(where, self._cloudwatch(where).all())

        found = self._reach.remembered.get(self._key(environment), FRESH_FOR, look)
        return seen(self._reach, environment, found)

    def _last_in(self, environment: str) -> tuple[Alarm, ...]:
        """Nothing where it cannot be told without asking which of them the person may know of."""
        none: tuple[Alarm, ...] = ()
        if not self._reach.sees_all(environment):
            return none
        return self._reach.remembered.last(self._key(environment), none)

    def _mine(self, where: Environment, alarms: Sequence[Alarm]) -> tuple[Alarm, ...]:
        """Alarms of an account and region are told apart by the clusters that they name."""
        clusters = (one.cluster for one in self._reach.all_environments.all())
        others = [cluster for cluster in clusters if cluster != where.cluster]
        return tuple(one for one in alarms if belongs_to_cluster(one, where.cluster, others))

    def _cloudwatch(self, where: Environment) -> CloudWatchAlarms:
        client = self._reach.client("cloudwatch", where.name)
        return CloudWatchAlarms(client, where.name, self._reach.clock)

    def _places(self) -> tuple[str, ...]:
        environments = self._reach.all_environments.all()
        return tuple(word for one in environments for word in (one.name, one.cluster))

    def _key(self, environment: str) -> tuple[str, str]:
        return ("alarms", environment)


def _urgency(alarm: Alarm) -> tuple[bool, bool, float, str]:
    return (
        alarm.snoozed is not None,
        alarm.acknowledged is not None,
        -alarm.age_seconds,
        alarm.name,
    )
