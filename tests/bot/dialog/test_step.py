"""The dialog step beyond plain conversations: failures, circles, attributes, put sessions."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialog.engine import drive, put_session, take_turn
from bot.dialog.engine.turn import MAX_MESSAGES, MAX_STEPS
from bot.dialog.state import (
    DialogAction,
    DialogState,
    HookAnswer,
    HookCall,
    HookFailure,
    IntentState,
    Interpretation,
    Message,
    TurnOutput,
    UserInput,
)
from bot.lex.compiling.managed import CONFIRMATION_RETRIES
from tests.bot.dialog.play import ScriptedHook, described, filled, heard, said, shown, waits
from tests.bot.dialog.sample import dialogs, sample_bot

DIALOGS = dialogs(sample_bot())
STATUS = {"intent": "Status", "slots": {"service": "orders"}}
CONFIRMING = DialogState(
    intent=IntentState("Restart", {"service": None, "environment": None, "reason": None}),
    action=DialogAction("ConfirmIntent"),
    attributes={"kept": "yes"},
)


def turn(state: DialogState, said: dict[str, Any], *hooks: Any) -> tuple[TurnOutput, ScriptedHook]:
    hook = ScriptedHook(list(hooks))
    return drive(take_turn(DIALOGS, state, heard(said)), hook), hook


@pytest.mark.parametrize("kind", ["raised", "timeout", "malformed", "throttled"])
def test_a_hook_failure_ends_the_turn_where_it_began(kind: Any) -> None:
    failure = HookFailure("boom", kind)
    output, _ = turn(CONFIRMING, {"answer": "Confirmed"}, failure)
    assert output == TurnOutput(CONFIRMING, failure=failure)


@pytest.mark.parametrize(
    ("answer", "pointer"),
    [
        (HookAnswer(DialogAction("Close"), IntentState("Nope")), "/sessionState/intent/name"),
        (
            HookAnswer(DialogAction("Delegate"), IntentState("Status", {"nope": None})),
            "/sessionState/intent/slots/nope",
        ),
        (
            HookAnswer(DialogAction("ElicitSlot", "nope"), IntentState("Status")),
            "/sessionState/dialogAction/slotToElicit",
        ),
        (HookAnswer(DialogAction("None")), "/sessionState/dialogAction/type"),
    ],
)
def test_an_answer_that_the_bot_cannot_follow_names_its_pointer(
    answer: HookAnswer, pointer: str
) -> None:
    output, _ = turn(DialogState(), STATUS, answer)
    assert output.failure is not None
    assert output.failure.kind == "malformed"
    assert output.failure.reason.startswith(f"{pointer}: ")
    assert output.state == DialogState()


def test_hooks_that_send_the_dialog_in_a_circle_are_stopped() -> None:
    calls = []

    def swap(call: HookCall) -> HookAnswer:
        calls.append(call)
        assert call.state.intent is not None
        other = "Help" if call.state.intent.name == "Cancel" else "Cancel"
        return HookAnswer(DialogAction("Delegate"), IntentState(other))

    output = drive(take_turn(DIALOGS, CONFIRMING, heard({"intent": "Help"})), swap)
    assert output.failure is not None
    assert str(MAX_STEPS) in output.failure.reason
    assert output.state == CONFIRMING
    assert 0 < len(calls) <= MAX_STEPS


def test_attributes_are_replaced_as_a_whole_and_reach_the_next_hook() -> None:
    state = DialogState(attributes={"old": "1"})
    first = HookAnswer(DialogAction("Delegate"), attributes={"new": "2"})
    last = HookAnswer(DialogAction("Close"), request_attributes={"r": "3"})
    output, hook = turn(state, STATUS, first, last)
    assert [call.state.attributes for call in hook.calls] == [{"old": "1"}, {"new": "2"}]
    assert output.state.attributes == {"new": "2"}
    assert output.request_attributes == {"r": "3"}


def test_the_intent_in_play_leads_the_interpretations_while_it_asks() -> None:
    output, hook = turn(DialogState(), {"intent": "Restart"}, "delegate")
    assert output.interpretations == (
        Interpretation("Restart", {}, 0.9),
        Interpretation("Fallback"),
    )
    output, hook = turn(output.state, {"value": "orders"}, "delegate")
    chosen = hook.calls[0].interpretations[0]
    assert (chosen.intent, filled_of(chosen), chosen.confidence) == (
        "Restart",
        {"service": "orders"},
        1.0,
    )
    assert output.interpretations[1:] == (Interpretation("Fallback"),)


def filled_of(interpretation: Interpretation) -> dict[str, str | None]:
    return {name: fill.interpreted for name, fill in interpretation.slots.items()}


def test_without_a_fallback_intent_given_up_is_failed() -> None:
    bot = sample_bot(with_fallback=False)
    state = replace(CONFIRMING, attempts=2)
    output = drive(take_turn(dialogs(bot), state, UserInput(())), ScriptedHook([]))
    assert described(output.state) == "Restart Failed None"
    assert said(output) == ["I give up."]


def test_no_more_than_ten_messages_go_out() -> None:
    many = tuple(Message(str(number)) for number in range(10))
    gave_up = replace(CONFIRMING, attempts=2)
    output, _ = turn(gave_up, {}, HookAnswer(DialogAction("Close"), messages=many))
    assert said(output) == ["I give up.", *(str(number) for number in range(9))]
    assert len(output.messages) == MAX_MESSAGES


def test_a_session_of_an_intent_that_is_no_more_begins_anew() -> None:
    gone = DialogState(IntentState("Gone"), DialogAction("ElicitSlot", "service"))
    output, _ = turn(gone, STATUS, "delegate", "close Fulfilled Fine.")
    assert described(output.state) == "Status Fulfilled None"


def test_slots_given_by_the_caller_hold_for_the_utterance_that_comes_with_them() -> None:
    given_state = DialogState(heard_intent("Restart", service="orders"))
    said_environment = {"intent": "Restart", "slots": {"environment": "prod"}}
    _, hook = turn(given_state, said_environment, "confirm Sure?")
    assert shown(hook.calls[0]).endswith("{service=orders environment=prod}")


def heard_intent(name: str, **slots: str) -> IntentState:
    fills = heard({"intent": name, "slots": slots}).interpretations[0].slots
    names = DIALOGS.slots_of(name) or ()
    return IntentState(name, {slot: fills.get(slot) for slot in names})


def test_putting_a_delegated_intent_begins_it() -> None:
    state = DialogState(heard_intent("Restart", service="orders"), DialogAction("Delegate"))
    hook = ScriptedHook(["delegate"])
    output = drive(put_session(DIALOGS, state), hook)
    assert [shown(call) for call in hook.calls] == [
        "DialogCodeHook Restart InProgress None {service=orders} -> environment"
    ]
    assert (waits(output.state), said(output)) == ("ElicitSlot environment", ["Where?"])


@pytest.mark.parametrize(
    ("action", "messages", "says"),
    [
        (DialogAction("ElicitSlot", "service"), (), ["Which service?"]),
        (DialogAction("ElicitSlot", "service"), (Message("Say it."),), ["Say it."]),
        (DialogAction("ConfirmIntent"), (), ["Go ahead?"]),
        (DialogAction("ElicitIntent"), (Message("Hello."),), ["Hello."]),
        (DialogAction("Close"), (), []),
    ],
)
def test_putting_another_action_says_its_messages_or_its_prompt(
    action: DialogAction, messages: tuple[Message, ...], says: list[str]
) -> None:
    state = DialogState(heard_intent("Restart"), action)
    output = drive(put_session(DIALOGS, state, messages), ScriptedHook([]))
    assert said(output) == says
    assert output.state.action == action


INPUTS = st.fixed_dictionaries(
    {},
    optional={
        "intent": st.sampled_from([*DIALOGS.locale.intents, "Unknown"]),
        "slots": st.dictionaries(
            st.sampled_from(["service", "environment", "reason", "unknown"]),
            st.sampled_from(["orders", "staging"]),
        ),
        "value": st.just("orders"),
        "answer": st.sampled_from(["Confirmed", "Denied"]),
    },
)
ANSWERS = st.sampled_from(
    [
        "delegate",
        "confirm Sure?",
        "close Fulfilled Done.",
        "close Failed No.",
        "elicit_intent What?",
    ]
)


@settings(max_examples=150, deadline=None)
@given(inputs=st.lists(INPUTS, max_size=8), data=st.data())
def test_any_sequence_of_inputs_keeps_the_invariants(
    inputs: list[dict[str, Any]], data: st.DataObject
) -> None:
    state = DialogState()
    for entry in inputs:
        hook = ScriptedHook(data.draw(st.lists(ANSWERS, min_size=4, max_size=4)))
        state = drive(take_turn(DIALOGS, state, heard(entry)), hook).state
        check_invariants(state)


def check_invariants(state: DialogState) -> None:
    assert state.action is not None
    assert state.action.type in ("Close", "ElicitSlot", "ElicitIntent", "ConfirmIntent")
    if state.intent is None:
        assert state.action.type == "ElicitIntent"
        return
    assert tuple(state.intent.slots) == DIALOGS.slots_of(state.intent.name)
    if state.action.type == "ElicitSlot":
        assert state.action.slot_to_elicit not in filled(state.intent)
    if state.action.type == "ConfirmIntent":
        assert state.intent.confirmation == "None"
    assert state.attempts <= 2


def test_a_confirmation_given_up_takes_its_attributes_to_the_fallbacks_hook() -> None:
    """By them the function knows what to drop: its button must not stay alive."""
    given_up = replace(CONFIRMING, attributes={"plan": "1"}, attempts=CONFIRMATION_RETRIES)
    _, hook = turn(given_up, {}, "close Fulfilled Sorry.")

    (call,) = hook.calls
    assert call.source == "FulfillmentCodeHook"
    assert call.state.intent is not None
    assert call.state.intent.name == "Fallback"
    assert call.state.attributes == {"plan": "1"}
