"""The contract of `Fleet`, held against the implementation on the simulated account."""

import json
from collections.abc import Callable

import pytest

from fulfillment.errors import OpsError
from fulfillment.ops import sessions
from fulfillment.ops.alarms.cloudwatch import CloudWatchAlarms
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.load_balancer import LoadBalancer
from fulfillment.ops.logs import insights
from fulfillment.turn import Person
from tests.deploy.account.harness import Server
from tests.fulfillment.language import DENIED, READ, told
from tests.fulfillment.world import ROOT, Fulfillment

ANA = Person("ana", "Ana", "terminal:ana", {"*": "approver"})
BOTH = ("staging", "production")
ASKED: list[tuple[str, dict[str, str]]] = [
    ("WhatsBroken", {}),
    ("ServiceHealth", {"service": "orders"}),
    ("TrafficRouting", {}),
    ("ServiceVersions", {"service": "orders"}),
    ("StackStatus", {}),
    ("UpcomingMaintenance", {}),
    ("MonthlyCost", {}),
    ("ReleaseStrategies", {}),
    ("ScanFindings", {"service": "orders"}),
    ("ServiceTasks", {"service": "orders", "environment": "staging"}),
    ("RecentChanges", {}),
    ("ServiceMetrics", {"service": "orders", "environment": "staging"}),
    ("ServiceErrors", {"service": "orders", "environment": "staging", "period": "P1D"}),
    ("BuildFailure", {}),
    ("RollBackPipeline", {"pipeline": "orders-release"}),
]
"""Together they ask AWS for everything that is ever asked for."""
MakeFleet = Callable[..., Fleet]


@pytest.fixture
def make_fleet(fulfillment: Fulfillment) -> MakeFleet:
    def make(*allowed: str) -> Fleet:
        return fulfillment.application.dispatcher.backends(ANA, allowed or BOTH).fleet

    return make


def test_a_fleet_shows_only_what_is_allowed(make_fleet: MakeFleet) -> None:
    fleet = make_fleet("staging")

    assert fleet.environments() == ("staging",)
    for read in (fleet.services, fleet.service_names, lambda where: fleet.service(where, "orders")):
        with pytest.raises(OpsError) as caught:
            read("production")
        assert "you may not ask about it" in told(caught.value)
    assert fleet.find("orders", BOTH).states[0].environment == "staging"
    assert [one.environment for one in fleet.survey(BOTH).environments] == ["staging"]


def test_services_are_discovered(make_fleet: MakeFleet, aws: Server) -> None:
    fleet = make_fleet()
    arns = aws.client("ecs").list_services(cluster="staging")["serviceArns"]

    assert fleet.service_names("staging") == tuple(sorted(arn.split("/")[-1] for arn in arns))
    assert [one.name for one in fleet.services("staging").services] == list(
        fleet.service_names("staging")
    )


def test_more_services_than_a_page_are_all_read(make_fleet: MakeFleet, aws: Server) -> None:
    ecs = aws.client("ecs")
    definition = ecs.describe_services(cluster="staging", services=["cards"])["services"][0]
    for number in range(104):
        ecs.create_service(
            cluster="staging",
            serviceName=f"extra-{number:03}",
            taskDefinition=definition["taskDefinition"],
            desiredCount=0,
        )
    state = make_fleet().services("staging")

    assert len(state.services) == 110
    assert state.services[10].health == "healthy"


def test_a_steady_service(make_fleet: MakeFleet) -> None:
    state = make_fleet().service("staging", "orders")

    assert (state.version, state.incoming, state.health) == ("3.13.0", "", "healthy")
    assert (state.running, state.desired, state.pending) == (2, 2, 0)
    assert state.targets is not None
    assert (state.targets.healthy, state.targets.unhealthy) == (2, 0)
    assert state.age_seconds == pytest.approx(5 * 3600 + 600, abs=60)
    assert state.primary is not None
    assert state.primary.state == "completed"
    assert state.gaps == ()


def test_a_failing_rollout_says_why(make_fleet: MakeFleet) -> None:
    state = make_fleet().service("production", "inventory")

    assert (state.version, state.incoming, state.health) == ("2.3.1", "2.4.0", "failing")
    assert state.primary is not None
    assert state.primary.failed_tasks > 0
    assert state.stopped[0].exit_code == 1
    assert "STOCK_DB_URL" in state.stopped[0].container_reason
    assert state.stopped[0].deployment_id == state.primary.id
    assert state.events[0].age_seconds <= state.events[-1].age_seconds


