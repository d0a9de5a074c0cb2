"""Lex's JSON to plain data and back; a mistake names its JSON pointer."""

from dataclasses import replace
from typing import Any

import pytest

from bot.dialog.state import (
    ActiveContext,
    DialogAction,
    DialogState,
    IntentState,
    Interpretation,
    Message,
    SlotFill,
)
from bot.errors import LexDocumentError
from bot.lex.document import Node
from bot.lex.override import override
from bot.lex.wire import (
    SessionStateChange,
    hook_interpretations_json,
    interpretations_json,
    read_messages,
    read_session_state,
    session_state_json,
)
from tests.bot.dialog.sample import dialogs, sample_bot

BOT = sample_bot()
DIALOGS = dialogs(BOT)
ORDERS = SlotFill("Orders", "orders", ("orders",))
STATE = DialogState(
    IntentState("Status", {"service": ORDERS, "environment": None}),
    DialogAction("ElicitSlot", "environment"),
    {"team": "payments"},
)
DOCUMENT: dict[str, Any] = {
    "dialogAction": {"type": "ElicitSlot", "slotToElicit": "environment"},
    "intent": {
        "name": "Status",
        "state": "InProgress",
        "confirmationState": "None",
        "slots": {
            "service": {
                "shape": "Scalar",
                "value": {
                    "originalValue": "Orders",
                    "interpretedValue": "orders",
                    "resolvedValues": ["orders"],
                },
            },
            "environment": None,
        },
    },
    "sessionAttributes": {"team": "payments"},
    "activeContexts": [
        {
            "name": "asked",
            "timeToLive": {"timeToLiveInSeconds": 60, "turnsToLive": 2},
            "contextAttributes": {"service": "orders"},
        }
    ],
    "originatingRequestId": "r-1",
    "runtimeHints": {
        "slotHints": {"Status": {"service": {"runtimeHintValues": [{"phrase": "billing"}]}}}
    },
}
CONTEXTS = (ActiveContext("asked", 60, 2, {"service": "orders"}),)
HINTS = {"Status": {"service": ("billing",)}}


def test_a_session_state_is_written_as_lex_does() -> None:
    state = replace(STATE, contexts=CONTEXTS)
    written = session_state_json(state, originating_request_id="r-1", hints=HINTS)
    assert written == DOCUMENT


def test_a_session_state_is_read_as_it_was_written() -> None:
    assert read_session_state(Node(DOCUMENT)) == SessionStateChange(
        STATE.intent, STATE.action, STATE.attributes, CONTEXTS, HINTS
    )


@pytest.mark.parametrize(
    "document",
    [{}, {"intent": None, "sessionAttributes": None, "activeContexts": None, "unknown": 1}],
)
def test_what_is_absent_or_null_changes_nothing(document: dict[str, Any]) -> None:
    assert read_session_state(Node(document)) == SessionStateChange()


def test_what_is_empty_clears() -> None:
    empty: dict[str, object] = {"sessionAttributes": {}, "activeContexts": [], "runtimeHints": {}}
    assert read_session_state(Node(empty)) == SessionStateChange(
        attributes={}, contexts=(), hints={}
    )


@pytest.mark.parametrize(
    ("slot", "fill"),
    [
        (None, None),
        ({"shape": "Scalar", "value": None}, None),
        ({}, None),
        ({"shape": "List", "values": []}, None),
        ({"shape": "Composite", "value": None, "subSlots": {"street": None}}, None),
        ({"value": {"interpretedValue": "x"}}, SlotFill("x", "x")),
        ({"value": {"originalValue": "8", "resolvedValues": []}}, SlotFill("8", None)),
        (
            {"shape": "List", "values": [{"value": {"interpretedValue": "a"}}]},
            SlotFill("a", "a", shape="List", values=(SlotFill("a", "a"),)),
        ),
        (
            {
                "shape": "Composite",
                "value": {"interpretedValue": "x"},
                "subSlots": {"street": {"value": {"interpretedValue": "x"}}, "city": None},
            },
            SlotFill(
                "x", "x", shape="Composite", sub_slots={"street": SlotFill("x", "x"), "city": None}
            ),
        ),
        (
            {"shape": "Composite", "subSlots": {"street": {"value": {"interpretedValue": "x"}}}},
            SlotFill("x", "x", shape="Composite", sub_slots={"street": SlotFill("x", "x")}),
        ),
    ],
)
def test_the_forms_of_a_slot(slot: object, fill: SlotFill | None) -> None:
    document = {"intent": {"name": "Status", "slots": {"service": slot}}}
    change = read_session_state(Node(document))
    assert change.intent is not None
    assert change.intent.slots == {"service": fill}


def nested(member: str, times: int) -> object:
    """A slot in a slot in a slot."""
    slot: object = {"value": {"interpretedValue": "x"}}
    for _ in range(times):
        slot = {member: [slot] if member == "values" else {"part": slot}}
    return slot


@pytest.mark.parametrize("member", ["values", "subSlots"])
def test_slots_within_slots_end_somewhere(member: str) -> None:
    read_session_state(Node(intent(slots={"a": nested(member, 5)})))
    with pytest.raises(LexDocumentError, match="is nested more than 30 deep"):
        read_session_state(Node(intent(slots={"a": nested(member, 50)})))


