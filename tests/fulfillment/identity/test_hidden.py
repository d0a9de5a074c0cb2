"""What somebody may not know of is in no answer: a service that a role takes away again, whatever
is named after it, and what is of an environment in which they have no role."""

from collections.abc import Mapping

import pytest

from fulfillment.turn import Reply
from tests.fulfillment.identity.test_confirmation import policy, under
from tests.fulfillment.world import Fulfillment

HIDDEN = "orders"
PEOPLE = {
    "sam": {
        "name": "Sam",
        "identities": ["terminal:sam"],
        "roles": {"*": "admin", f"*/{HIDDEN}": "anyone"},
    },
    "ada": {"name": "Ada", "identities": ["terminal:ada"], "roles": {"*": "admin"}},
    "eve": {"name": "Eve", "identities": ["terminal:eve"], "roles": {"staging": "admin"}},
}
BOTH = ("staging", "production")
WIDE = (
    "CompareEnvironments",
    "DeployedVersions",
    "FiringAlarms",
    "OnCall",
    "PipelineStatus",
    "PublicServices",
    "RecentChanges",
    "ReleaseStrategies",
    "StackStatus",
    "TrafficRouting",
    "WhatsBroken",
)
"""Intents whose answers about everything name the service to whoever may know of it."""


@pytest.fixture
def partly(fulfillment: Fulfillment) -> Fulfillment:
    return under(fulfillment, policy(people=PEOPLE))


def told(fulfillment: Fulfillment, person: str, intent: str) -> str:
    """All that is said of each environment, whatever the case."""
    known = fulfillment.application.dispatcher.bot.intent(intent)
    assert known is not None
    slots = [{"environment": one} for one in BOTH] if known.slot("environment") else [{}]
    replies = [fulfillment.ask(person, intent, one) for one in slots]
    assert {one.state for one in replies} == {"done"}
    return repr(replies).casefold()


@pytest.mark.parametrize("intent", WIDE)
def test_answers_about_everything_leave_a_hidden_service_out(
    partly: Fulfillment, intent: str
) -> None:
    assert HIDDEN in told(partly, "ada", intent)
    assert HIDDEN not in told(partly, "sam", intent)


def same(fulfillment: Fulfillment, person: str, intent: str, slots: Mapping[str, str]) -> bool:
    """Whether the value of the first slot is answered as one that there is not."""
    (slot, hidden), *others = slots.items()
    absent = "zq" + hidden[2:]
    replies: list[Reply] = [
        fulfillment.ask(person, intent, {slot: one, **dict(others)}) for one in (hidden, absent)
    ]
    assert {one.state for one in replies} == {"elicit"}
    return repr(replies[0]).replace(hidden, absent) == repr(replies[1])


@pytest.mark.parametrize(
    ("person", "intent", "slots"),
    [
        ("sam", "AcknowledgeAlarm", {"alarm": "orders-production-latency"}),
        ("sam", "SnoozeAlarm", {"alarm": "orders latency"}),
        ("sam", "RestartService", {"service": "orders"}),
        ("sam", "ServiceHealth", {"service": "orders"}),
        ("sam", "PipelineStatus", {"pipeline": "orders-release"}),
        ("sam", "ApprovePipeline", {"pipeline": "orders-release"}),
        ("sam", "RollBackPipeline", {"pipeline": "orders"}),
        ("eve", "RetryPipeline", {"pipeline": "infra"}),
        ("eve", "BuildFailure", {"pipeline": "infra"}),
    ],
)
def test_a_hidden_name_is_answered_as_one_that_there_is_not(
    partly: Fulfillment, person: str, intent: str, slots: dict[str, str]
) -> None:
    known = partly.application.dispatcher.bot.intent(intent)
    assert known is not None
    where = {"environment": "production"} if known.slot("environment") else {}

    assert partly.ask("ada", intent, {**slots, **where}).state != "elicit"
    assert same(partly, person, intent, {**slots, **where})


def test_a_stage_of_an_environment_that_somebody_knows_nothing_of_is_none(
    partly: Fulfillment,
) -> None:
    slots = {"stage": "Production", "pipeline": "orders-release"}

    assert partly.ask("ada", "RollBackPipeline", slots).state != "elicit"
    assert same(partly, "eve", "RollBackPipeline", slots)


def test_a_team_is_shown_with_the_services_that_somebody_may_know_of(partly: Fulfillment) -> None:
    table = partly.ask("sam", "OnCall").table

    assert table is not None
    services = {row[0].text: row[3].text for row in table.rows}
    assert services["Shop"] == "gateway, inventory"


def test_a_stack_of_no_environment_is_for_who_may_know_all_of_the_account(
    partly: Fulfillment,
) -> None:
    def stacks(person: str) -> str:
        return repr(partly.ask(person, "StackStatus", {"environment": "staging"}))

    assert "shop-network" in stacks("ada")
    for person in ("eve", "sam"):
        assert "shop-network" not in stacks(person)
        assert "I left out what names no environment in the account of staging" in stacks(person)


@pytest.mark.parametrize(
    ("intent", "stage"),
    [("ApprovePipeline", ""), ("RollBackPipeline", ""), ("RollBackPipeline", "Source")],
)
def test_why_a_change_makes_no_sense_is_said_only_to_who_may_do_it(
    fulfillment: Fulfillment, intent: str, stage: str
) -> None:
    """Who may change another environment, and only read this one."""
    roles = {"staging": "admin", "production": "viewer"}
    people = {
        "ann": {"name": "Ann", "identities": ["terminal:ann"], "roles": roles},
        "ada": PEOPLE["ada"],
    }
    under_it = under(fulfillment, policy(people=people))
    slots = {"pipeline": "infra", **({"stage": stage} if stage else {})}
    denied = under_it.ask("ann", intent, slots)

    assert under_it.ask("ada", intent, slots).state == "failed"
    assert (denied.state, "Ada may" in denied.text) == ("denied", True)


def test_what_was_done_with_a_hidden_service_is_not_told(partly: Fulfillment) -> None:
    slots = {"alarm": "orders-production-latency", "environment": "production"}
    partly.confirm("ada", partly.ask("ada", "AcknowledgeAlarm", slots))

    assert HIDDEN in repr(partly.ask("ada", "ActionHistory"))
    assert HIDDEN not in repr(partly.ask("sam", "ActionHistory"))
