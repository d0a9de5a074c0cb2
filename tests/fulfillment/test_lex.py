"""Recorded Lex V2 events through the whole function; every answer must be one that Lex takes."""

import json
from typing import Any

import pytest

from bot.dialog.state import HookAnswer
from bot.lex.code_hook import hook_answer
from fulfillment.turn import Audience, Channel
from tests.fulfillment.world import Fulfillment, Json, event_names, lex_event

MALFORMED = [name for name in event_names() if name.startswith("malformed")]
WELL_FORMED = [name for name in event_names() if not name.startswith("malformed")]


def as_person(
    fulfillment: Fulfillment,
    name: str,
    identity: str = "terminal:ana",
    channel: Channel = "terminal",
    audience: Audience = "private",
    **attributes: str,
) -> Json:
    """The event, said by somebody whom their channel has proven."""
    event = lex_event(name)
    event = fulfillment.signed(event, identity, channel=channel, audience=audience)
    if attributes:
        given = {key.replace("_", "-"): value for key, value in attributes.items()}
        event["sessionState"]["sessionAttributes"] = given
    return event


def words(answer: Json) -> str:
    return "\n".join(message["content"] for message in answer.get("messages", []))


def attributes_of(answer: Json) -> dict[str, str]:
    found: dict[str, str] = answer["sessionState"]["sessionAttributes"]
    return found


def reply_of(answer: Json) -> Json:
    found: Json = json.loads(attributes_of(answer)["ground-reply"])
    return found


def taken(answer: Json) -> HookAnswer:
    return hook_answer(answer)


def slot_value(answer: Json, slot: str) -> Any:
    found = answer["sessionState"]["intent"]["slots"][slot]
    return found and found["value"]["interpretedValue"]


@pytest.mark.parametrize("name", WELL_FORMED)
def test_lex_takes_every_answer(fulfillment: Fulfillment, name: str) -> None:
    for event in (lex_event(name), as_person(fulfillment, name)):
        answer = taken(fulfillment.handle(event))

        assert answer.action.type in ("Close", "ConfirmIntent", "Delegate", "ElicitSlot")


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_event_is_answered_in_lexs_form(fulfillment: Fulfillment, name: str) -> None:
    answer = fulfillment.handle(lex_event(name))

    understood = taken(answer)
    assert understood.action.type == "Close"
    assert understood.intent is not None
    assert understood.intent.phase == "Failed"
    assert words(answer).startswith("I could not read that request: ")
    assert "Traceback" not in words(answer)


def test_a_question_is_delegated_with_its_values_and_then_answered(
    fulfillment: Fulfillment,
) -> None:
    delegated = fulfillment.handle(as_person(fulfillment, "whats_broken_dialog"))
    answered = fulfillment.handle(as_person(fulfillment, "whats_broken_fulfillment"))

    assert taken(delegated).action.type == "Delegate"
    assert "messages" not in delegated
    assert "**inventory** in **production** is failing" in words(answered)
    assert "exit code 1" in words(answered)
    assert answered["sessionState"]["intent"]["state"] == "Fulfilled"


def test_a_reply_belongs_to_its_turn(fulfillment: Fulfillment) -> None:
    answer = fulfillment.handle(as_person(fulfillment, "version_fulfillment"))

    assert attributes_of(answer)["ground-event"] == f"event-{fulfillment.count}"
    assert "text" not in reply_of(answer)
    assert (
        reply_of(answer)["speech"]
        == "orders: 3.13.0 in staging, last deployed or restarted 5 hours ago by ana."
    )


def test_a_direct_caller_reads_and_its_turn_is_lexs_request(fulfillment: Fulfillment) -> None:
    event = lex_event("deployed_fulfillment")
    answer = fulfillment.handle(event)

    request_id = event["sessionState"]["originatingRequestId"]
    assert attributes_of(answer)["ground-event"] == request_id
    assert "**6 services** in **production**" in words(answer)


def test_session_attributes_of_others_are_kept(fulfillment: Fulfillment) -> None:
    answer = fulfillment.handle(as_person(fulfillment, "whats_broken_dialog", theirs="kept"))

    assert attributes_of(answer)["theirs"] == "kept"


def test_the_context_follows_the_conversation(fulfillment: Fulfillment) -> None:
    first = fulfillment.handle(as_person(fulfillment, "version_fulfillment"))

    assert json.loads(attributes_of(first)["ground-context"]) == {
        "service": "orders",
        "environment": "staging",
    }


def test_a_missing_environment_is_the_one_talked_about(fulfillment: Fulfillment) -> None:
    context = json.dumps({"environment": "staging"})
    event = as_person(fulfillment, "deployed_dialog_no_environment", ground_context=context)
    answer = fulfillment.handle(event)

    assert taken(answer).action.type == "Delegate"
    assert slot_value(answer, "environment") == "staging"