def test_hints_within_hints_end_somewhere() -> None:
    hint: object = {"runtimeHintValues": []}
    for _ in range(50):
        hint = {"subSlotHints": {"part": hint}}
    with pytest.raises(LexDocumentError, match="is nested more than 30 deep"):
        read_session_state(Node({"runtimeHints": {"slotHints": {"Status": {"service": hint}}}}))


def intent(**members: object) -> dict[str, object]:
    return {"intent": {"name": "Status", **members}}


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        ([], ""),
        ({"intent": []}, "/intent"),
        ({"intent": {}}, "/intent/name"),
        ({"intent": {"name": 1}}, "/intent/name"),
        ({"intent": {"name": "\ud800"}}, "/intent/name"),
        (intent(state="Odd"), "/intent/state"),
        (intent(confirmationState=True), "/intent/confirmationState"),
        (intent(slots=["x"]), "/intent/slots"),
        (intent(slots={"a/b~c": 1}), "/intent/slots/a~1b~0c"),
        (intent(slots={"a": {"shape": "Heap", "value": {"x": 1}}}), "/intent/slots/a/shape"),
        (intent(slots={"a": {"value": {"x": 1}}}), "/intent/slots/a/value/interpretedValue"),
        ({"sessionAttributes": {"a": 1}}, "/sessionAttributes/a"),
        ({"sessionAttributes": {"a": None}}, "/sessionAttributes/a"),
        ({"sessionAttributes": {"": "x"}}, "/sessionAttributes"),
        ({"dialogAction": {}}, "/dialogAction/type"),
        ({"dialogAction": {"type": "StartIntent"}}, "/dialogAction/type"),
        ({"dialogAction": {"type": "ElicitSlot"}}, "/dialogAction/slotToElicit"),
        ({"activeContexts": [{}] * 21}, "/activeContexts"),
        (
            {"activeContexts": [{"name": "x", "timeToLive": {"timeToLiveInSeconds": 1}}]},
            "/activeContexts/0/timeToLive/timeToLiveInSeconds",
        ),
        (
            {"runtimeHints": {"slotHints": {"I": {"s": {}}}}},
            "/runtimeHints/slotHints/I/s/runtimeHintValues",
        ),
    ],
)
def test_a_malformed_session_state_names_the_pointer(document: object, pointer: str) -> None:
    with pytest.raises(LexDocumentError) as raised:
        read_session_state(Node(document))
    assert raised.value.pointer == pointer


@pytest.mark.parametrize(
    ("messages", "pointer"),
    [
        ([{"contentType": "PlainText"}], "/0/content"),
        ([{"contentType": "PlainText", "content": ""}], "/0/content"),
        ([{"contentType": "PlainText", "content": "x" * 1025}], "/0/content"),
        ([{"contentType": "ImageResponseCard", "content": "x"}], "/0/imageResponseCard"),
        ([{"contentType": "PlainText", "content": "x"}] * 11, ""),
    ],
)
def test_malformed_messages_name_the_pointer(messages: object, pointer: str) -> None:
    with pytest.raises(LexDocumentError) as raised:
        read_messages(Node(messages))
    assert raised.value.pointer == pointer


def test_messages_are_read() -> None:
    document = [{"contentType": "SSML", "content": "<speak>Hi</speak>"}]
    assert read_messages(Node(document)) == (Message("<speak>Hi</speak>", "SSML"),)


def test_confidence_is_an_object_for_callers_and_a_number_for_the_function() -> None:
    found = (
        Interpretation("Status", {}, 0.912345),
        Interpretation("Fallback"),
        Interpretation("Restart", {"service": ORDERS}, 0.3),
    )
    api = interpretations_json(BOT, STATE, found)
    hook = hook_interpretations_json(BOT, STATE, found)
    assert [item.get("nluConfidence") for item in api] == [{"score": 0.9123}, None, {"score": 0.3}]
    assert [item.get("nluConfidence") for item in hook] == [0.9123, None, 0.3]
    assert "nluConfidence" not in api[1]
    assert api[0]["intent"] == DOCUMENT["intent"]
    assert hook[2]["intent"] == {
        "name": "Restart",
        "slots": {
            "service": DOCUMENT["intent"]["slots"]["service"],
            "environment": None,
            "reason": None,
        },
        "state": "ReadyForFulfillment",
        "confirmationState": "None",
    }


def test_an_override_replaces_only_what_it_names() -> None:
    changed = override(DIALOGS, STATE, SessionStateChange(attributes={}))
    assert changed == DialogState(STATE.intent, STATE.action, {})
    other = override(DIALOGS, STATE, SessionStateChange(intent=IntentState("Help")))
    assert (other.intent, other.action) == (IntentState("Help"), None)
    same = override(DIALOGS, STATE, SessionStateChange(intent=IntentState("Status")))
    assert same.action == STATE.action
    assert same.intent == IntentState("Status", {"service": None, "environment": None})


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        (SessionStateChange(IntentState("Nope")), "/sessionState/intent/name"),
        (SessionStateChange(IntentState("Help", {"x": None})), "/sessionState/intent/slots/x"),
        (SessionStateChange(action=DialogAction("ConfirmIntent")), "/sessionState/intent"),
        (
            SessionStateChange(IntentState("Help"), DialogAction("ElicitSlot", "service")),
            "/sessionState/dialogAction/slotToElicit",
        ),
    ],
)
def test_an_override_of_what_the_bot_has_not_is_refused(
    change: SessionStateChange, pointer: str
) -> None:
    with pytest.raises(LexDocumentError) as raised:
        override(DIALOGS, DialogState(), change)
    assert raised.value.pointer == pointer
