"""A conversation by voice: what a person says to Alexa, and what Alexa says back."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.model import Sentence
from channels.alexa.envelope import next_intent, slot_to_elicit, speech_text
from channels.errors import EnvelopeMalformed, InvokeError
from fulfillment.errors import AssertionRefused
from fulfillment.identity.assertion import REQUEST_ATTRIBUTE, verify
from fulfillment.reply_json import reply_to_json
from fulfillment.turn import Cell, Reply, Table
from tests.channels.alexa.events import load_event
from tests.channels.alexa.world import (
    KEY,
    NOW,
    PLAN,
    Json,
    ScriptedFulfillment,
    World,
    directive_types,
    hook_response,
    is_over,
    make_bot,
    raising,
    say,
    slots_of,
)


@pytest.fixture
def world() -> World:
    return World()


def test_a_restart_asks_for_the_environment_then_for_a_yes_then_acts(world: World) -> None:
    asked = say(world, "restart_orders")
    assert speech_text(asked) == "In which environment?"
    assert (directive_types(asked), slot_to_elicit(asked)) == (["Dialog.ElicitSlot"], "environment")

    planned = world.skill.answer(load_event("restart_environment_given", asked))
    assert speech_text(planned) == "I will restart orders in staging. Shall I?"
    assert directive_types(planned) == ["Dialog.ConfirmIntent"]

    done = world.skill.answer(load_event("restart_confirmed", planned))
    assert speech_text(done) == "Restarting orders."
    assert (is_over(asked), is_over(planned), is_over(done)) == (False, False, True)
    acted = world.fulfillment.events[-1]
    assert acted["invocationSource"] == "FulfillmentCodeHook"
    assert acted["sessionState"]["intent"]["confirmationState"] == "Confirmed"
    assert acted["sessionState"]["sessionAttributes"]["ground-plan"] == PLAN
    assert slots_of(acted) == {"service": "orders", "environment": "staging"}


def test_a_directive_echoes_resolved_values_but_not_the_slot_it_asks_for(world: World) -> None:
    asked = next_intent(say(world, "restart_orders"))

    assert asked is not None
    heard = {name: words and words.heard for name, words in asked.slots.items()}
    assert heard == {"service": "orders", "environment": None}


def test_a_slot_that_is_asked_for_again_is_not_echoed(world: World) -> None:
    """An echo would come back as the answer, and the question would never end."""

    def asks_again(event: Json) -> Json:
        action = {"type": "ElicitSlot", "slotToElicit": "service"}
        return hook_response(event, action, Reply("Did you mean orders?"))

    world.fulfillment = ScriptedFulfillment(asks_again)
    asked = say(world, "version_no_match")

    intent = next_intent(asked)
    assert speech_text(asked) == "Did you mean orders?"
    assert intent is not None
    assert intent.slots["service"] is None


def test_what_is_said_in_one_breath_is_not_asked_again(world: World) -> None:
    assert directive_types(say(world, "restart_complete")) == ["Dialog.ConfirmIntent"]


def test_a_no_changes_nothing_and_ends(world: World) -> None:
    denied = say(world, "restart_complete", "restart_denied")

    assert speech_text(denied) == "OK, nothing was changed."
    assert is_over(denied)
    sources = [event["invocationSource"] for event in world.fulfillment.events]
    assert sources == ["DialogCodeHook", "DialogCodeHook"]


@pytest.mark.parametrize(
    ("answer", "words"), [("yes", "Restarting orders."), ("no", "OK, nothing was changed.")]
)
def test_the_built_in_yes_and_no_answer_a_confirmation(
    world: World, answer: str, words: str
) -> None:
    assert speech_text(say(world, "restart_complete", answer)) == words


def test_a_yes_to_nothing_is_not_understood(world: World) -> None:
    assert speech_text(say(world, "yes")).startswith("I did not understand that.")


def test_a_yes_without_its_question_asks_the_question_again(world: World) -> None:
    """Session attributes that are lost, or forged away, confirm nothing."""
    response = say(world, "restart_confirmed")

    assert directive_types(response) == ["Dialog.ConfirmIntent"]
    assert {event["invocationSource"] for event in world.fulfillment.events} == {"DialogCodeHook"}


def test_a_no_without_its_question_is_still_a_no(world: World) -> None:
    denied = say(world, "restart_denied")

    assert speech_text(denied) == "Okay. Nothing was changed."
    assert (is_over(denied), world.fulfillment.events) == (True, [])


def test_an_environment_that_does_not_exist_is_asked_for_again(world: World) -> None:
    again = say(world, "restart_orders", "restart_environment_unknown")

    assert (slot_to_elicit(again), is_over(again)) == ("environment", False)
    assert again["sessionAttributes"]["ground-dialog"]["attempts"] == 1


def test_retries_are_limited(world: World) -> None:
    response = say(world, "restart_orders", *["restart_environment_unknown"] * 3)

    assert directive_types(response) == []
    assert speech_text(response).startswith("I did not understand that.")


def test_nonsense_in_a_confirmation_asks_again_and_changes_nothing(world: World) -> None:
    response = say(world, "restart_complete", "fallback")

    assert directive_types(response) == ["Dialog.ConfirmIntent"]
    assert speech_text(response) == "Please say yes or no."
    assert len(world.fulfillment.events) == 1


def test_another_question_leaves_the_dialog(world: World) -> None:
    assert speech_text(say(world, "restart_orders", "whats_broken")) == "Nothing is broken."


@pytest.mark.parametrize("name", ["stop", "cancel", "navigate_home"])
def test_leaving_a_dialog_drops_its_plan_and_says_so(world: World, name: str) -> None:
    response = say(world, "restart_complete", name)

    assert speech_text(response) == "Dropped."
    assert (is_over(response), response["sessionAttributes"]) == (True, {})
    dropped = world.fulfillment.events[-1]
    assert (dropped["kind"], dropped["name"]) == ("cancel", PLAN)
    assert verify(dropped["assertion"], {"alexa": KEY}, now=NOW).channel == "alexa"


def test_leaving_works_when_fulfillment_does_not(world: World) -> None:
    planned = say(world, "restart_complete")
    world.fulfillment = raising(InvokeError("timeout"))

    response = world.skill.answer(load_event("stop", planned))

    assert speech_text(response) == "Okay. I stop here, and do not go on with it."


@pytest.mark.parametrize("name", ["stop", "cancel", "navigate_home"])
def test_leaving_without_a_dialog_is_a_goodbye(world: World, name: str) -> None:
    response = say(world, name)

    assert (speech_text(response), is_over(response)) == ("Goodbye.", True)
    assert world.fulfillment.events == []


def test_a_read_is_answered_and_ends(world: World) -> None:
    response = say(world, "whats_broken")

    assert (speech_text(response), is_over(response)) == ("Nothing is broken.", True)
    assert response["response"]["card"]["content"] == "Nothing is broken."


@pytest.mark.parametrize("name", ["launch", "british_locale", "help", "fallback"])
def test_an_invitation_keeps_the_session_open(world: World, name: str) -> None:
    response = say(world, name)["response"]

    assert response["shouldEndSession"] is False
    assert response["reprompt"]["outputSpeech"]["ssml"].startswith("<speak>You can say: ")


SLOTS = {
    "version_no_match": {"service": "r & d <script>"},
    "version_two_authorities": {"service": "payments", "environment": "production"},
    "version_timed_out_authority": {"service": "orders"},
    "version_list_of_one": {"service": "orders"},
}


@pytest.mark.parametrize(("name", "slots"), SLOTS.items(), ids=SLOTS.keys())
def test_entity_resolution(world: World, name: str, slots: dict[str, str]) -> None:
    say(world, name)

    assert slots_of(world.fulfillment.events[0]) == slots


def test_two_values_for_one_slot_are_asked_about(world: World) -> None:
    assert slot_to_elicit(say(world, "version_two_services")) == "service"


def test_what_was_said_never_becomes_markup(world: World) -> None:
    response = say(world, "version_no_match")

    assert "r &amp; d &lt;script&gt; runs" in response["response"]["outputSpeech"]["ssml"]
    assert speech_text(response) == "r & d <script> runs 1 point 4 point 2."
    assert response["response"]["card"]["content"] == "r & d <script> runs 1.4.2"


def test_fulfillment_gets_the_event_that_lex_sends(world: World) -> None:
    say(world, "restart_orders")

    event = world.fulfillment.events[0]
    assert (event["messageVersion"], event["inputMode"]) == ("1.0", "Speech")
    assert event["bot"]["localeId"] == "en_US"
    assert event["proposedNextState"]["dialogAction"]["slotToElicit"] == "environment"
    assert 2 <= len(event["sessionId"]) <= 100


def claims_of(event: Json) -> Any:
    return verify(event["requestAttributes"][REQUEST_ATTRIBUTE], {"alexa": KEY}, now=NOW)


def test_the_assertion_names_the_account_or_the_recognised_speaker(world: World) -> None:
    say(world, "restart_orders")
    say(world, "restart_recognised_speaker")
    of_account, of_person = (claims_of(event) for event in world.fulfillment.events)

    user_id = load_event("restart_orders")["session"]["user"]["userId"]
    assert of_account.identity == f"alexa:{user_id}"
    assert of_person.identity == f"alexa:{user_id}/amzn1.ask.person.AEXAMPLEANA"
    assert of_account.session != of_person.session
    assert (of_account.audience, of_account.locale) == ("shared", "en_US")


def test_the_assertion_is_bound_to_session_and_request(world: World) -> None:
    say(world, "restart_orders")

    event = world.fulfillment.events[0]
    claims = claims_of(event)
    assert claims.session == event["sessionId"]
    assert claims.event_id == load_event("restart_orders")["request"]["requestId"]
    with pytest.raises(AssertionRefused):
        verify(event["requestAttributes"][REQUEST_ATTRIBUTE], {"alexa": KEY[::-1]}, now=NOW)


def test_a_user_id_cannot_pass_for_a_person(world: World) -> None:
    event = load_event("whats_broken")
    event["context"]["System"]["user"]["userId"] += "/amzn1.ask.person.AEXAMPLEANA"

    with pytest.raises(EnvelopeMalformed, match="user or person id"):
        world.skill.answer(event)
    assert world.fulfillment.events == []


def test_a_reply_that_is_stored_is_read_from_the_table(world: World) -> None:
    table = Table("Deployed", ("service", "version"), ((Cell("orders"), Cell("1.4.2")),))
    whole = Reply("One service.", speech="One service, orders.", table=table)
    world.stored["the-event"] = reply_to_json(whole)
    world.fulfillment = ScriptedFulfillment(_refers_to_the_event)

    response = say(world, "whats_broken")

    assert speech_text(response) == "One service, orders."
    assert response["response"]["card"]["content"].endswith("orders · 1.4.2")


def _refers_to_the_event(event: Json) -> Json:
    response = hook_response(event, {"type": "Close"}, Reply("One service."), "Fulfilled")
    attributes = response["sessionState"]["sessionAttributes"]
    attributes["ground-reply"] = json.dumps({"ref": "the-event"})
    return response


@pytest.mark.parametrize("document", ["not json", '{"table": 7}', "[]"])
def test_a_reply_that_cannot_be_read_leaves_its_text(world: World, document: str) -> None:
    def script(event: Json) -> Json:
        response = hook_response(event, {"type": "Close"}, Reply("All is well."), "Fulfilled")
        response["sessionState"]["sessionAttributes"]["ground-reply"] = document
        return response

    world.fulfillment = ScriptedFulfillment(script)

    assert speech_text(say(world, "whats_broken")) == "All is well."


def test_the_last_turns_reply_is_never_said_again(world: World) -> None:
    """Its attributes do not even travel: they are dropped from the session."""
    planned = say(world, "restart_complete")

    kept = planned["sessionAttributes"]["ground-dialog"]["attributes"]
    assert kept == {"ground-plan": PLAN}


def test_the_skill_speaks_in_the_words_of_the_locale() -> None:
    (locale,) = make_bot().locales
    replies = {**locale.replies, "alexa_goodbye": Sentence("Over and out.")}

    world = World(bot=replace(make_bot(), locales=(replace(locale, replies=replies),)))

    assert speech_text(say(world, "stop")) == "Over and out."


def test_a_yes_with_other_values_is_asked_about_anew(world: World) -> None:
    planned = say(world, "restart_complete")
    event = load_event("restart_confirmed", planned)
    environment = event["request"]["intent"]["slots"]["environment"]
    environment["value"] = environment["slotValue"]["value"] = "production"

    asked = world.skill.answer(event)

    assert directive_types(asked) == ["Dialog.ConfirmIntent"]
    assert "production" in speech_text(asked)
