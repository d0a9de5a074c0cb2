"""What an account has, as slot values: what live slot types are filled with at a build."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from bot.assembling import LiveValues
from bot.forms import SOURCES
from bot.load import load_bot
from bot.model import SlotValue
from deploy.build import Discover
from deploy.errors import BuildError
from deploy.local.processes import checkout
from fulfillment.catalog.environments import Environment, Environments
from fulfillment.errors import OpsError
from fulfillment.ops.backends import Connected
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.reach import Reach, Workers
from fulfillment.ops.remembered import Remembered
from fulfillment.ops.sessions import Sessions
from fulfillment.sentences import sentences
from fulfillment.turn import Person

_BUILDER = Person("ground-control-build", "the build", "build", {"*": "viewer"})


def discover_from(endpoint_url: str = "") -> Discover:
    """Asks the accounts of the environments, at `endpoint_url` where one is given."""

    def discover(environments: Environments) -> LiveValues:
        at = Environments(tuple(_at(one, endpoint_url) for one in environments.all()))
        reach = _reach(at)
        backends = Connected(reach)
        services = slot_values(at, {name: _names(backends.fleet, name) for name in at.names()})
        others = [source for source in SOURCES if source not in ("services", "environments")]
        return {"services": services, **{one: _values(backends, one) for one in others}}

    return discover


def _reach(environments: Environments) -> Reach:
    return Reach(
        all_environments=environments,
        allowed=environments.names(),
        person=_BUILDER,
        sessions=Sessions(_now),
        clock=_now,
        workers=Workers(),
        remembered=Remembered(_now),
        store=None,
    )


def _values(backends: Connected, source: str) -> tuple[SlotValue, ...]:
    places = backends.reach.names()
    try:
        names: Mapping[str, tuple[str, ...]] = backends.get(source).names(places)
    except OpsError as error:
        raise BuildError(f"{source}: {_told(error)}") from error
    return tuple(SlotValue(name, names[name]) for name in sorted(names))


def slot_values(
    environments: Environments, names: dict[str, tuple[str, ...]]
) -> tuple[SlotValue, ...]:
    """One value a service, whatever the number of environments it runs in; synonyms joined."""
    values = {}
    for service in sorted({name for found in names.values() for name in found}):
        overrides = [one.override(service) for one in environments.all()]
        words = [word for one in overrides for word in (one.display_name, *one.synonyms) if word]
        values[service] = SlotValue(service, tuple(dict.fromkeys(words)))
    return tuple(values.values())


def _names(fleet: Fleet, environment: str) -> tuple[str, ...]:
    try:
        return fleet.service_names(environment)
    except OpsError as error:
        raise BuildError(f"environment {environment}: {_told(error)}") from error


def _told(error: OpsError) -> str:
    """In the words of the definition: they do not depend on the values that were asked for."""
    bot = load_bot(checkout() / "intents", dict.fromkeys(SOURCES, ()))
    return sentences(bot, "").phrase(error.phrase)


def _at(environment: Environment, endpoint_url: str) -> Environment:
    return replace(environment, endpoint_url=endpoint_url or environment.endpoint_url)


def _now() -> datetime:
    return datetime.now(UTC)
