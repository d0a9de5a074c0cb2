"""Where traffic goes and what is public, in states that the example world does not have."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fulfillment.handlers import public_services, traffic_routing
from fulfillment.ops.state import EnvironmentState, Targets
from fulfillment.ops.traffic.port import (
    Balancer,
    Condition,
    Listener,
    Record,
    Routes,
    Rule,
    Share,
    Ways,
)
from fulfillment.sentences import phrase, sentences
from tests.bot.definition import product_bot
from tests.fulfillment.handlers.scripted import ScriptedFleet, a_turn
from tests.fulfillment.language import DENIED

FLEET = ScriptedFleet((EnvironmentState("live", ()),))
GAP = phrase("could_not", what=phrase("read_load_balancers", environment="live"), why=DENIED)


@dataclass(frozen=True)
class ScriptedTraffic:
    ways: Ways

    def routes(self, environment: str) -> Routes:
        return next(one for one in self.ways.environments if one.environment == environment)

    def survey(self, environments: Sequence[str]) -> Ways:
        assert tuple(environments) == ("live",)
        return self.ways


def a_share(service: str = "orders", percent: float = 100, healthy: int = 2) -> Share:
    return Share(f"{service or 'other'}-group", service, percent, Targets(healthy, 0, 0))


def a_rule(*shares: Share, **conditions: str) -> Rule:
    kinds: dict[str, Condition] = {"host": "host", "path": "path", "header": "header"}
    given = tuple((kinds[name], (value,)) for name, value in conditions.items())
    return Rule(given, shares or (a_share(),))


def behind(*rules: Rule, is_public: bool = True, protocol: str = "HTTPS", port: int = 443) -> Ways:
    listener = Listener(protocol, port, rules)
    balancer = Balancer("edge", "edge-1.elb.example", is_public, (listener,))
    return Ways((Routes("live", (balancer,)),))


def test_an_internal_load_balancer_makes_nothing_public() -> None:
    ways = behind(a_rule(), is_public=False)
    reply = public_services.answer(a_turn("PublicServices"), FLEET, ScriptedTraffic(ways))

    assert reply.text == ("No load balancer leads from the internet to a service of **live**.")
    assert reply.table is None


def test_the_address_is_the_rule_s_host_else_the_balancer_s_with_its_port() -> None:
    ways = behind(a_rule(host="shop.example", path="/o/*"), a_rule(), port=8443)
    reply = public_services.answer(a_turn("PublicServices"), FLEET, ScriptedTraffic(ways))

    assert reply.text == "**orders** in **live** can be reached from the internet."
    assert reply.table is not None
    assert [row[2].text for row in reply.table.rows] == [
        "https://edge-1.elb.example:8443/",
        "https://shop.example:8443/o/*",
    ]


def test_a_group_without_traffic_is_not_reached() -> None:
    ways = behind(a_rule(a_share("orders"), a_share("cards", 0)))
    reply = public_services.answer(a_turn("PublicServices"), FLEET, ScriptedTraffic(ways))

    assert "cards" not in reply.text


def test_nothing_readable_is_a_failure() -> None:
    traffic = ScriptedTraffic(Ways((), (GAP,)))

    for module, intent in (
        (public_services, "PublicServices"),
        (traffic_routing, "TrafficRouting"),
    ):
        reply = module.answer(a_turn(intent), FLEET, traffic)
        assert reply.state == "failed"
        assert reply.speech.startswith("I could not read the load balancers of live because AWS d")


def test_traffic_to_a_group_without_healthy_targets_is_warned_of() -> None:
    ways = behind(a_rule(a_share("orders", 90), a_share("", 10, healthy=0), path="/o/*"))
    reply = traffic_routing.answer(a_turn("TrafficRouting"), FLEET, ScriptedTraffic(ways))

    headline, shares, dead = reply.text.splitlines()
    assert headline == "In **live**, 1 listener rule leads to 1 service."
    assert shares.startswith(
        "Of `/o/\\*` in live, 90 % goes to **orders** and 10 % goes to `other-"
    )
    assert dead.startswith("The target group `other-group` in live gets traffic and has no healthy")


def test_one_service_and_what_leads_to_it() -> None:
    rules = (a_rule(a_share("cards"), path="/c/*"), a_rule(header="x: y"), a_rule())
    ways = behind(*rules)
    routes = replace(
        ways.environments[0],
        records=(
            Record("shop.example", "edge", True, "new", 12.5),
            Record("shop.example", "192.0.2.1", False, "old", 87.5),
        ),
    )
    turn = replace(
        a_turn("TrafficRouting"), say=sentences(product_bot(), "de_DE", "TrafficRouting")
    )
    reply = traffic_routing.answer(
        turn, FLEET, ScriptedTraffic(Ways((routes,))), service="orders", environment="live"
    )

    what, dns = reply.text.splitlines()
    assert what.endswith("alles Übrige mit dem Header x: y und alles Übrige über `edge`.")
    assert "mit **edge** (new) in 12,5 % der Fälle und **192.0.2.1** (old) in 87,5 %" in dns
    assert reply.context == {"service": "orders", "environment": "live"}


def test_a_service_behind_no_balancer() -> None:
    traffic = ScriptedTraffic(behind(a_rule(a_share("cards"))))
    reply = traffic_routing.answer(a_turn("TrafficRouting"), FLEET, traffic, service="orders")

    assert reply.text.startswith("**orders** stands behind no load balancer in **live**")
    assert reply.table is None
