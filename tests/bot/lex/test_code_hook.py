"""The Lambda contract: the event that is sent, and the answers that are taken."""

from dataclasses import replace
from typing import Any

import pytest

from bot.dialog.state import (
    DialogAction,
    DialogState,
    HookAnswer,
    HookCall,
    IntentState,
    Interpretation,
    Message,
    SlotFill,
)
from bot.errors import LexDocumentError
from bot.lex import BotIdentity, HookContext, code_hook_event, hook_answer
from tests.bot.dialog.sample import LOCALE, sample_bot

ORDERS = SlotFill("Orders", "orders", ("orders",))
INTENT = IntentState("Restart", {"service": ORDERS, "environment": None, "reason": None})
CALL = HookCall(
    "DialogCodeHook",
    DialogState(INTENT, attributes={"role": "oncall"}),
    (Interpretation("Restart", {"service": ORDERS}, 0.91), Interpretation("Fallback")),
    "restart orders",
    DialogAction("ElicitSlot", "environment"),
)
CONTEXT = HookContext(sample_bot(), BotIdentity("SAMPLEBOT1", "Sample"), LOCALE, "u:1", "r-1")
ORDERS_JSON = {
    "shape": "Scalar",
    "value": {
        "originalValue": "Orders",
        "interpretedValue": "orders",
        "resolvedValues": ["orders"],
    },
}
INTENT_JSON = {
    "name": "Restart",
    "state": "InProgress",
    "confirmationState": "None",
    "slots": {"service": ORDERS_JSON, "environment": None, "reason": None},
}


DIALOG_EVENT = {
    "messageVersion": "1.0",
    "invocationSource": "DialogCodeHook",
    "inputMode": "Text",
    "responseContentType": "text/plain; charset=utf-8",
    "sessionId": "u:1",
    "inputTranscript": "restart orders",
    "bot": {
        "id": "SAMPLEBOT1",
        "name": "Sample",
        "localeId": "en_US",
        "version": "DRAFT",
        "aliasId": "TSTALIASID",
        "aliasName": "TestBotAlias",
    },
    "interpretations": [
        {"interpretationSource": "Lex", "nluConfidence": 0.91, "intent": INTENT_JSON},
        {
            "interpretationSource": "Lex",
            "intent": {
                "name": "Fallback",
                "slots": {},
                "state": "ReadyForFulfillment",
                "confirmationState": "None",
            },
        },
    ],
    "proposedNextState": {
        "dialogAction": {"type": "ElicitSlot", "slotToElicit": "environment"},
        "intent": INTENT_JSON,
        "prompt": {"attempt": "Initial"},
    },
    "requestAttributes": None,
    "sessionState": {
        "sessionAttributes": {"role": "oncall"},
        "activeContexts": [],
        "intent": INTENT_JSON,
        "originatingRequestId": "r-1",
    },
    "transcriptions": [
        {
            "transcription": "restart orders",
            "transcriptionConfidence": 1,
            "resolvedContext": {"intent": "Restart"},
            "resolvedSlots": {
                "service": {
                    "shape": "Scalar",
                    "value": {"originalValue": "Orders", "resolvedValues": ["orders"]},
                }
            },
        }
    ],
}


def test_the_event_of_a_dialog_hook() -> None:
    assert code_hook_event(CALL, CONTEXT) == DIALOG_EVENT


def test_the_event_of_a_fulfillment_hook_proposes_nothing() -> None:
    call = replace(CALL, source="FulfillmentCodeHook", transcript="")
    event = code_hook_event(call, replace(CONTEXT, request_attributes={"a": "b"}))
    assert event["invocationSource"] == "FulfillmentCodeHook"
    assert event["requestAttributes"] == {"a": "b"}
    assert event["transcriptions"] == []
    assert "proposedNextState" not in event


