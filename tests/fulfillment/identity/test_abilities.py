"""Help offers what this person may do: here, in this place, before these listeners."""

from dataclasses import replace
from typing import Any

from fulfillment.abilities import abilities
from fulfillment.identity.authorization import sees
from fulfillment.request import Caller
from tests.fulfillment.identity.asking import ENVIRONMENTS, authorizer, caller
from tests.fulfillment.world import Fulfillment

OPS: dict[str, Any] = {
    "places": {"#ops": "slack:C0OPS"},
    "rules": [{"id": "ops", "intents": ["RestartService"], "only_from": ["#ops"]}],
}
PARTLY = {"bo": {"identities": ["terminal:bo"], "roles": {"staging/orders": "operator"}}}


def offered(who: Caller, **policy: Any) -> set[str]:
    by = authorizer(**policy)
    return {one.intent for one in abilities(by, who, can_change=True)}


def test_a_place_makes_a_difference() -> None:
    by = authorizer(**OPS)
    here = caller(by, "slack:T1:U1", place="slack:C0OPS", audience="shared")

    assert "RestartService" in offered(here, **OPS)
    assert "RestartService" not in offered(caller(by), **OPS)
    assert "WhatsBroken" in offered(caller(by), **OPS)


def test_listeners_make_a_difference() -> None:
    assert offered(caller(authorizer(), audience="public")) == set()


def test_a_role_makes_a_difference() -> None:
    viewer = {"ana": {"identities": ["web:ana"], "roles": {"*": "viewer"}}}
    found = offered(caller(authorizer(people=viewer)), people=viewer)

    assert "RestartService" not in found
    assert "ServiceHealth" in found


def test_who_may_know_of_some_services_is_offered_no_other() -> None:
    person = authorizer(people=PARTLY).policy.person("terminal:bo")

    assert sees(person, ENVIRONMENTS, "staging", "orders")
    assert not sees(person, ENVIRONMENTS, "staging", "cards")
    assert not sees(person, ENVIRONMENTS, "production", "orders")


def test_a_service_that_one_may_not_know_of_is_as_if_it_were_not(
    fulfillment: Fulfillment,
) -> None:
    dispatcher = fulfillment.application.dispatcher
    policy = authorizer(people=PARTLY).policy
    application = replace(fulfillment.application, dispatcher=replace(dispatcher, policy=policy))
    partly = replace(fulfillment, application=application)
    asked = {"service": "cards", "environment": "staging"}

    known = partly.ask("bo", "ServiceHealth", {**asked, "service": "orders"})
    hidden = partly.ask("bo", "ServiceHealth", asked)
    made_up = partly.ask("bo", "ServiceHealth", {**asked, "service": "zzzzz"})

    assert known.state == "done"
    assert hidden.text.replace("cards", "zzzzz") == made_up.text
    assert "inventory" not in hidden.text
    assert partly.ask("bo", "WhatsBroken").state == "denied"
