"""Each thing a turn can expect: held, and missed, against an answer as the API gives it."""

from typing import Any

import pytest
import yaml

from bot.lex.answers import answer_of
from bot.testing.building import expected_of
from bot.testing.comparing import differences, message_text
from bot.testing.endpoint import Heard

SCALAR = {"originalValue": "Order", "interpretedValue": "orders", "resolvedValues": ["orders"]}
RESPONSE: dict[str, Any] = {
    "sessionState": {
        "dialogAction": {
            "type": "ElicitSlot",
            "slotToElicit": "address",
            "subSlotToElicit": {"name": "city"},
        },
        "intent": {
            "name": "Move",
            "state": "InProgress",
            "confirmationState": "None",
            "slots": {
                "service": {"shape": "Scalar", "value": SCALAR},
                "teams": {
                    "shape": "List",
                    "value": {"originalValue": "a and b"},
                    "values": [
                        {"shape": "Scalar", "value": {"interpretedValue": "a"}},
                        {"shape": "Scalar", "value": {"interpretedValue": "b"}},
                    ],
                },
                "address": {
                    "shape": "Composite",
                    "subSlots": {
                        "street": {"shape": "Scalar", "value": {"interpretedValue": "High"}},
                        "city": None,
                    },
                },
                "note": None,
            },
        },
        "sessionAttributes": {"who": "ana"},
        "activeContexts": [
            {
                "name": "moving",
                "timeToLive": {"timeToLiveInSeconds": 60, "turnsToLive": 2},
                "contextAttributes": {"from": "here"},
            }
        ],
    },
    "messages": [
        {"contentType": "SSML", "content": "<speak>Where to?</speak>"},
        {
            "contentType": "ImageResponseCard",
            "imageResponseCard": {
                "title": "Pick one",
                "subtitle": "of two",
                "buttons": [{"text": "Rome", "value": "rome"}, {"text": "Oslo", "value": "oslo"}],
            },
        },
    ],
    "interpretations": [{"intent": {"name": "Move"}, "nluConfidence": {"score": 0.71}}],
    "requestAttributes": {"a": "b"},
}
HELD = """
- {intent: Move, state: InProgress, confirmation: None}
- slots: {service: orders, teams: [a, b], address: {street: /^H/}}
- slots_include: {service: /ord/}
- unfilled: [note]
- elicits: address
- elicits: address.city
- messages: [{contains: WHERE, type: SSML}, {card: {title: /pick/i, subtitle: of two}}]
- messages: [/Where/, {card: {buttons: [Rome, {text: /Os/, value: [oslo, osl]}]}}]
- {session_attributes: {who: [omar, ana]}, no_session_attributes: [plan]}
- active_contexts: [moving]
- active_contexts: {moving: {from: here}}
- request_attributes: {a: b}
- confidence_at_least: 0.7
- {}
"""
MISSED = yaml.safe_load("""
- [{intent: Stay}, intent, Stay, Move]
- [{state: Failed}, state, Failed, InProgress]
- [{confirmation: Denied}, confirmation, Denied, None]
- [{slots: {service: orders}}, slots, service=orders, "address={street=High},
   service=orders, teams=[a, b]"]
- [{slots: {service: orders, teams: [a, /c/], address: {street: High}}}, slots,
   "address={street=High}, service=orders, teams=[a, /c/]",
   "address={street=High}, service=orders, teams=[a, b]"]
- [{slots_include: {note: x}}, slots_include.note, x, nothing]
- [{unfilled: [service]}, unfilled.service, nothing, orders]
- [{action: Close}, action, Close, ElicitSlot]
- [{elicits: address.street}, elicits, address.street, address.city]
- [{messages: [/Where/]}, "messages[1]", nothing, "card: Pick one / of two [Rome] [Oslo]"]
- [{messages: [/Where/, {card: {buttons: [Oslo, Rome]}}]},
   "messages[1]", "card: [Oslo] [Rome]", "card: Pick one / of two [Rome] [Oslo]"]
- [{messages: [{is: /Where/, type: PlainText}, {card: {}}]},
   "messages[0]", "PlainText: /Where/", "SSML: <speak>Where to?</speak>"]
- [{messages: [/Where/, /x|/, b]}, "messages[2]", b, nothing]
- [{reply_contains: when}, reply_contains, "'when'", "'<speak>Where to?</speak> '"]
- [{session_attributes: {plan: x}}, session_attributes.plan, x, nothing]
- [{no_session_attributes: [who]}, no_session_attributes, no who, who=ana]
- [{active_contexts: []}, active_contexts, nothing, moving]
- [{active_contexts: {moving: {from: there}}}, active_contexts.moving.from, there, here]
- [{request_attributes: {a: c}}, request_attributes.a, c, b]
- [{confidence_at_least: 0.8}, confidence_at_least, "0.80", "0.71"]
- [{fails: ConflictException}, fails, ConflictException, an answer]
""")


@pytest.mark.parametrize("expected", yaml.safe_load(HELD), ids=str)
def test_what_is_as_expected(expected: dict[str, Any]) -> None:
    assert differences(expected_of(expected), Heard(answer_of(RESPONSE))) == ()


@pytest.mark.parametrize(("expected", "what", "wanted", "got"), MISSED, ids=str)
def test_what_is_not_as_expected(
    expected: dict[str, Any], what: str, wanted: str, got: str
) -> None:
    (found,) = differences(expected_of(expected), Heard(answer_of(RESPONSE)))
    assert (found.what, found.expected, found.got) == (what, wanted, got)


def test_a_call_that_fails_is_the_only_difference() -> None:
    heard = Heard(error="ConflictException", reason="busy")
    expected = expected_of({"intent": "Move", "messages": []})
    (found,) = differences(expected, heard)
    assert (found.expected, found.got) == ("an answer", "ConflictException: busy")
    assert differences(expected_of({"fails": "ConflictException"}), heard) == ()


def test_a_card_is_shown_in_words() -> None:
    card = answer_of(RESPONSE).messages[1]
    assert message_text(card) == "card: Pick one / of two [Rome] [Oslo]"
