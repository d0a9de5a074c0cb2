"""How many AWS calls stand behind "what's deployed in production?", for fleets of any size."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from fulfillment.catalog.environments import Environment, Environments, ServiceOverride
from fulfillment.handlers import deployed_versions
from fulfillment.ops.aws_fleet import MOST_CHECKED, AwsFleet
from fulfillment.ops.reach import Reach, Workers
from fulfillment.ops.remembered import Remembered
from fulfillment.turn import Person
from tests.fulfillment.handlers.scripted import a_turn

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
PLACE = Environment("production", "123456789012", "us-east-1", "production")
ANA = Person("ana", "Ana", "terminal:ana", {"*": "viewer"})


@dataclass
class Account:
    """A cluster of `services` steady services, each behind its own target group; counts calls."""

    services: int
    calls: Counter[str] = field(default_factory=Counter)

    def client(self, service: str, *_: object) -> "Account":
        assert service in ("ecs", "elbv2", "cloudwatch")
        return self

    def get_paginator(self, operation: str) -> "Pages":
        return Pages(self, operation)

    def describe_services(self, *, cluster: str, services: list[str]) -> dict[str, Any]:
        assert cluster == PLACE.cluster
        assert len(services) <= 10
        self.calls["DescribeServices"] += 1
        return {"services": [a_described(name) for name in services]}

    def describe_task_definition(self, *, taskDefinition: str) -> dict[str, Any]:  # noqa: N803 - boto3's
        self.calls["DescribeTaskDefinition"] += 1
        image = f"registry.example/{taskDefinition}:1.0.0"
        return {"taskDefinition": {"containerDefinitions": [{"name": "app", "image": image}]}}

    def describe_target_health(self, **_: object) -> dict[str, Any]:
        self.calls["DescribeTargetHealth"] += 1
        return {"TargetHealthDescriptions": [{"TargetHealth": {"State": "healthy"}}] * 2}


@dataclass
class Pages:
    account: Account
    operation: str

    def paginate(self, **_: object) -> Iterator[dict[str, Any]]:
        if self.operation == "describe_alarms":
            self.account.calls["DescribeAlarms"] += 1
            yield {}
            return
        names = [f"s{number:03}" for number in range(self.account.services)]
        for at in range(0, len(names), 100):
            self.account.calls["ListServices"] += 1
            yield {"serviceArns": [f"arn:x/{name}" for name in names[at : at + 100]]}


def a_described(name: str) -> dict[str, Any]:
    deployment = {
        "id": f"ecs-svc/{name}",
        "status": "PRIMARY",
        "taskDefinition": f"{name}:1",
        "rolloutState": "COMPLETED",
        "desiredCount": 2,
        "runningCount": 2,
        "createdAt": NOW,
    }
    return {
        "serviceName": name,
        "status": "ACTIVE",
        "desiredCount": 2,
        "runningCount": 2,
        "deployments": [deployment],
        "loadBalancers": [{"targetGroupArn": f"arn:tg/{name}"}],
    }


def a_fleet(account: Account, remembered: Remembered, place: Environment = PLACE) -> AwsFleet:
    sessions: Any = account
    reach = Reach(
        all_environments=Environments((place,)),
        allowed=("production",),
        person=ANA,
        sessions=sessions,
        clock=lambda: NOW,
        workers=Workers(),
        remembered=remembered,
        store=None,
    )
    return AwsFleet(reach)


@pytest.mark.parametrize(
    ("services", "first", "again"),
    [
        (5, {"ListServices": 1, "DescribeServices": 1, "DescribeTaskDefinition": 5}, 8),
        (50, {"ListServices": 1, "DescribeServices": 5, "DescribeTaskDefinition": 50}, 57),
        (500, {"ListServices": 5, "DescribeServices": 50, "DescribeTaskDefinition": 500}, 156),
    ],
)
def test_calls_are_bounded(services: int, first: dict[str, int], again: int) -> None:
    account, remembered = Account(services), Remembered(lambda: NOW)
    turn = a_turn("DeployedVersions")
    reply = deployed_versions.answer(turn, a_fleet(account, remembered), environment="production")

    checked = min(services, MOST_CHECKED)
    assert account.calls == {**first, "DescribeAlarms": 1, "DescribeTargetHealth": checked}
    assert reply.table is not None
    assert len(reply.table.rows) == services
    assert ("too many services for one answer" in reply.text) == (services > MOST_CHECKED)

    account.calls.clear()
    deployed_versions.answer(turn, a_fleet(account, remembered), environment="production")
    assert account.calls.total() == again
    assert "DescribeTaskDefinition" not in account.calls


def test_names_are_listed_once_in_half_a_minute_and_hidden_ones_never() -> None:
    account = Account(3)
    hidden = replace(PLACE, services={"s001": ServiceOverride(is_hidden=True)})
    fleet = a_fleet(account, Remembered(lambda: NOW), hidden)

    assert fleet.known_service_names("production") == ()
    assert fleet.service_names("production") == ("s000", "s002")
    assert fleet.service_names("production") == fleet.known_service_names("production")
    assert account.calls == {"ListServices": 1}
