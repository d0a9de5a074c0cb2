"""Log groups that several services write to: whoever may not know of one of them does not read it.

By the stream that a line is in it can be told which container wrote it, not which service: two
services whose streams begin alike cannot be told apart, nor can one whose streams say nothing.
"""

from functools import partial

from fulfillment.catalog.environments import Environment
from fulfillment.errors import OpsError
from fulfillment.ops.ecs import Ecs
from fulfillment.ops.logs.groups import FRESH_FOR, Place, places_in
from fulfillment.ops.reach import Reach
from fulfillment.ops.remembered import NEVER_CHANGES
from fulfillment.sentences import phrase

MOST_SERVICES = 500
"""Of an account and region, whose task definitions are read for somebody who may not know of all:
one call each, once."""
_AT_ONCE = 10
"""Of DescribeServices (ECS API reference)."""
_Written = tuple[tuple[str, tuple[Place, ...]], ...]


def check_alone(reach: Reach, environment: str, service: str, place: Place) -> None:
    """Raises `OpsError` "denied" where a search for the service's lines in `place` may find those
    of a service that the person may not know of; also where that cannot be told."""
    where = reach.environment(environment)
    home = (where.account, where.region)
    there = [one for one in reach.all_environments.all() if (one.account, one.region) == home]
    if all(reach.sees_all(one.name) for one in there):
        return
    what = phrase("read_logs", service=service, environment=environment)
    try:
        is_shared = any(_is_shared(reach, one, place) for one in there)
    except OpsError as error:
        raise OpsError(error.kind, what, error.why) from error
    if is_shared:
        raise OpsError("denied", what, phrase("logs_shared", group=place.group))


def _is_shared(reach: Reach, where: Environment, place: Place) -> bool:
    """With a service there that the person may not know of."""
    key = ("log places", where.account, where.region, where.cluster)
    written = reach.remembered.get(key, FRESH_FOR, partial(_written, reach, where))
    hidden = (places for name, places in written if not reach.sees(where.name, name))
    return any(place.holds(other) for places in hidden for other in places)


def _written(reach: Reach, where: Environment) -> _Written:
    """Where every service writes, by the environment's own role: the person may not ask about it,
    and none of it is told."""
    client = reach.sessions.client("ecs", where, reach.person)
    ecs = Ecs(client, where.cluster, where.name, reach.clock)
    names = ecs.service_names()
    if len(names) > MOST_SERVICES:
        what = phrase("read_services", environment=where.name)
        raise OpsError("unavailable", what, phrase("too_many_services"))
    submit = reach.workers.inner.submit
    parts = [
        submit(ecs.services, names[at : at + _AT_ONCE]) for at in range(0, len(names), _AT_ONCE)
    ]
    described = [(one["serviceName"], one) for part in parts for one in part.result().services]
    read = [(name, submit(_places, reach, ecs, one["taskDefinition"])) for name, one in described]
    return tuple((name, (*_overridden(where, name), *found.result())) for name, found in read)


def _overridden(where: Environment, service: str) -> tuple[Place, ...]:
    group = where.override(service).log_group
    return (Place(group),) if group else ()


def _places(reach: Reach, ecs: Ecs, arn: str) -> tuple[Place, ...]:
    def look() -> tuple[Place, ...]:
        return places_in(ecs.task_definition(arn))

    return reach.remembered.get(("log places", arn), NEVER_CHANGES, look)
