"""The timeline of the example world, through the whole function."""

import re
from datetime import timedelta

import pytest

from fulfillment.errors import OpsError
from fulfillment.ops.changes import timeline
from fulfillment.ops.changes.port import Change, Window
from fulfillment.ops.changes.source import Place, Read
from fulfillment.ops.changes.timeline import Sources
from fulfillment.ops.changes.trail import trail
from fulfillment.ops.reach import Reach
from fulfillment.turn import Person
from tests.deploy.account.harness import Server
from tests.fulfillment.language import DENIED, READ, english
from tests.fulfillment.world import Fulfillment

ANA = Person("ana", "Ana", "terminal:ana", {"*": "approver"})


@pytest.fixture
def reach(fulfillment: Fulfillment) -> Reach:
    found = fulfillment.application.dispatcher.backends(ANA, ("staging", "production")).reach
    found.client("ecs", "staging").list_clusters()  # from here on AWS's clock counts
    return found


def recent(reach: Reach, hours: float, *where: str, service: str = "") -> tuple[Change, ...]:
    reach.client("ecs", "staging").list_clusters()
    now = reach.now()
    window = Window(now - _hours(hours), now + _hours(1), service)
    found = Sources(reach).recent(where or ("staging", "production"), window)
    assert found.gaps == ()
    return found.changes


def _hours(count: float) -> timedelta:
    return timedelta(hours=count)


def said(change: Change) -> tuple[str, str, str, str]:
    what = english("RecentChanges").phrase(change.what)
    return change.environment, change.service, what, change.by


def test_one_act_is_one_entry(reach: Reach) -> None:
    found = [said(one) for one in recent(reach, 6)]
    kinds = [one.kind for one in recent(reach, 6)]

    assert found[2][:2] == ("production", "inventory")
    # AWS's clock has whole seconds.
    under_way = r"2\.3\.1 → 2\.4\.0 has been under way for 2[34] minutes, and \d+ tasks have failed"
    assert re.fullmatch(under_way, found[2][2])
    assert found[2][3] == "shop-pipeline"
    assert ("staging", "orders", "3.12.1 → 3.13.0 finished after 1 minute", "ana") in found
    assert found[0][2] == "the alarm shop-production-checkout went off"
    assert ("production", "", "ModifyTargetGroup on gateway-production", "ana") in found
    assert kinds.count("deployment") == 2
    assert "UpdateService" not in str(found)


def test_a_service_alone(reach: Reach) -> None:
    found = [said(one) for one in recent(reach, 6, service="orders")]

    assert {one[1] or "orders" in one[2] for one in found} == {"orders", True}
    assert not any("inventory" in str(one) or "gateway" in str(one) for one in found)


def test_an_environment_alone_and_what_is_of_the_whole_account(reach: Reach) -> None:
    found = recent(reach, 30, "staging")

    assert {one.environment for one in found} == {"staging", ""}
    assert "AuthorizeSecurityGroupIngress on shop-tasks" in [said(one)[2] for one in found]


def test_what_names_no_environment_is_told_only_to_whoever_may_ask_about_all(
    fulfillment: Fulfillment,
) -> None:
    backends = fulfillment.application.dispatcher.backends(ANA, ("staging",))

    assert {one.environment for one in recent(backends.reach, 30, "staging")} == {"staging"}


def test_a_restart_is_a_deployment_of_the_same_version(
    fulfillment: Fulfillment, reach: Reach
) -> None:
    asked = fulfillment.ask("ana", "RestartService", {"service": "cards", "environment": "staging"})
    fulfillment.confirm("ana", asked)
    newest = recent(reach, 0.5, "staging")[0]

    assert said(newest)[:2] == ("staging", "cards")
    assert said(newest)[2].startswith("restart of 1.0.0 has been under way for ")