def test_an_alarm_degrades_its_service_and_no_other(make_fleet: MakeFleet) -> None:
    survey = make_fleet().survey(BOTH)
    states = {
        (one.environment, one.name): one for place in survey.environments for one in place.services
    }

    assert [alarm.name for alarm in states["production", "orders"].alarms] == [
        "orders-production-latency"
    ]
    assert states["production", "orders"].health == "degraded"
    assert states["staging", "orders"].alarms == ()
    assert all(place.alarms == () for place in survey.environments)


def test_an_alarm_of_no_service_belongs_to_its_environment(
    make_fleet: MakeFleet, aws: Server
) -> None:
    cloudwatch = aws.client("cloudwatch")
    cloudwatch.put_metric_alarm(
        AlarmName="production-nat-errors",
        MetricName="ErrorPortAllocation",
        Namespace="AWS/NATGateway",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
        Statistic="Sum",
    )
    cloudwatch.set_alarm_state(
        AlarmName="production-nat-errors", StateValue="ALARM", StateReason="made up"
    )
    survey = make_fleet().survey(BOTH)
    alarms = {one.environment: [a.name for a in one.alarms] for one in survey.environments}

    assert alarms == {"production": ["production-nat-errors"], "staging": []}


def test_a_rollout_that_goes_well(make_fleet: MakeFleet, aws: Server) -> None:
    fleet = make_fleet()
    aws.client("ecs").update_service(cluster="staging", service="orders", forceNewDeployment=True)

    state = fleet.service("staging", "orders")
    assert (state.version, state.incoming, state.health) == ("3.13.0", "3.13.0", "rolling out")
    aws.advance(300)
    after = fleet.service("staging", "orders")
    assert (after.incoming, after.health) == ("", "healthy")
    assert after.age_seconds == pytest.approx(300, abs=5)


def test_a_service_without_running_tasks_is_failing_and_one_that_wants_none_is_not(
    make_fleet: MakeFleet, aws: Server
) -> None:
    aws.client("ecs").update_service(cluster="staging", service="cards", desiredCount=0)
    aws.advance(300)
    state = make_fleet().service("staging", "cards")

    assert (state.running, state.desired, state.health) == (0, 0, "healthy")


def test_what_does_not_exist(make_fleet: MakeFleet) -> None:
    fleet = make_fleet()

    with pytest.raises(OpsError) as caught:
        fleet.service("staging", "nothing")
    assert "no service there has that name" in told(caught.value)
    assert caught.value.kind == "not found"
    found = fleet.find("nothing", BOTH)
    assert (found.states, found.gaps) == ((), ())


def test_the_role_is_assumed_in_the_persons_name_and_once(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, object]] = []
    original = sessions.Sessions._assume

    def spy(self: object, base: object, environment: object, role: str, person: Person) -> object:
        asked.append({"role": role, "person": person.id})
        return original(self, base, environment, role, person)  # type: ignore[arg-type]

    monkeypatch.setattr(sessions.Sessions, "_assume", spy)
    for _ in range(2):
        fulfillment.ask("ana", "WhatsBroken")
    fulfillment.ask("vic", "WhatsBroken")
    fulfillment.application.dispatcher.backends(ANA, BOTH).get("fleet")

    role = "arn:aws:iam::123456789012:role/ground-control-read"
    assert asked == [{"role": role, "person": "ana"}, {"role": role, "person": "vic"}]


def test_the_permissions_are_exactly_what_is_called(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: set[str] = set()
    names = {"monitoring": "cloudwatch"}

    def record(client: object) -> None:
        events = client.meta.events  # type: ignore[attr-defined]
        events.register("before-call", lambda model, **_: called.add(_action(model, names)))

    monkeypatch.setattr(sessions, "make_read_only", record)
    # A search that is too large at once is stopped.
    monkeypatch.setattr(insights, "MOST_BYTES", 1)
    for intent, slots in ASKED:
        fulfillment.ask("ana", intent, slots)

    path = ROOT / "fulfillment/ops/read_permissions.json"
    (statement,) = json.loads(path.read_text(encoding="utf-8"))["Statement"]
    assert called == set(statement["Action"])


def _action(model: object, names: dict[str, str]) -> str:
    service = model.service_model.signing_name  # type: ignore[attr-defined]
    return f"{names.get(service, service)}:{model.name}"  # type: ignore[attr-defined]


def test_checks_that_could_not_be_read_are_named(
    make_fleet: MakeFleet, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OpsError("denied", READ, DENIED)

    monkeypatch.setattr(CloudWatchAlarms, "ringing", fail)
    monkeypatch.setattr(LoadBalancer, "targets", fail)
    one = make_fleet().service("staging", "orders")
    among = make_fleet().services("staging")

    assert one.unread == ("alarms", "targets")
    assert one.gaps
    assert all("alarms" in service.unread for service in among.services)
    assert among.gaps
