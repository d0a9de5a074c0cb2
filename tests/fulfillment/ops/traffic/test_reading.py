"""The ways into an environment, read from the simulated account."""

import pytest

from fulfillment.errors import OpsError
from fulfillment.ops.traffic import Traffic
from fulfillment.ops.traffic.port import Balancer, Record
from fulfillment.turn import Person
from tests.fulfillment.language import told
from tests.fulfillment.ops.faults import FAULTS, client_error, failing
from tests.fulfillment.world import Fulfillment

ANA = Person("ana", "Ana", "terminal:ana", {"*": "approver"})


def traffic_of(fulfillment: Fulfillment, *allowed: str) -> Traffic:
    places = allowed or ("staging", "production")
    found: Traffic = fulfillment.application.dispatcher.backends(ANA, places).get("traffic")
    return found


def only(balancers: tuple[Balancer, ...]) -> Balancer:
    (balancer,) = balancers
    return balancer


def test_rules_lead_to_services_in_shares(fulfillment: Fulfillment) -> None:
    routes = traffic_of(fulfillment).routes("production")

    balancer = only(routes.balancers)
    (listener,) = balancer.listeners
    found = {
        rule.values("path"): [(one.service, round(one.percent)) for one in rule.shares]
        for rule in listener.rules
    }
    assert (balancer.name, balancer.is_public) == ("shop-production", True)
    assert (listener.protocol, listener.port, listener.is_encrypted) == ("HTTP", 80, False)
    assert found == {
        ("/gateway/*",): [("gateway", 100)],
        ("/orders/*",): [("orders", 100), ("orders", 0)],
        ("/inventory/*",): [("inventory", 100)],
        ("/checkout/*",): [("gateway", 80), ("orders", 20)],
    }
    assert routes.gaps == ()


def test_the_health_of_each_target_group_is_read(fulfillment: Fulfillment) -> None:
    routes = traffic_of(fulfillment).routes("production")

    rules = only(routes.balancers).listeners[0].rules
    targets = {one.target_group: one.targets for rule in rules for one in rule.shares}
    first, second = targets["orders-production"], targets["orders-production-2"]
    assert first is not None
    assert second is not None
    assert (first.healthy, second.healthy) == (4, 0)


def test_records_are_those_that_lead_here_and_their_companions(fulfillment: Fulfillment) -> None:
    traffic = traffic_of(fulfillment)

    assert traffic.routes("production").records == (
        Record("www.shop.example", "shop-production", True, "cloud", 95.0),
        Record("www.shop.example", "203.0.113.10", False, "old-datacentre", 5.0),
    )
    (plain,) = traffic.routes("staging").records
    assert plain == Record("staging.shop.example", "shop-staging", is_ours=True)


def test_services_with_public_addresses_are_named(fulfillment: Fulfillment) -> None:
    routes = traffic_of(fulfillment).routes("staging")

    assert routes.with_public_addresses == ("gateway", "inventory", "orders")


def test_only_what_is_allowed_is_shown(fulfillment: Fulfillment) -> None:
    traffic = traffic_of(fulfillment, "staging")

    with pytest.raises(OpsError) as caught:
        traffic.routes("production")
    assert "you may not ask about it" in told(caught.value)
    ways = traffic.survey(("staging",))
    assert [one.environment for one in ways.environments] == ["staging"]


@pytest.mark.parametrize(("error", "why"), FAULTS)
@pytest.mark.parametrize(
    ("operation", "what", "is_left"),
    [
        ("elbv2.DescribeTargetHealth", "read the target health of gateway in production", True),
        ("elbv2.DescribeRules", "read the load balancers of production", True),
        ("route53.ListResourceRecordSets", "read the DNS zone Z0GROUNDSHOPEXAMPLE", True),
        ("elbv2.DescribeTargetGroups", "read the load balancers of production", False),
        ("ecs.ListServices", "list the services of production", False),
    ],
)
def test_what_cannot_be_read_is_told_beside_what_can(
    fulfillment: Fulfillment,
    monkeypatch: pytest.MonkeyPatch,
    operation: str,
    what: str,
    is_left: bool,
    error: Exception,
    why: str,
) -> None:
    failing(monkeypatch)(operation, error)
    ways = traffic_of(fulfillment).survey(("production",))

    assert bool(ways.environments) is is_left
    assert any(told(gap).startswith(f"I could not {what} {why}") for gap in ways.gaps)


def test_a_zone_that_is_not_there_is_told(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch)("route53.ListResourceRecordSets", client_error("NoSuchHostedZone"))
    (gap,) = traffic_of(fulfillment).routes("staging").gaps

    assert told(gap).endswith("because there is no such zone.")
