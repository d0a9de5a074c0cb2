"""The dialog survives Alexa's session attributes, and nothing else gets in by them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialog.state import DialogAction, DialogState, IntentState, SlotFill
from channels.alexa.session import ATTRIBUTE, MAX_BYTES, from_attributes, to_attributes
from tests.channels.alexa.world import make_bot

BOT = make_bot()
ASKING = DialogState(
    intent=IntentState(
        "RestartService",
        {"service": SlotFill("the orders", "orders", ("orders",)), "environment": None},
    ),
    action=DialogAction("ElicitSlot", "environment"),
    attributes={"ground-plan": "plan-1", "ground-context": "{}"},
    attempts=1,
)


def round_trip(state: DialogState) -> DialogState:
    return from_attributes(BOT, json.loads(json.dumps(to_attributes(state))))


@pytest.mark.parametrize("state", [DialogState(), ASKING])
def test_a_dialog_comes_back_as_it_was(state: DialogState) -> None:
    assert round_trip(state) == state


def test_no_attributes_are_a_new_dialog() -> None:
    assert from_attributes(BOT, None) == from_attributes(BOT, {}) == DialogState()


def test_what_belongs_to_one_turn_is_not_kept() -> None:
    state = DialogState(attributes={"ground-reply": "{}", "ground-event": "1", "other": "x"})

    assert round_trip(state).attributes == {"other": "x"}


def test_large_attributes_go_first_and_the_plan_stays() -> None:
    state = DialogState(attributes={"ground-plan": "plan-1", "other": "x" * MAX_BYTES})

    assert round_trip(state).attributes == {"ground-plan": "plan-1"}


def test_a_large_context_goes_before_the_dialog() -> None:
    large = {"ground-context": "x" * MAX_BYTES}
    state = DialogState(ASKING.intent, ASKING.action, large)

    assert round_trip(state) == DialogState(ASKING.intent, ASKING.action)


def test_a_dialog_that_is_itself_too_large_starts_anew() -> None:
    fill = SlotFill("x" * MAX_BYTES, "x")
    state = DialogState(IntentState("ServiceVersion", {"service": fill, "environment": None}))

    assert to_attributes(state) == {}


def tampered(**changes: Any) -> dict[str, Any]:
    document = to_attributes(ASKING)[ATTRIBUTE] | changes
    return {ATTRIBUTE: document}


UNREADABLE = [
    {ATTRIBUTE: 7},
    {ATTRIBUTE: []},
    {ATTRIBUTE: {}},
    tampered(version=2),
    tampered(intent={"name": "DropTables"}),
    tampered(intent={"name": ["RestartService"]}),
    tampered(intent=None),
    tampered(action=["ElicitSlot", "version"]),
    tampered(action=["FlyAway", ""]),
    tampered(action=["ConfirmIntent"]),
    tampered(attributes={"ground-plan": 7}),
    tampered(attributes=[]),
    tampered(attempts="many"),
]


@pytest.mark.parametrize("attributes", UNREADABLE)
def test_what_is_not_ours_is_a_new_dialog(attributes: dict[str, Any]) -> None:
    assert from_attributes(BOT, attributes) == DialogState()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(part=st.sampled_from(["intent", "action", "attributes", "attempts"]), value=JSON)
def test_no_attributes_break_the_skill(part: str, value: object) -> None:
    state = from_attributes(BOT, tampered(**{part: value}))

    assert isinstance(state, DialogState)
    assert state.intent is None or BOT.intent(state.intent.name) is not None
