"""What services are set up for, read from the simulated account."""

import pytest

from fulfillment.ops.strategies import Strategies
from fulfillment.ops.strategies.port import Readiness, Strategy
from fulfillment.turn import Person
from tests.deploy.account.harness import Server
from tests.fulfillment.language import told
from tests.fulfillment.ops.faults import FAULTS, failing
from tests.fulfillment.world import Fulfillment

ANA = Person("ana", "Ana", "terminal:ana", {"*": "approver"})
ALL = ["rolling", "doubling", "canary", "linear", "blue_green", "blue_green_dns", "weighted"]


def strategies_of(fulfillment: Fulfillment) -> Strategies:
    backends = fulfillment.application.dispatcher.backends(ANA, ("staging", "production"))
    found: Strategies = backends.get("strategies")
    return found


def ready(one: Readiness) -> list[Strategy]:
    return [each.strategy for each in one.judged if each.is_ready]


def test_each_service_by_what_it_has(fulfillment: Fulfillment) -> None:
    found = strategies_of(fulfillment).survey(("staging", "production"))
    by_name = {(one.environment, one.service): one for one in found.services}

    assert len(by_name) == 12
    assert found.gaps == ()
    assert ready(by_name["production", "orders"]) == [*ALL, "strangler"]
    assert ready(by_name["production", "gateway"]) == [
        "rolling",
        "doubling",
        "blue_green_dns",
        "weighted",
        "strangler",
    ]
    assert ready(by_name["production", "payments"]) == ["rolling", "doubling"]
    assert ready(by_name["staging", "orders"]) == ["rolling", "doubling"]


def test_one_service_where_it_runs(fulfillment: Fulfillment) -> None:
    found = strategies_of(fulfillment).survey(("production",), "gateway")

    (one,) = found.services
    canary = next(each for each in one.judged if each.strategy == "canary")
    assert canary.lacks == ("second_group", "listener_rule", "balancer_role", "alarms")
    assert strategies_of(fulfillment).survey(("production",), "nothing").services == ()


def test_a_single_task_cannot_roll(fulfillment: Fulfillment, aws: Server) -> None:
    aws.client("ecs").update_service(cluster="staging", service="cards", desiredCount=1)
    (one,) = strategies_of(fulfillment).survey(("staging",), "cards").services

    assert ready(one) == ["doubling"]


@pytest.mark.parametrize(("error", "why"), FAULTS)
def test_without_load_balancers_ecs_is_still_judged(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch, error: Exception, why: str
) -> None:
    failing(monkeypatch)("elbv2.DescribeTargetGroups", error)
    found = strategies_of(fulfillment).survey(("production",), "orders")

    (one,) = found.services
    unread = [each.strategy for each in one.judged if each.unread]
    assert ready(one) == ["rolling", "doubling", "canary", "linear", "blue_green"]
    assert unread == ["blue_green_dns", "weighted", "strangler"]
    assert told(found.gaps[0]).startswith(
        f"I could not read the load balancers of production {why}"
    )


@pytest.mark.parametrize(("error", "why"), FAULTS)
def test_nothing_without_ecs(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch, error: Exception, why: str
) -> None:
    failing(monkeypatch)("ecs.DescribeServices", error)
    found = strategies_of(fulfillment).survey(("production",))

    assert found.services == ()
    assert told(found.gaps[0]).startswith(f"I could not read the services in production {why}")
