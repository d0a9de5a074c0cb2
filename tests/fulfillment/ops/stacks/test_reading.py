"""Stacks and their drift, read from the simulated account."""

import pytest

from fulfillment.ops.accounts import environment_of
from fulfillment.ops.stacks import Stacks
from fulfillment.ops.stacks.reading import _state
from fulfillment.turn import Person
from tests.deploy.account.harness import Server
from tests.fulfillment.world import Fulfillment

ANA = Person("ana", "Ana", "terminal:ana", {"*": "approver"})
BOTH = ("staging", "production")


def stacks_of(fulfillment: Fulfillment, *allowed: str) -> Stacks:
    found: Stacks = fulfillment.application.dispatcher.backends(ANA, allowed or BOTH).get("stacks")
    return found


def test_the_worst_comes_first_and_drift_has_its_age(fulfillment: Fulfillment) -> None:
    found = stacks_of(fulfillment).survey(BOTH)

    assert [(one.name, one.state, one.environment) for one in found.stacks] == [
        ("shop-staging", "rolled back", "staging"),
        ("shop-database", "under way", "production"),
        ("shop-network", "fine", ""),
        ("shop-production", "fine", "production"),
    ]
    rolled_back, under_way, _, drifted = found.stacks
    assert "Memory limit of orders" in rolled_back.reason
    assert under_way.drift == "not checked"
    assert under_way.drift_age_seconds is None
    assert drifted.drift == "drifted"
    assert drifted.drift_age_seconds == pytest.approx(2 * 86_400, abs=60)
    assert [(one.name, one.is_deleted) for one in drifted.drifted] == [
        ("GatewayTargetGroup", False),
        ("OrdersLatencyAlarm", False),
    ]
    assert (found.has_more, found.gaps) == (False, ())


def test_what_belongs_to_another_environment_is_not_shown(fulfillment: Fulfillment) -> None:
    found = stacks_of(fulfillment, "staging").survey(("staging",))

    assert [one.name for one in found.stacks] == ["shop-staging", "shop-network"]


def test_an_account_is_asked_once_for_all_its_environments_and_nothing_is_started(
    fulfillment: Fulfillment, aws: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    monkeypatch.setattr(
        "fulfillment.ops.sessions.make_read_only",
        lambda client: client.meta.events.register(
            "before-call", lambda model, **_: calls.append(model.name)
        ),
    )
    stacks_of(fulfillment).survey(BOTH)

    assert aws.url
    assert calls == ["DescribeStacks", "DescribeStackResourceDrifts"]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("CREATE_COMPLETE", "fine"),
        ("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "under way"),
        ("UPDATE_ROLLBACK_IN_PROGRESS", "under way"),
        ("UPDATE_ROLLBACK_COMPLETE", "rolled back"),
        ("ROLLBACK_COMPLETE", "failed"),
        ("UPDATE_ROLLBACK_FAILED", "failed"),
        ("DELETE_FAILED", "failed"),
        ("REVIEW_IN_PROGRESS", "under way"),
    ],
)
def test_a_status_is_one_of_four(status: str, state: str) -> None:
    assert _state(status) == state


@pytest.mark.parametrize(
    ("name", "tags", "environment"),
    [
        ("anything", ["production"], "production"),
        ("shop-production", ["staging"], "staging"),
        ("shop-Staging-2", [], "staging"),
        ("shop-reproduction", [], ""),
        ("network", ["shared"], ""),
    ],
)
def test_which_environment_a_thing_is_of(
    fulfillment: Fulfillment, name: str, tags: list[str], environment: str
) -> None:
    known = fulfillment.application.dispatcher.environments.all()

    assert environment_of(name, tags, known) == environment