def test_an_event_over_12_kb_is_refused_with_its_size() -> None:
    large = replace(CALL, state=replace(CALL.state, attributes={"a": "é" * 6_000}))
    with pytest.raises(LexDocumentError, match=r"code hook event is 1\d{4} bytes; at most 12288"):
        code_hook_event(large, CONTEXT)


def answer(action: dict[str, Any], **more: Any) -> dict[str, Any]:
    state = {key: more.pop(key) for key in ("intent", "sessionAttributes") if key in more}
    return {"sessionState": {"dialogAction": action, **state}, **more}


HELLO = [{"contentType": "PlainText", "content": "Hello."}]


@pytest.mark.parametrize(
    ("document", "wanted"),
    [
        (answer({"type": "Delegate"}), HookAnswer(DialogAction("Delegate"))),
        (
            answer({"type": "ElicitIntent"}, messages=HELLO, statusCode=200),
            HookAnswer(DialogAction("ElicitIntent"), messages=(Message("Hello."),)),
        ),
        (
            answer({"type": "ElicitSlot", "slotToElicit": "environment"}, intent=INTENT_JSON),
            HookAnswer(DialogAction("ElicitSlot", "environment"), INTENT),
        ),
        (
            answer({"type": "ConfirmIntent"}, intent=INTENT_JSON, sessionAttributes={}),
            HookAnswer(DialogAction("ConfirmIntent"), INTENT, attributes={}),
        ),
        (
            answer(
                {"type": "Close"},
                intent={"name": "Restart", "state": "Failed"},
                requestAttributes={"x": "y"},
            ),
            HookAnswer(
                DialogAction("Close"),
                IntentState("Restart", phase="Failed"),
                request_attributes={"x": "y"},
            ),
        ),
    ],
)
def test_an_answer_is_read(document: dict[str, Any], wanted: HookAnswer) -> None:
    assert hook_answer(document) == wanted


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        (None, ""),
        ("text", ""),
        ([], ""),
        ({}, "/sessionState"),
        ({"sessionState": {}}, "/sessionState/dialogAction"),
        (answer({}), "/sessionState/dialogAction/type"),
        (answer({"type": "None"}), "/sessionState/dialogAction/type"),
        (answer({"type": "FulfillIntent"}), "/sessionState/dialogAction/type"),
        (answer({"type": "ElicitIntent"}), "/messages"),
        (answer({"type": "ElicitIntent"}, messages=[]), "/messages"),
        (answer({"type": "ElicitSlot", "slotToElicit": "x"}), "/sessionState/intent"),
        (
            answer({"type": "ElicitSlot"}, intent=INTENT_JSON),
            "/sessionState/dialogAction/slotToElicit",
        ),
        (
            answer({"type": "ConfirmIntent"}, intent={"name": "Restart"}),
            "/sessionState/intent/slots",
        ),
        (answer({"type": "Close"}, intent={"name": "Restart"}), "/sessionState/intent/state"),
        (
            answer({"type": "Close"}, intent={"name": "Restart", "state": "Waiting"}),
            "/sessionState/intent/state",
        ),
        (
            answer({"type": "Delegate"}, sessionAttributes={"n": 1}),
            "/sessionState/sessionAttributes/n",
        ),
        (
            answer({"type": "Delegate"}, sessionAttributes={"n": "x" * 9_300}),
            "/sessionState/sessionAttributes",
        ),
        (answer({"type": "Delegate"}, requestAttributes={"n": []}), "/requestAttributes/n"),
        (answer({"type": "Delegate"}, junk="x" * 51_200), ""),
        (answer({"type": "Delegate"}, messages={"content": "x"}), "/messages"),
        (
            answer({"type": "Delegate"}, sessionAttributes={"n": "\ud800"}),
            "/sessionState/sessionAttributes/n",
        ),
    ],
)
def test_an_answer_that_lex_would_refuse_names_the_pointer(document: object, pointer: str) -> None:
    with pytest.raises(LexDocumentError) as raised:
        hook_answer(document)
    assert raised.value.pointer == pointer
