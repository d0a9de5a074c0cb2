"""The tasks of a service, read from the simulated account."""

import pytest

from fulfillment.errors import OpsError
from fulfillment.ops.tasks import Tasks
from fulfillment.turn import Person
from tests.deploy.account.harness import Server
from tests.fulfillment.language import told
from tests.fulfillment.ops.faults import FAULTS, failing
from tests.fulfillment.world import Fulfillment

ANA = Person("ana", "Ana", "terminal:ana", {"*": "approver"})


def tasks_of(fulfillment: Fulfillment) -> Tasks:
    backends = fulfillment.application.dispatcher.backends(ANA, ("staging", "production"))
    found: Tasks = backends.get("tasks")
    return found


def test_each_task_has_its_zone_version_age_and_target(fulfillment: Fulfillment) -> None:
    found = tasks_of(fulfillment).of("production", "orders")

    assert (found.desired, len(found.tasks), found.has_more) == (4, 4, False)
    assert {one.zone for one in found.tasks} == {"us-east-1a", "us-east-1b"}
    assert {(one.version, one.status, one.target) for one in found.tasks} == {
        ("3.12.1", "running", "healthy")
    }
    ages = [one.age_seconds or 0 for one in found.tasks]
    assert ages == sorted(ages, reverse=True)
    assert ages[0] == pytest.approx(3 * 86_400 + 4 * 3_600, abs=120)
    assert (found.stopped, found.gaps) == ((), ())


def test_a_service_without_balancer_has_its_containers_health(fulfillment: Fulfillment) -> None:
    found = tasks_of(fulfillment).of("staging", "payments")

    assert {(one.health, one.target) for one in found.tasks} == {("healthy", "")}


def test_tasks_that_fail_are_told_with_their_last_words(fulfillment: Fulfillment) -> None:
    found = tasks_of(fulfillment).of("production", "inventory")

    assert found.stopped[0].version == "2.4.0"
    assert "STOCK_DB_URL" in found.stopped[0].container_reason


def test_tasks_on_their_way_in_and_out_are_shown_as_such(
    fulfillment: Fulfillment, aws: Server
) -> None:
    aws.client("ecs").update_service(cluster="staging", service="orders", forceNewDeployment=True)
    aws.advance(6)
    found = tasks_of(fulfillment).of("staging", "orders")

    waiting = [one for one in found.tasks if not one.is_running]
    assert len(found.tasks) > len(waiting) > 0
    assert {one.status for one in waiting} <= {"provisioning", "pending"}
    assert {one.age_seconds for one in waiting} == {None}


def test_more_tasks_than_a_table_shows(fulfillment: Fulfillment, aws: Server) -> None:
    aws.client("ecs").update_service(cluster="staging", service="cards", desiredCount=230)
    aws.advance(120)
    found = tasks_of(fulfillment).of("staging", "cards")

    assert (found.desired, len(found.tasks), found.has_more) == (230, 200, True)


def test_no_tasks_at_all(fulfillment: Fulfillment, aws: Server) -> None:
    aws.client("ecs").update_service(cluster="staging", service="cards", desiredCount=0)
    aws.advance(300)
    found = tasks_of(fulfillment).of("staging", "cards")

    assert (found.desired, found.tasks) == (0, ())


@pytest.mark.parametrize(("error", "why"), FAULTS)
@pytest.mark.parametrize(
    ("operation", "what"),
    [
        ("elbv2.DescribeTargetHealth", "read the target health of inventory in production"),
        ("ecs.ListTasks", "read the tasks of inventory in production"),
        ("ecs.DescribeServices", "read inventory in production"),
    ],
)
def test_what_cannot_be_read_is_told(
    fulfillment: Fulfillment,
    monkeypatch: pytest.MonkeyPatch,
    operation: str,
    what: str,
    error: Exception,
    why: str,
) -> None:
    failing(monkeypatch)(operation, error)
    backend = tasks_of(fulfillment)
    if operation.startswith("elbv2"):
        (gap,) = backend.of("production", "inventory").gaps
        said = told(gap)
    else:
        with pytest.raises(OpsError) as caught:
            backend.of("production", "inventory")
        said = told(caught.value)

    assert said.startswith(f"I could not {what} {why}")


def test_a_version_that_cannot_be_read_leaves_the_tasks(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch)("ecs.DescribeTaskDefinition", FAULTS[0].values[0])  # type: ignore[arg-type]
    found = tasks_of(fulfillment).of("staging", "orders")

    assert {one.version for one in found.tasks} == {"unknown"}
