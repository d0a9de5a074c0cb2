"""Rules on values and places: each must be kept, and the one that is not is named."""

from dataclasses import replace
from typing import Any

import pytest

from fulfillment.identity.authorization import Denial
from fulfillment.plan import Plan
from tests.fulfillment.identity.asking import RESTART, authorizer, caller, decide, intent, told

MONOLITH = {
    "id": "monolith",
    "intents": ["RestartService"],
    "when": {"service": "monolith", "environment": ["production"]},
    "role": "admin",
    "never_from": ["alexa"],
    "ask": "#monolith",
}
OPS = {
    "id": "ops",
    "effects": ["change"],
    "when": {"environment": "production"},
    "only_from": ["#ops"],
}
IN_OPS: dict[str, Any] = {"rules": [OPS], "places": {"#ops": "slack:C0OPS"}}


def test_a_rule_holds_for_its_values_only() -> None:
    by = authorizer(rules=[MONOLITH])
    ana = caller(by)

    assert decide(by, ana).denial is None
    assert decide(by, ana, RESTART).denial is None
    assert decide(by, ana, {"service": "monolith", "environment": "staging"}).denial is None
    denial = decide(by, ana, {"service": "monolith", "environment": "production"}).denial
    assert denial is not None
    assert denial.decided_by == "monolith"


def test_a_value_counts_as_soon_as_it_is_known() -> None:
    by = authorizer(rules=[{"id": "frozen", "never": True, "when": {"environment": "production"}}])
    ana = caller(by)
    early = by.decide(ana, by.asked(intent(), {"environment": "production"}, is_settled=False))

    assert early.denial is not None
    assert by.first(ana, intent()).environments == ("staging",)


def test_a_place_is_proven_and_named() -> None:
    by = authorizer(**IN_OPS)
    away, there = caller(by), caller(by, "slack:T1:U1", place="slack:C0OPS", audience="shared")

    assert decide(by, there, RESTART).denial is None
    refused = decide(by, away, RESTART)
    assert told(by, away, refused) == "You may not do that from here, only from #ops."
    assert decide(by, caller(by, "slack:T1:U1", place="slack:C1"), RESTART).denial is not None
    assert decide(by, away, {**RESTART, "environment": "staging"}).denial is None
    assert decide(by, away, RESTART, intent("ServiceHealth")).denial is None


def test_never_from_a_voice() -> None:
    by = authorizer(
        rules=[{"id": "silent", "effects": ["change"], "never_from": ["alexa"]}],
        audience={"aloud": "everything"},
    )

    voice = caller(by, "alexa:A1/V1")
    assert told(by, voice, decide(by, voice, RESTART)) == "You may not do that from here."
    assert decide(by, caller(by), RESTART).denial is None


def test_for_certain_people_and_groups_only() -> None:
    people = {
        "ana": {"name": "Ana", "identities": ["web:ana"], "roles": {"*": "approver"}},
        "bo": {"name": "Bo", "identities": ["web:bo"], "roles": {"*": "approver"}},
    }
    by = authorizer(
        people=people,
        groups={"keepers": {"name": "the keepers", "claims": ["web:keepers"], "roles": {}}},
        rules=[{"id": "few", "intents": ["RestartService"], "people": ["bo", "keepers"]}],
    )
    ana = caller(by)

    assert told(by, ana, decide(by, ana, RESTART)) == (
        "You may not do that: it is for Bo or the keepers only."
    )
    assert decide(by, caller(by, "web:bo"), RESTART).denial is None
    assert decide(by, caller(by, groups=("web:keepers",)), RESTART).denial is None


@pytest.mark.parametrize("when", [{"service": "owner:payments"}, {"service": "car*"}])
def test_services_by_owner_and_pattern(when: dict[str, str]) -> None:
    by = authorizer(rules=[{"id": "cards", "when": when, "never": True}])
    cards = {**RESTART, "service": "cards"}

    assert decide(by, caller(by), cards).denial is not None
    assert decide(by, caller(by), RESTART).denial is None


def test_what_a_plan_does_counts_more_than_what_was_said() -> None:
    by = authorizer(**IN_OPS)
    plan = Plan("RestartService", {}, "orders", "production", "s", "s", "t", "f")

    denial = by.decide(caller(by), by.planned(intent(), plan)).denial
    assert denial is not None
    assert denial.decided_by == "ops"


def test_a_plan_needs_the_role_in_every_environment_that_it_reaches() -> None:
    people = {"bo": {"identities": ["web:bo"], "roles": {"staging": "admin"}}}
    by = authorizer(people=people)
    plan = Plan("RestartService", {}, "orders", "staging", "s", "s", "t", "f")

    def denial(*reached: str) -> Denial | None:
        asked = by.planned(intent(), replace(plan, environments=reached))
        return by.decide(caller(by, "web:bo"), asked).denial

    assert denial("staging") is None
    refused = denial("production", "staging")
    assert refused is not None
    assert refused.environments == ("production",)


@pytest.mark.parametrize("slots", [{}, {"stage": "production"}])
def test_a_rule_holds_for_the_value_that_a_plan_chose(slots: dict[str, str]) -> None:
    by = authorizer(rules=[{"id": "frozen", "when": {"stage": "Production"}, "never": True}])
    plan = Plan("RestartService", slots, "orders", "staging", "s", "s", "t", "f")

    def denial(stage: str) -> Denial | None:
        asked = by.planned(intent(), replace(plan, chosen={"stage": stage}))
        return by.decide(caller(by), asked).denial

    assert denial("Staging") is None
    assert denial("Production") is not None


def test_a_plan_that_names_no_environment_of_ours_needs_the_role_in_all() -> None:
    people = {"bo": {"identities": ["web:bo"], "roles": {"staging": "admin"}}}
    by = authorizer(people=people)
    plan = Plan("RestartService", {}, "", "", "s", "s", "t", "f")

    assert by.decide(caller(by, "web:bo"), by.planned(intent(), plan)).denial is not None


def test_a_role_for_a_service_counts_where_only_the_plan_names_it() -> None:
    people = {"bo": {"identities": ["web:bo"], "roles": {"production/orders": "approver"}}}
    by, change = authorizer(people=people), replace(intent("ApprovePipeline"), slots=())
    bo = caller(by, "web:bo")

    def planned(service: str) -> bool:
        plan = Plan(change.name, {}, service, "production", "s", "s", "t", "f")
        return by.decide(bo, by.planned(change, plan)).denial is None

    assert by.first(bo, change).environments == ("production",)
    assert (planned("orders"), planned("cards"), planned("")) == (True, False, False)


def test_the_first_rule_that_is_not_kept_decides() -> None:
    never = {"id": "second", "never": True}
    by = authorizer(rules=[{"id": "first", "never": True}, never])

    denial = decide(by, caller(by), RESTART).denial
    assert denial is not None
    assert denial.decided_by == "first"


def test_an_intent_that_anyone_may_use_is_under_no_general_rule() -> None:
    by = authorizer(rules=[{"id": "all", "never": True}])

    assert decide(by, caller(by), {}, intent("Help")).denial is None
