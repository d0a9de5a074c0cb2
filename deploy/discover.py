"""The services of an account as slot values: what live slot types are filled with at a build."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.forms import SOURCES
from bot.load import load_bot
from bot.model import SlotValue
from deploy.build import Discover
from deploy.errors import BuildError
from deploy.local.processes import checkout
from fulfillment.catalog.environments import Environment, Environments
from fulfillment.errors import OpsError
from fulfillment.ops.aws_fleet import AwsFleet, Shared, Workers
from fulfillment.ops.sessions import Sessions
from fulfillment.sentences import sentences
from fulfillment.turn import Person

_BUILDER = Person("ground-control-build", "the build", "build")


def discover_from(endpoint_url: str = "") -> Discover:
    """Asks the accounts of the environments, at `endpoint_url` where one is given."""

    def discover(environments: Environments) -> tuple[SlotValue, ...]:
        at = Environments(tuple(_at(one, endpoint_url) for one in environments.all()))
        clock = _now
        fleet = AwsFleet(at, at.names(), _BUILDER, Sessions(clock), Shared(clock, Workers()))
        return slot_values(at, {name: _names(fleet, name) for name in at.names()})

    return discover


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


def _names(fleet: AwsFleet, environment: str) -> tuple[str, ...]:
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
