"""What is said of production where outsiders read along, or aloud."""

from typing import Any

import pytest

from fulfillment.turn import Audience
from tests.fulfillment.identity.asking import authorizer, caller, decide, intent, told

HEALTH = intent("ServiceHealth")
ORDERS = {"service": "orders"}
PRODUCTION = {**ORDERS, "environment": "production"}


@pytest.mark.parametrize(
    ("audience", "public", "where"),
    [
        ("private", "nothing", ("staging", "production")),
        ("shared", "nothing", ("staging", "production")),
        ("public", "nothing", ()),
        ("public", "no_production", ("staging",)),
        ("public", "everything", ("staging", "production")),
    ],
)
def test_outsiders_are_told_what_the_policy_says(
    audience: Audience, public: str, where: tuple[str, ...]
) -> None:
    by = authorizer(audience={"public": public})
    who = caller(by, "slack:T1:U1", audience=audience)

    assert decide(by, who, ORDERS, HEALTH).environments == where


def test_nothing_of_production_is_said_aloud_unless_the_policy_says_so() -> None:
    by, loud = authorizer(), authorizer(audience={"aloud": "everything"})
    voice = caller(by, "alexa:A1/V1", audience="shared")
    refused = decide(by, voice, PRODUCTION, HEALTH)

    assert "nothing about production aloud" in told(by, voice, refused)
    assert decide(loud, voice, PRODUCTION, HEALTH).denial is None


def test_an_answer_about_everywhere_tells_what_it_leaves_out() -> None:
    by = authorizer()
    decision = decide(by, caller(by, "alexa:A1/V1"), {}, intent("WhatsBroken"))

    assert decision.environments == ("staging",)
    assert decision.left_out == ("production",)


def test_what_is_production_is_marked_in_the_policy() -> None:
    by = authorizer(audience={"production": ["staging"]})

    assert decide(by, caller(by, "alexa:A1/V1"), ORDERS, HEALTH).environments == ("production",)


@pytest.mark.parametrize("given", [{}, {"public": "nothing"}])
def test_help_is_given_anywhere(given: dict[str, Any]) -> None:
    by = authorizer(audience=given)

    assert decide(by, caller(by, audience="public"), {}, intent("Help")).denial is None
