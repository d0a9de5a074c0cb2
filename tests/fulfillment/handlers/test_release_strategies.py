"""What is said of release strategies, in states that the example world does not have."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import get_args

from fulfillment.handlers import release_strategies
from fulfillment.ops.strategies.judging import readiness
from fulfillment.ops.strategies.port import Facts, Readiness, Requirement, Surveyed
from fulfillment.sentences import phrase, sentences
from tests.bot.definition import product_bot
from tests.fulfillment.handlers.scripted import ScriptedFleet, a_service, a_turn
from tests.fulfillment.language import DENIED

FLEET = ScriptedFleet.of(a_service(environment="live"))
TURN = a_turn("ReleaseStrategies")
GAP = phrase("could_not", what=phrase("read_load_balancers", environment="live"), why=DENIED)


@dataclass(frozen=True)
class ScriptedStrategies:
    found: Surveyed

    def survey(self, environments: Sequence[str], service: str | None = None) -> Surveyed:
        assert tuple(environments) == ("live",)
        assert service in (None, "orders")
        return self.found


def a_readiness(
    *lacking: Requirement, service: str = "orders", unread: tuple[Requirement, ...] = ()
) -> Readiness:
    everything: tuple[Requirement, ...] = get_args(Requirement)
    has: dict[Requirement, bool | None] = {
        one: None if one in unread else one not in lacking for one in everything
    }
    return readiness(Facts("live", service, "ROLLING", has))


def test_strategies_that_lack_the_same_are_said_together() -> None:
    one = a_readiness("alarms", "hosted_zone", "weighted_records")
    backend = ScriptedStrategies(Surveyed((one,)))
    reply = release_strategies.answer(TURN, FLEET, backend, service="orders")

    assert reply.text == (
        "**orders** in **live** can use **rolling**, **doubling**, **blue/green** and "
        "**strangler**. For canary and linear it lacks alarms that stop its deployments. For "
        "blue/green by DNS and weighted DNS it lacks a hosted zone in the environments file."
    )
    assert reply.speech == ("orders in live can use rolling, doubling, blue/green and 1 more.")
    assert reply.table is not None
    assert [(row[1].text, row[1].tone) for row in reply.table.rows[:3]] == [
        ("yes", "good"),
        ("yes", "good"),
        ("no", "warning"),
    ]


def test_a_service_that_can_do_nothing_in_german() -> None:
    one = a_readiness("ecs_controller", "target_group", "second_group", "listener_rule")
    say = sentences(product_bot(), "de_DE", "ReleaseStrategies")
    backend = ScriptedStrategies(Surveyed((one,)))
    reply = release_strategies.answer(replace(TURN, say=say), FLEET, backend, service="orders")

    assert reply.text.startswith("**orders** in **live** ist für keine Release-Strategie einge")
    assert "Für Rolling und Verdoppeln fehlt noch: ECS als Deployment Controller." in reply.text
    assert reply.speech == "orders in live ist für keine Release-Strategie eingerichtet."


def test_what_could_not_be_read_is_not_called_missing() -> None:
    unread: tuple[Requirement, ...] = ("application_balancer", "shared_rule")
    backend = ScriptedStrategies(Surveyed((a_readiness(unread=unread),), (GAP,)))
    reply = release_strategies.answer(TURN, FLEET, backend, service="orders")

    assert "I could not find out about strangler." in reply.text
    assert "lacks" not in reply.text
    assert reply.text.endswith("because AWS denies it to the role that I use.")
    assert reply.table is not None
    assert reply.table.rows[-1][1].text == "unknown"


def test_all_services_are_counted_and_listed() -> None:
    found = (a_readiness("alarms"), a_readiness("two_tasks", service="cards"))
    backend = ScriptedStrategies(Surveyed(found))
    reply = release_strategies.answer(TURN, FLEET, backend)

    assert reply.text.startswith("Of 2 services: 2 can use doubling, 2 can use blue/green,")
    assert reply.text.endswith("1 can use canary and 1 can use linear.")
    assert reply.speech.count("can use") == 3
    assert reply.table is not None
    assert [(row[0].text, row[3].text) for row in reply.table.rows] == [
        ("orders", "canary, linear"),
        ("cards", "rolling"),
    ]


def test_nothing_there_and_nothing_readable() -> None:
    reply = release_strategies.answer(TURN, FLEET, ScriptedStrategies(Surveyed(())))
    assert (reply.text, reply.state) == ("There is no service in live.", "done")
    reply = release_strategies.answer(TURN, FLEET, ScriptedStrategies(Surveyed((), (GAP,))))
    assert reply.state == "failed"
    backend = ScriptedStrategies(Surveyed(()))
    reply = release_strategies.answer(TURN, FLEET, backend, service="orders")
    assert reply.text == "**orders** does not run in **live**."
