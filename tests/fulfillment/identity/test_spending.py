"""One assertion, one request: what comes with it a second time does nothing."""

from typing import Any

import pytest

from fulfillment.errors import StoreError
from fulfillment.turn import Invocation
from tests.fulfillment.language import TABLE_SILENT
from tests.fulfillment.world import Fulfillment, Json, lex_event, plan_of

RESTART = {"service": "orders", "environment": "staging"}
USED = "dealt with that message already"


def words(answer: Json) -> str:
    return "\n".join(message["content"] for message in answer.get("messages", []))


def with_request(event: Json, request_id: str | None) -> Json:
    state = {**event["sessionState"], "originatingRequestId": request_id}
    return {**event, "sessionState": state}


def confirming(fulfillment: Fulfillment, plan: str, name: str = "restart_confirmed") -> Json:
    event = lex_event(name)
    event["sessionState"]["sessionAttributes"]["ground-plan"] = plan
    return fulfillment.signed(event)


def unrecorded(*_: object) -> str:
    raise StoreError(TABLE_SILENT)


@pytest.fixture
def silent_record(fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch) -> Fulfillment:
    """Fulfillment whose table takes no note of assertions, and answers everything else."""
    store: Any = fulfillment.application.operations.store
    monkeypatch.setattr(store, "spend_assertion", unrecorded)
    return fulfillment


def test_the_calls_of_one_turn_share_an_assertion(fulfillment: Fulfillment) -> None:
    dialog = fulfillment.signed(lex_event("whats_broken_dialog"))
    hook = lex_event("whats_broken_fulfillment") | {
        "requestAttributes": dialog["requestAttributes"]
    }

    fulfillment.handle(dialog)
    assert "inventory" in words(fulfillment.handle(hook))
    assert "inventory" in words(fulfillment.handle(hook))


@pytest.mark.parametrize("other", ["another-request", None])
def test_another_turn_with_the_same_assertion_is_refused(
    fulfillment: Fulfillment, other: str | None
) -> None:
    event = fulfillment.signed(lex_event("whats_broken_fulfillment"))

    assert "inventory" in words(fulfillment.handle(event))
    again = words(fulfillment.handle(with_request(event, other)))

    assert USED in again
    assert "inventory" not in again


def test_without_a_request_id_the_same_words_are_the_same_turn(fulfillment: Fulfillment) -> None:
    """All that is left to tell turns apart then; see docs/architecture.md."""
    event = fulfillment.signed(with_request(lex_event("whats_broken_fulfillment"), None))

    assert "inventory" in words(fulfillment.handle(event))
    assert "inventory" in words(fulfillment.handle(event))


def test_a_structured_request_is_one_request(fulfillment: Fulfillment) -> None:
    token = fulfillment.assertion("terminal:ana", Invocation("intent", "WhatsBroken"))
    event = {"kind": "intent", "name": "WhatsBroken", "slots": {}, "assertion": token}

    assert "inventory" in fulfillment.handle(event)["reply"]["text"]
    again = fulfillment.handle(event)["reply"]

    assert again["state"] == "denied"
    assert USED in again["text"]


def test_one_button_pressed_is_not_another(fulfillment: Fulfillment) -> None:
    token = fulfillment.assertion("terminal:ana", Invocation("intent", "WhatsBroken"))
    plan = plan_of(fulfillment.ask("ana", "RestartService", RESTART))
    before = fulfillment.deployment()

    answer = fulfillment.handle({"kind": "confirm", "name": plan, "assertion": token})["reply"]

    assert "made for another request" in answer["text"]
    assert fulfillment.deployment() == before


