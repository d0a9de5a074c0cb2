"""What of an environment one person may know of: its services, and whatever is named after one."""

from collections.abc import Iterable, Sequence

from fulfillment.catalog.environments import Environment
from fulfillment.ops.ecs import Ecs
from fulfillment.ops.naming import named
from fulfillment.ops.reach import Reach
from fulfillment.ops.remembered import NAMES_FRESH_FOR


def shown(reach: Reach, where: Environment, services: Iterable[str]) -> tuple[str, ...]:
    """Those of `services` that are not hidden from everybody, and that the person may know of."""
    return tuple(
        one for one in services if not where.override(one).is_hidden and reach.sees(where.name, one)
    )


def service_names(reach: Reach, environment: str) -> tuple[str, ...]:
    """Every service there, whoever asks: to tell what is about which. Sorted; at most 30 seconds
    old. Raises `OpsError`."""
    where = reach.environment(environment)

    def look() -> tuple[str, ...]:
        client = reach.client("ecs", where.name)
        return Ecs(client, where.cluster, where.name, reach.clock).service_names()

    return reach.remembered.get(services_key(where), NAMES_FRESH_FOR, look)


def services_key(where: Environment) -> tuple[str, str]:
    """Under which `service_names` are remembered."""
    return ("services", where.name)


def is_seen(reach: Reach, environment: str, texts: Sequence[str]) -> bool:
    """Whether the person may know of what `texts` are names of (an alarm, a stack, what a call was
    about): of each service that they name; of the environment as a whole, where they name none.

    Raises `OpsError`.
    """
    if reach.sees_all(environment):
        return True
    found = _named_in(texts, service_names(reach, environment))
    return all(reach.sees(environment, one) for one in found or ("",))


def names_hidden(reach: Reach, environment: str, texts: Sequence[str]) -> bool:
    """Whether `texts` name a service that the person may not know of. Raises `OpsError`."""
    if reach.sees_all(environment):
        return False
    found = _named_in(texts, service_names(reach, environment))
    return not all(reach.sees(environment, one) for one in found)


def _named_in(texts: Iterable[str], services: Sequence[str]) -> set[str]:
    return {named(text, services) for text in texts} - {""}
