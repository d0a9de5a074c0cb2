"""A denial says what is needed, who may and where to ask; and to whom none of that is said."""

import pytest

from fulfillment.request import Caller
from tests.fulfillment.identity.asking import RESTART, authorizer, caller, decide, intent, told

PEOPLE = {
    "ana": {"name": "A*na", "identities": ["web:ana", "alexa:A1"], "roles": {"*": "approver"}},
    "vic": {
        "name": "Vic",
        "identities": ["web:vic", "slack:T1:UVIC", "alexa:A2"],
        "roles": {"*": "viewer"},
    },
    "orla": {
        "name": "Orla",
        "identities": ["web:orla"],
        "roles": {"*": "viewer", "production/orders": "operator", "production/cards": "approver"},
    },
}
GROUPS = {"gate": {"name": "the gate", "claims": ["slack:T1:S1"], "roles": {"*": "approver"}}}
BY = authorizer(
    people=PEOPLE, groups=GROUPS, ask="#ops-approvals", audience={"public": "everything"}
)
ENGLISH = (
    "You may not do that in **production**: it needs the role **approver**, and yours is viewer. "
    r"A\*na or the gate may. Ask for it here: #ops-approvals"
)
GERMAN = (
    "Das ist in **production** nicht erlaubt: Nötig ist die Rolle **approver**, vorhanden ist "
    r"viewer. Erlaubt ist es für A\*na oder the gate. Anfragen bitte hier: #ops-approvals"
)


@pytest.mark.parametrize(("locale", "text"), [("en_US", ENGLISH), ("de_DE", GERMAN)])
def test_what_is_needed_who_may_and_where_to_ask(locale: str, text: str) -> None:
    vic = caller(BY, "web:vic")

    assert told(BY, vic, decide(BY, vic, RESTART), locale) == text


def test_who_may_depends_on_the_service() -> None:
    vic = caller(BY, "web:vic")
    cards = decide(BY, vic, {**RESTART, "service": "cards"})

    assert "Orla" in told(BY, vic, cards)
    assert "Orla" not in told(BY, vic, decide(BY, vic, RESTART))


@pytest.mark.parametrize(
    "who",
    [
        caller(BY, "web:stranger"),
        caller(BY, "slack:T1:UVIC", audience="public"),
        caller(BY, "alexa:A1"),
        caller(BY, "lex:direct"),
    ],
)
@pytest.mark.parametrize("locale", ["en_US", "de_DE"])
def test_nobody_is_named_to_the_unknown_or_in_public(who: Caller, locale: str) -> None:
    text = told(BY, who, decide(BY, who, RESTART), locale)

    assert text
    assert not [name for name in ("A*na", "A\\*na", "gate", "Orla", "#ops") if name in text]


def test_a_rule_may_say_where_else_to_ask() -> None:
    rule = {"id": "none", "intents": ["RestartService"], "never": True, "ask": "ops *on duty*"}
    by = authorizer(rules=[rule], ask="#ops-approvals")
    ana = caller(by)

    assert told(by, ana, decide(by, ana, RESTART)) == (
        r"The policy lets nobody do that. Ask for it here: ops \*on duty\*"
    )


def test_a_stranger_is_told_the_identity_to_have_added() -> None:
    stranger = caller(BY, "web:new")

    assert "`web:new`" in told(BY, stranger, decide(BY, stranger, {}, intent("WhatsBroken")))


def test_without_the_environment_the_least_that_is_needed_is_said() -> None:
    vic = caller(BY, "web:vic")

    assert "it needs the role **operator**, and yours is viewer" in told(BY, vic, decide(BY, vic))