@pytest.mark.parametrize("context", ["", "not json", "[]", '{"environment": "mars"}', '{"a": 1}'])
def test_a_context_that_says_nothing_leads_to_the_bots_own_prompt(
    fulfillment: Fulfillment, context: str
) -> None:
    event = as_person(fulfillment, "deployed_dialog_no_environment", ground_context=context)
    answer = fulfillment.handle(event)

    assert taken(answer).action.slot_to_elicit == "environment"
    assert "messages" not in answer
    labels = [action["label"] for action in reply_of(answer)["actions"]]
    assert sorted(labels) == ["production", "staging"]


def test_it_is_the_service_talked_about(fulfillment: Fulfillment) -> None:
    answer = fulfillment.handle(as_person_with_own_context(fulfillment, "version_pointing_dialog"))

    assert slot_value(answer, "service") == "payments"


def as_person_with_own_context(fulfillment: Fulfillment, name: str) -> Json:
    return fulfillment.signed(lex_event(name))


def test_a_near_miss_is_asked_back(fulfillment: Fulfillment) -> None:
    answer = fulfillment.handle(as_person(fulfillment, "health_near_miss_dialog"))

    assert (
        words(answer)
        == "There is no service `ordres` in staging. Did you mean **orders**? Say the name."
    )
    assert taken(answer).action.slot_to_elicit == "service"
    assert slot_value(answer, "service") is None
    assert slot_value(answer, "environment") == "staging"
    (action,) = reply_of(answer)["actions"]
    assert action["invocation"]["slots"] == {"service": "orders", "environment": "staging"}


def test_what_is_far_off_lists_what_there_is_and_is_no_markup(fulfillment: Fulfillment) -> None:
    answer = fulfillment.handle(as_person(fulfillment, "health_far_miss_dialog"))

    assert words(answer).startswith("There is no service `<b>zzz</b>`. There are **cards**")


def test_a_viewer_is_refused_at_the_first_hook(fulfillment: Fulfillment) -> None:
    event = as_person(fulfillment, "restart_dialog_empty", "terminal:vic")
    answer = fulfillment.handle(event)

    assert taken(answer).action.type == "Close"
    assert "needs the role **operator**" in words(answer)
    assert "Ana or Omar may" in words(answer)
    assert reply_of(answer)["state"] == "denied"


def test_values_are_authorized_as_soon_as_they_are_known(fulfillment: Fulfillment) -> None:
    event = as_person(fulfillment, "restart_dialog_production", "terminal:omar")
    answer = fulfillment.handle(event)

    assert "in **production**: it needs the role **approver**, and yours is viewer" in words(answer)


def test_a_missing_environment_of_a_change_is_never_guessed(fulfillment: Fulfillment) -> None:
    context = json.dumps({"environment": "staging"})
    event = as_person(fulfillment, "restart_dialog_service", ground_context=context)
    answer = fulfillment.handle(event)

    assert taken(answer).action.slot_to_elicit == "environment"
    assert slot_value(answer, "service") == "orders"


def test_a_change_is_planned_and_asked(fulfillment: Fulfillment) -> None:
    before = fulfillment.deployment()
    answer = fulfillment.handle(as_person(fulfillment, "restart_dialog_complete"))

    assert taken(answer).action.type == "ConfirmIntent"
    assert words(answer) == (
        "Restart **orders** 3.13.0 in **staging**: its 2 tasks are replaced by new ones of the "
        "same version; it stays up. Shall I go ahead? Say yes or no."
    )
    plan = attributes_of(answer)["ground-plan"]
    kinds = {a["invocation"]["kind"]: a["invocation"]["name"] for a in reply_of(answer)["actions"]}
    assert kinds == {"confirm": plan, "cancel": plan}
    assert slot_value(answer, "service") == "orders"
    assert fulfillment.deployment() == before


def test_yes_does_it_once(fulfillment: Fulfillment) -> None:
    before = fulfillment.deployment()
    asked = fulfillment.handle(as_person(fulfillment, "restart_dialog_complete"))
    plan = attributes_of(asked)["ground-plan"]

    done = fulfillment.handle(as_person(fulfillment, "restart_confirmed", ground_plan=plan))

    after = fulfillment.deployment()
    assert after != before
    assert reply_of(done)["progress"]["state"] == "running"
    assert "ground-plan" not in attributes_of(done)
    again = fulfillment.handle(as_person(fulfillment, "restart_confirmed", ground_plan=plan))
    assert "confirmed already" in words(again)
    assert fulfillment.deployment() == after


