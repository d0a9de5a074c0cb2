"""A plan that nobody waits for any more: dropped for its button too, and told as it is."""

import pytest

from fulfillment.errors import StoreError
from tests.fulfillment.language import TABLE_SILENT
from tests.fulfillment.test_lex import as_person, attributes_of, reply_of, taken, words
from tests.fulfillment.world import Fulfillment


@pytest.mark.parametrize("name", ["restart_denied_dialog", "cancel_fulfillment"])
def test_a_no_after_the_button_was_pressed_claims_nothing(
    fulfillment: Fulfillment, name: str
) -> None:
    asked = fulfillment.handle(as_person(fulfillment, "restart_dialog_complete"))
    plan = attributes_of(asked)["ground-plan"]
    fulfillment.invoke("ana", "confirm", plan)

    late = fulfillment.handle(as_person(fulfillment, name, ground_plan=plan))

    assert taken(late).action.type == "Close"
    assert words(late) == ("You confirmed that already; it has been started, and I cannot stop it.")
    assert reply_of(late)["progress"]["operation_id"] == plan


@pytest.mark.parametrize(
    ("name", "plan"),
    [
        ("restart_denied_dialog", "made-up"),
        ("cancel_fulfillment", "made-up"),
        ("cancel_fulfillment", ""),
    ],
)
def test_where_nothing_is_pending_nothing_is_dropped(
    fulfillment: Fulfillment, name: str, plan: str
) -> None:
    answer = fulfillment.handle(as_person(fulfillment, name, ground_plan=plan))

    assert taken(answer).action.type == "Close"
    assert "here is nothing" in words(answer)
    assert "dropped" not in words(answer)


@pytest.mark.parametrize(
    "name",
    [
        "deployed_dialog_no_environment",
        "whats_broken_fulfillment",
        "fallback_fulfillment",
        "fallback_by_lex_name",
        "restart_dialog_empty",
    ],
)
def test_whatever_else_is_said_drops_the_plan_for_its_button_too(
    fulfillment: Fulfillment, name: str
) -> None:
    before = fulfillment.deployment()
    asked = fulfillment.handle(as_person(fulfillment, "restart_dialog_complete"))
    plan = attributes_of(asked)["ground-plan"]

    other = fulfillment.handle(as_person(fulfillment, name, ground_plan=plan))
    late = fulfillment.invoke("ana", "confirm", plan)

    assert attributes_of(other).get("ground-plan", "") != plan
    assert ("I dropped what I asked" in words(other)) == name.startswith("fallback")
    assert "That was dropped" in late.text
    assert fulfillment.deployment() == before


def test_somebody_elses_question_drops_no_plan(fulfillment: Fulfillment) -> None:
    asked = fulfillment.handle(as_person(fulfillment, "restart_dialog_complete"))
    plan = attributes_of(asked)["ground-plan"]
    event = as_person(fulfillment, "fallback_fulfillment", "terminal:omar", ground_plan=plan)

    assert "dropped" not in words(fulfillment.handle(event))
    assert fulfillment.invoke("ana", "confirm", plan).progress is not None


def test_a_question_is_answered_though_its_plan_could_not_be_dropped(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = fulfillment.handle(as_person(fulfillment, "restart_dialog_complete"))
    plan = attributes_of(asked)["ground-plan"]

    def fail(*_: object) -> None:
        raise StoreError(TABLE_SILENT)

    store = fulfillment.application.dispatcher.changes.store
    monkeypatch.setattr(store, "cancel_plan", fail)
    event = as_person(fulfillment, "whats_broken_fulfillment", ground_plan=plan)
    answered = fulfillment.handle(event)
    cancelled = fulfillment.handle(as_person(fulfillment, "cancel_fulfillment", ground_plan=plan))

    assert "inventory" in words(answered)
    assert words(cancelled) == "I could not use the plan: my table did not answer."
    # The next turn can try again.
    assert attributes_of(answered)["ground-plan"] == plan
    assert attributes_of(cancelled)["ground-plan"] == plan
