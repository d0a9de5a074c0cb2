"""Structured requests: buttons, `/ops`, API callers. Malformed ones are answered, not raised."""

from typing import Any

import pytest

from fulfillment.turn import Invocation
from tests.fulfillment.world import Fulfillment

GOOD = {"kind": "intent", "name": "WhatsBroken", "slots": {}, "context": {}}


def test_a_structured_question_is_answered(fulfillment: Fulfillment) -> None:
    reply = fulfillment.ask("vic", "ServiceVersion", {"service": "orders", "environment": "stg"})

    age = "last deployed or restarted 5 hours ago by ana"
    assert reply.text == f"**orders**: **3.13.0** in staging, {age}."


def test_a_missing_slot_is_asked_for_with_the_bots_own_prompt(fulfillment: Fulfillment) -> None:
    reply = fulfillment.ask("ana", "RestartService", {"service": "orders"})

    assert reply.state == "elicit"
    assert reply.slot_to_elicit == "environment"
    assert reply.text == "In which environment?"
    places = {action.invocation.slots["environment"] for action in reply.actions}
    assert places == {"staging", "production"}


def test_a_button_of_a_question_leads_on(fulfillment: Fulfillment) -> None:
    asked = fulfillment.ask("ana", "RestartService", {"service": "orders"})
    action = next(one for one in asked.actions if one.label == "staging")

    reply = fulfillment.ask("ana", action.invocation.name, action.invocation.slots)

    assert reply.state == "confirm"


def test_a_context_is_read_from_the_event(fulfillment: Fulfillment) -> None:
    context = {"environment": "staging", "other": "ignored"}
    asked = Invocation("intent", "DeployedVersions")
    event = {
        **GOOD,
        "name": asked.name,
        "assertion": fulfillment.assertion("terminal:ana", asked, context=context),
        "context": context,
    }

    assert "**staging**" in fulfillment.handle(event)["reply"]["text"]


def test_an_unknown_environment_lists_those_there_are(fulfillment: Fulfillment) -> None:
    reply = fulfillment.ask("ana", "DeployedVersions", {"environment": "mars*"})

    assert "There is no environment `mars\\*`." in reply.text
    assert "**staging** and **production**" in reply.text
    assert reply.slot_to_elicit == "environment"


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (None, "must be a JSON object"),
        ([], "must be a JSON object"),
        ("whats broken", "must be a JSON object"),
        ({}, "kind must be one of"),
        ({"kind": "shell", "name": "rm"}, "kind must be one of"),
        ({"kind": "intent", "name": ""}, "1 to 200 characters"),
        ({"kind": "intent", "name": "WhatsBroken", "slots": {"environment": 1}}, "texts"),
        (GOOD, "needs an assertion"),
        ({**GOOD, "assertion": 5}, "needs an assertion"),
    ],
)
def test_a_malformed_event_is_answered(fulfillment: Fulfillment, event: Any, told: str) -> None:
    answer = fulfillment.handle(event)

    assert list(answer) == ["error"]
    assert told in answer["error"]["message"]


def test_an_intent_that_does_not_exist_is_an_error(fulfillment: Fulfillment) -> None:
    token = fulfillment.assertion("terminal:ana", Invocation("intent", "DropAllTables"))
    answer = fulfillment.handle({**GOOD, "name": "DropAllTables", "assertion": token})

    assert "has no intent 'DropAllTables'" in answer["error"]["message"]


def test_a_forged_assertion_is_denied_in_words(fulfillment: Fulfillment) -> None:
    answer = fulfillment.handle({**GOOD, "assertion": "nonsense"})

    assert answer["reply"]["state"] == "denied"
    assert "could not check who you are" in answer["reply"]["text"]