def test_a_yes_at_a_dialog_hook_is_left_to_fulfillment(fulfillment: Fulfillment) -> None:
    event = as_person(fulfillment, "restart_confirmed_dialog")
    answer = fulfillment.handle(event)

    assert taken(answer).action.type == "Delegate"
    assert answer["sessionState"]["intent"]["confirmationState"] == "Confirmed"
    assert attributes_of(answer)["ground-plan"] == "made-up"


@pytest.mark.parametrize(
    ("name", "action", "says"),
    [
        # Lex says the configured declination itself.
        ("restart_denied_dialog", "Delegate", ""),
        ("cancel_fulfillment", "Close", "Nothing was changed"),
    ],
)
def test_no_and_cancel_drop_the_plan(
    fulfillment: Fulfillment, name: str, action: str, says: str
) -> None:
    before = fulfillment.deployment()
    asked = fulfillment.handle(as_person(fulfillment, "restart_dialog_complete"))
    plan = attributes_of(asked)["ground-plan"]

    dropped = fulfillment.handle(as_person(fulfillment, name, ground_plan=plan))
    late = fulfillment.handle(as_person(fulfillment, "restart_confirmed", ground_plan=plan))

    assert taken(dropped).action.type == action
    assert says in words(dropped)
    assert "ground-plan" not in attributes_of(dropped)
    assert "That was dropped" in words(late)
    assert fulfillment.deployment() == before


def test_a_change_that_nobody_confirmed_is_not_done(fulfillment: Fulfillment) -> None:
    before = fulfillment.deployment()
    answer = fulfillment.handle(as_person(fulfillment, "restart_unconfirmed_fulfillment"))

    assert "not confirmed" in words(answer)
    assert fulfillment.deployment() == before


def test_a_fallback_suggests_what_is_near(fulfillment: Fulfillment) -> None:
    answer = fulfillment.handle(as_person(fulfillment, "fallback_fulfillment"))

    suggestions = reply_of(answer)["suggestions"]
    assert "healthy" in suggestions[0] or "tasks" in suggestions[0]
    assert suggestions[-1] == "help"


def test_help_lists_only_what_the_person_may(fulfillment: Fulfillment) -> None:
    def help_of(identity: str) -> str:
        return words(fulfillment.handle(as_person(fulfillment, "help_fulfillment", identity)))

    assert "restart orders" in help_of("terminal:omar")
    assert "restart orders" not in help_of("terminal:vic")
    assert "whats broken?" in help_of("terminal:vic")
    assert "`terminal:nobody`" in help_of("terminal:nobody")


def test_outsiders_who_read_along_get_no_operations_data(fulfillment: Fulfillment) -> None:
    event = as_person(fulfillment, "whats_broken_fulfillment", audience="public")
    answer = fulfillment.handle(event)

    assert "inventory" not in words(answer)
    assert "direct message" in words(answer)


ACCOUNT = "alexa:amzn1.ask.account.GROUNDANA"


def test_a_room_may_ask_and_only_a_voice_may_change(fulfillment: Fulfillment) -> None:
    def said(name: str, identity: str) -> Json:
        event = as_person(fulfillment, name, identity, "alexa", "shared")
        return fulfillment.handle(event)

    voice = f"{ACCOUNT}/amzn1.ask.person.GROUNDANA"
    stranger = f"{ACCOUNT}/amzn1.ask.person.GUEST"
    assert "inventory" in words(said("whats_broken_fulfillment", ACCOUNT))
    assert "inventory" in words(said("whats_broken_fulfillment", stranger))
    assert "a voice that I know" in words(said("restart_dialog_complete", ACCOUNT))
    refused = words(said("restart_dialog_complete", stranger))
    assert "a voice that I know" in refused
    # Whoever is in the room is not told names.
    assert "may." not in refused
    assert taken(said("restart_dialog_complete", voice)).action.type == "ConfirmIntent"


@pytest.mark.parametrize(
    "broken",
    ["not a token", "other-session", "other-key", "other-channel", "other-words", "expired"],
)
def test_an_assertion_that_does_not_hold_is_refused(fulfillment: Fulfillment, broken: str) -> None:
    event = lex_event("whats_broken_fulfillment")
    tokens = {
        "not a token": "nonsense",
        "other-session": fulfillment.assertion("terminal:ana", event, session="theirs"),
        "other-key": fulfillment.assertion("terminal:ana", event, key="x" * 32),
        "other-channel": fulfillment.assertion("web:ana", event),
        "other-words": fulfillment.assertion("terminal:ana", lex_event("help_fulfillment")),
        "expired": fulfillment.assertion("terminal:ana", event),
    }
    event["requestAttributes"] = {"ground-assertion": tokens[broken]}
    fulfillment.clock.advance(seconds=400 if broken == "expired" else 0)

    answer = fulfillment.handle(event)

    assert words(answer).startswith("I could not check who you are: ")
    assert "inventory" not in words(answer)
    assert reply_of(answer)["state"] == "denied"