def test_a_rolled_back_deployment(reach: Reach, aws: Server) -> None:
    ecs = aws.client("ecs")
    breaker = {"deploymentCircuitBreaker": {"enable": True, "rollback": True}}
    family = "inventory-production"
    broken = ecs.list_task_definitions(familyPrefix=family, sort="DESC")["taskDefinitionArns"][0]
    definition = ecs.describe_task_definition(taskDefinition=broken)["taskDefinition"]
    made = ecs.register_task_definition(
        family="inventory-staging", containerDefinitions=definition["containerDefinitions"]
    )["taskDefinition"]["taskDefinitionArn"]
    ecs.update_service(
        cluster="staging",
        service="inventory",
        taskDefinition=made,
        deploymentConfiguration=breaker,
    )
    aws.advance(900)
    (change,) = recent(reach, 1, "staging", service="inventory")

    assert said(change)[2] == "2.3.1 → 2.4.0 was rolled back"
    assert change.is_trouble


def test_each_source_fails_alone(reach: Reach) -> None:
    def fails(*_: object) -> Read:
        raise OpsError("denied", READ, DENIED)

    now = reach.now()
    window = Window(now - _hours(6), now)
    others = [one for one in timeline.SOURCES if one is not trail]
    found = Sources(reach, [fails, *others], []).recent(("production",), window)
    nothing = Sources(reach, [fails], []).recent(("production",), window)

    assert english().phrase(found.gaps[0]).startswith("I could not read orders in staging because")
    assert {one.kind for one in found.changes} == {"deployment", "alarm"}
    assert (found.is_read, nothing.is_read, nothing.changes) == (True, False, ())


def test_what_may_not_be_asked_about_is_not_asked(reach: Reach) -> None:
    asked: list[Place] = []

    def records(_: Reach, place: Place, __: Window) -> Read:
        asked.append(place)
        return Read()

    now = reach.now()
    found = Sources(reach, [records], []).recent(("nowhere",), Window(now - _hours(1), now))

    assert not asked
    assert not found.is_read
    assert "you may not ask about it" in english().phrase(found.gaps[0])


def test_who_deployed_what_runs(fulfillment: Fulfillment, reach: Reach) -> None:
    fleet = fulfillment.application.dispatcher.backends(ANA, ("staging", "production")).fleet
    states = fleet.find("orders", ("staging", "production")).states
    began = {one.environment: reach.now() - timedelta(seconds=one.age_seconds) for one in states}
    found = Sources(reach).deployers("orders", began)

    assert {where: one.by for where, one in found.by.items()} == {
        "staging": "ana",
        "production": "shop-pipeline",
    }
    assert found.gaps == ()
    nobody = Sources(reach).deployers("orders", {"staging": reach.now() - timedelta(days=80)})
    forgotten = Sources(reach).deployers("orders", {"staging": reach.now() - timedelta(days=400)})
    assert (nobody.by, forgotten.by) == ({}, {})


def test_a_version_is_told_with_who_deployed_it(fulfillment: Fulfillment) -> None:
    reply = fulfillment.ask(
        "ana", "ServiceVersion", {"service": "orders", "environment": "staging"}
    )

    assert reply.text == (
        "**orders**: **3.13.0** in staging, last deployed or restarted 5 hours ago by ana."
    )


def test_our_own_act_is_one_entry(fulfillment: Fulfillment) -> None:
    asked = fulfillment.ask("ana", "RestartService", {"service": "cards", "environment": "staging"})
    fulfillment.confirm("ana", asked)
    reply = fulfillment.ask("ana", "RecentChanges", {"service": "cards", "period": "PT10M"})

    assert reply.table is not None
    (row,) = [[cell.text for cell in row] for row in reply.table.rows]
    assert row[1:3] == ["staging", "cards"]
    assert row[3].startswith("restart of 1.0.0 has been under way for ")
    assert row[4] == "ana, through me"


def test_the_next_environment_is_compared_where_one_is_named(fulfillment: Fulfillment) -> None:
    reply = fulfillment.ask("ana", "CompareEnvironments", {"environment": "staging"})

    assert reply.table is not None
    assert reply.table.columns == ("Service", "staging", "production", "Compared")
    assert reply.text.startswith("**staging** is ahead of **production** in 5 services: ")