def test_a_spoken_yes_is_bound_to_the_plan_that_it_answers(fulfillment: Fulfillment) -> None:
    mine = plan_of(fulfillment.ask("ana", "RestartService", RESTART))
    other = plan_of(
        fulfillment.ask("ana", "RestartService", {"service": "cards", "environment": "staging"})
    )
    event = confirming(fulfillment, mine, "restart_confirmed_dialog")
    token = event["requestAttributes"]["ground-assertion"]
    fulfillment.handle(event)

    wrong = fulfillment.actor.use(other, token).reply
    right = fulfillment.actor.use(mine, token).reply

    assert wrong.state == "denied"
    assert "something else than this plan" in wrong.text
    assert right.progress is not None


def test_words_alone_use_no_plan(fulfillment: Fulfillment) -> None:
    """The act function asks what the turn was about: an assertion for a question is no yes."""
    plan = plan_of(fulfillment.ask("ana", "RestartService", RESTART))
    before = fulfillment.deployment()
    event = fulfillment.signed(lex_event("whats_broken_fulfillment"))
    fulfillment.handle(event)

    refused = fulfillment.actor.use(plan, event["requestAttributes"]["ground-assertion"]).reply

    assert refused.state == "denied"
    assert fulfillment.deployment() == before


def test_a_yes_to_lex_restarts(fulfillment: Fulfillment) -> None:
    plan = plan_of(fulfillment.ask("ana", "RestartService", RESTART))
    before = fulfillment.deployment()

    fulfillment.handle(confirming(fulfillment, plan))

    assert fulfillment.deployment() != before


def test_reads_go_on_where_no_note_can_be_taken(silent_record: Fulfillment) -> None:
    event = silent_record.signed(lex_event("whats_broken_fulfillment"))

    assert "inventory" in words(silent_record.handle(event))
    assert "inventory" in silent_record.ask("ana", "WhatsBroken").text


def test_nothing_is_changed_where_no_note_can_be_taken(silent_record: Fulfillment) -> None:
    before = silent_record.deployment()

    asked = silent_record.ask("ana", "RestartService", RESTART)
    confirmed = silent_record.invoke("ana", "confirm", "any")

    for reply in (asked, confirmed):
        assert reply.state == "failed"
        assert "could not note that your request has come" in reply.text
    assert silent_record.deployment() == before


def test_an_event_id_serves_again_once_its_assertion_has_expired(
    fulfillment: Fulfillment,
) -> None:
    store = fulfillment.application.operations.store

    assert store.spend_assertion("slack", "Ev1", "first", "") == "first"
    assert store.spend_assertion("slack", "Ev1", "second", "") == "first"
    assert store.spend_assertion("web", "Ev1", "second", "") == "second"
    fulfillment.clock.advance(seconds=600)
    assert store.spend_assertion("slack", "Ev1", "second", "") == "second"


@pytest.mark.parametrize(
    "forged",
    [
        {"person": "ana", "identity": "terminal:ana", "role": "admin"},
        {"ground-assertion": "terminal:ana"},
        {"ground-context": '{"person": "ana"}'},
    ],
)
def test_session_attributes_prove_nobody(fulfillment: Fulfillment, forged: dict[str, str]) -> None:
    event = lex_event("restart_dialog_complete")
    plain = fulfillment.handle(event)
    event["sessionState"]["sessionAttributes"] = forged

    answer = fulfillment.handle(event)

    assert words(answer) == words(plain)
    assert answer["sessionState"]["dialogAction"] == plain["sessionState"]["dialogAction"]


def test_a_stranger_who_says_to_be_ana_stays_a_stranger(fulfillment: Fulfillment) -> None:
    event = lex_event("restart_dialog_complete")
    event["sessionState"]["sessionAttributes"] = {"identity": "terminal:ana", "person": "ana"}
    token = fulfillment.assertion("terminal:stranger", event)
    real = fulfillment.signed(event)

    event["requestAttributes"] = {"ground-assertion": token}

    assert fulfillment.handle(event)["sessionState"]["dialogAction"]["type"] == "Close"
    answer = fulfillment.handle(real)
    assert answer["sessionState"]["dialogAction"]["type"] == "ConfirmIntent"
