"""The same answers in another language: nothing but the words differ."""

from typing import Any

import pytest

from fulfillment.handlers import restart_service, whats_broken
from fulfillment.ops.state import Targets
from fulfillment.reply_json import reply_from_json
from fulfillment.sentences import sentences
from fulfillment.turn import Invocation, Turn
from tests.bot.definition import product_bot
from tests.fulfillment.handlers.scripted import PERSON, ScriptedFleet, a_service
from tests.fulfillment.world import Fulfillment, lex_event


def german(intent: str) -> Turn:
    say = sentences(product_bot(), "de_DE", intent)
    return Turn(intent=intent, slots={}, person=PERSON, channel="terminal", say=say)


def test_a_sentence_may_have_another_word_order() -> None:
    fleet = ScriptedFleet.of(a_service(), unreadable=("live",))
    reply = whats_broken.answer(german("WhatsBroken"), fleet)

    assert reply.text == (
        "In staging ist nichts kaputt.\n"
        "Ich konnte die Services von live nicht auflisten, weil AWS nicht rechtzeitig geantwortet "
        "hat; bitte gleich noch einmal fragen."
    )
    assert reply.suggestions == ("Was läuft in staging?", "Was läuft in live?")


def test_a_count_chooses_the_form() -> None:
    one, two = (
        whats_broken.answer(
            german("WhatsBroken"),
            ScriptedFleet.of(a_service(health="degraded", targets=Targets(1, count, 0))),
        ).text
        for count in (1, 2)
    )

    assert "1 Target ist nicht gesund" in one
    assert "2 Targets sind nicht gesund" in two


def test_a_plan_has_the_same_fingerprint_in_every_language() -> None:
    fleet, place = ScriptedFleet.of(a_service(running=0)), {"service": "orders"}
    turn = german("RestartService")
    planned = restart_service.plan(turn, fleet, environment="staging", **place)
    english = sentences(product_bot(), "en_US", "RestartService")
    again = restart_service.plan(
        Turn(intent=turn.intent, slots={}, person=PERSON, channel="web", say=english),
        fleet,
        environment="staging",
        **place,
    )

    assert planned.sentence.startswith("**orders** 1.0.0 in **staging** neu starten: ")
    assert planned.sentence != again.sentence
    assert planned.fingerprint == again.fingerprint


def in_german(name: str) -> dict[str, Any]:
    event = lex_event(name)
    event["bot"]["localeId"] = "de_DE"
    return event


@pytest.mark.parametrize("name", ["deployed_fulfillment", "whats_broken_fulfillment"])
def test_lex_is_answered_in_its_locale(fulfillment: Fulfillment, name: str) -> None:
    answer = fulfillment.handle(in_german(name))

    said = " ".join(message["content"] for message in answer["messages"])
    assert "gestört" in said
    assert "failing" not in said


def test_a_locale_without_a_definition_is_answered_in_the_first_one(
    fulfillment: Fulfillment,
) -> None:
    event = lex_event("deployed_fulfillment")
    event["bot"]["localeId"] = "fr_FR"

    assert "services** in **production**" in fulfillment.handle(event)["messages"][0]["content"]


def test_a_structured_request_is_answered_in_the_locale_of_its_assertion(
    fulfillment: Fulfillment,
) -> None:
    asked = Invocation("operation", "nobody's")
    token = fulfillment.assertion("terminal:ana", asked, locale="de_DE")
    event = {"kind": "operation", "name": "nobody's", "slots": {}, "assertion": token}

    reply = reply_from_json(fulfillment.handle(event)["reply"])

    assert reply.text.startswith("Es gibt keine Operation mit dieser Kennung")
