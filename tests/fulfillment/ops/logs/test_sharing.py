"""A log group that several services write to, for who may not know of all of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from fulfillment.catalog.environments import environments_from_json
from fulfillment.errors import OpsError
from fulfillment.ops.logs.groups import Place, place_of
from fulfillment.ops.logs.sharing import MOST_SERVICES, check_alone
from fulfillment.ops.reach import Reach, Workers
from fulfillment.ops.remembered import Remembered
from fulfillment.turn import Person
from tests.fulfillment.language import told

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
WHERE = {"account": "123456789012", "region": "us-east-1"}
PLACES: Mapping[str, Any] = {
    "staging": {**WHERE, "cluster": "staging", "services": {"jobs": {"log_group": "/shared"}}},
    "production": {**WHERE, "cluster": "production"},
    "far": {**WHERE, "region": "eu-west-1", "cluster": "far"},
}
EVERYBODY, SOME = {"*": "viewer"}, {"*": "viewer", "*/cards": "anyone"}
ONE = {"staging": "viewer"}
Written = tuple[str, str, str]
"""Container, log group, prefix of its streams."""


@dataclass
class FakeEcs:
    """One cluster: service -> where its containers write."""

    services: Mapping[str, tuple[Written, ...]]
    fails: bool = False

    def get_paginator(self, _: str) -> "FakeEcs":
        return self

    def paginate(self, **_: object) -> Iterator[Mapping[str, Any]]:
        if self.fails:
            raise ClientError({"Error": {"Code": "AccessDeniedException"}}, "ListServices")
        yield {"serviceArns": [f"arn/{one}" for one in self.services]}

    def describe_services(self, *, services: list[str], **_: object) -> Mapping[str, Any]:
        return {"services": [{"serviceName": one, "taskDefinition": one} for one in services]}

    def describe_task_definition(self, *, taskDefinition: str) -> Mapping[str, Any]:  # noqa: N803
        containers = [
            {
                "name": name,
                "logConfiguration": {
                    "logDriver": "awslogs",
                    "options": {"awslogs-group": group, "awslogs-stream-prefix": prefix},
                },
            }
            for name, group, prefix in self.services[taskDefinition]
        ]
        return {"taskDefinition": {"containerDefinitions": containers}}


@dataclass
class FakeSessions:
    clusters: Mapping[str, FakeEcs]
    asked: list[str] = field(default_factory=list)

    def client(self, service: str, where: Any, _person: Person) -> FakeEcs:
        assert service == "ecs"
        self.asked.append(where.name)
        return self.clusters.get(where.cluster, FakeEcs({}))


def reach_of(roles: Mapping[str, str], sessions: FakeSessions) -> Reach:
    given: Any = sessions
    return Reach(
        all_environments=environments_from_json({"environments": PLACES}),
        allowed=("staging",),
        person=Person("sam", "Sam", "terminal:sam", roles),
        sessions=given,
        clock=lambda: NOW,
        workers=Workers(),
        remembered=Remembered(lambda: NOW),
        store=None,
    )


def refused(
    roles: Mapping[str, str], staging: FakeEcs, service: str = "orders", **others: FakeEcs
) -> str:
    """Why the lines of a service in staging are not searched; "" where they are."""
    reach = reach_of(roles, FakeSessions({"staging": staging, **others}))
    try:
        check_alone(reach, "staging", service, place_of(reach, "staging", service))
    except OpsError as error:
        return told(error)
    return ""


APP: Written = ("app", "/shared", "ecs")
WHY = "because its log group /shared has lines of services that you may not see"


@pytest.mark.parametrize(
    ("orders", "cards", "is_refused"),
    [
        (APP, APP, True),
        (APP, ("app", "/cards", "ecs"), False),
        # Told apart by the container, or by the prefix.
        (("orders", "/shared", "ecs"), ("cards", "/shared", "ecs"), False),
        (("app", "/shared", "orders"), ("app", "/shared", "cards"), False),
        (("app", "/shared", "a"), ("b", "/shared", "a/app"), True),
        # Streams of one of them may be called anything.
        (("app", "/shared", ""), ("app", "/shared", "cards"), True),
        (("app", "/shared", "orders"), ("app", "/shared", ""), True),
    ],
)
def test_lines_that_cannot_be_told_apart_are_not_searched(
    orders: Written, cards: Written, is_refused: bool
) -> None:
    cluster = FakeEcs({"orders": (orders,), "cards": (cards,)})

    assert (WHY in refused(SOME, cluster)) == is_refused
    assert refused(EVERYBODY, cluster) == ""


def test_a_sidecar_of_a_hidden_service_counts() -> None:
    own = ("cards", "/cards", "ecs")
    cluster = FakeEcs({"orders": (APP,), "cards": (own, APP)})

    assert WHY in refused(SOME, cluster)


def test_a_group_of_two_environments_is_for_who_may_know_both() -> None:
    cluster, other = FakeEcs({"orders": (APP,)}), FakeEcs({"orders": (APP,)})

    assert WHY in refused(ONE, cluster, production=other)
    assert refused(EVERYBODY, cluster, production=other) == ""
    # Another region's group of that name is another one.
    assert refused(ONE, cluster, far=other) == ""


def test_a_group_of_the_environments_file_tells_no_lines_apart() -> None:
    cluster = FakeEcs({"jobs": (), "cards": (("cards", "/shared", "ecs"),)})

    assert WHY in refused(SOME, cluster, "jobs")


def test_what_cannot_be_told_is_refused() -> None:
    cluster = FakeEcs({"orders": (APP,)})
    many = FakeEcs({f"s{n}": (APP,) for n in range(MOST_SERVICES + 1)})

    denied = refused(ONE, cluster, production=FakeEcs({}, fails=True))
    assert denied.startswith("I could not read the logs of orders in staging because AWS denies")
    assert "too many services" in refused(ONE, cluster, production=many)


def test_who_may_know_of_everything_asks_nothing_more() -> None:
    sessions = FakeSessions({})
    check_alone(reach_of(EVERYBODY, sessions), "staging", "orders", Place("/shared"))

    assert sessions.asked == []
