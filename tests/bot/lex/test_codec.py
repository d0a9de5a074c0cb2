"""Three spellings of one bot: each comes back as it was; what is wrong is told with its place."""

import json
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.lex.codec import Mistake, decode, encode
from bot.lex.definition import (
    Closing,
    Confirmation,
    InitialResponse,
    LexIntent,
    LexSlot,
    LexSlotType,
    PromptSpecification,
    SlotCapture,
)
from bot.lex.definition.spelling import Spelling
from bot.writing import yaml_text
from tests.bot.lex.generated import records

KINDS = (LexIntent, LexSlot, LexSlotType, Confirmation, SlotCapture, InitialResponse, Closing)


@given(st.sampled_from(KINDS).flatmap(records), st.sampled_from(get_args(Spelling)))
def test_what_is_written_is_read_back(record: Any, spelling: Spelling) -> None:
    text = json.dumps(encode(record, spelling))
    assert decode(type(record), json.loads(text), spelling) == (record, [])


@given(st.sampled_from(KINDS).flatmap(records))
def test_yaml_text_is_read_back(record: Any) -> None:
    text = yaml_text(encode(record, "yaml"))
    assert decode(type(record), yaml.safe_load(text), "yaml") == (record, [])


def test_the_same_thing_has_three_spellings() -> None:
    prompt = PromptSpecification(max_retries=1, message_selection_strategy="Ordered")
    setting = Confirmation(prompt_specification=prompt, active=True)
    assert encode(setting, "archive") == {
        "promptSpecification": {"maxRetries": 1, "messageSelectionStrategy": "Ordered"},
        "isActive": True,
    }
    assert encode(setting, "api")["active"] is True
    assert encode(setting, "yaml") == {
        "prompt": {"max_retries": 1, "selection": "Ordered"},
        "active": True,
    }


def test_yaml_says_short_what_can_only_mean_one_thing() -> None:
    short = {
        "say": ["Hello.", {"message": "Hi.", "variations": "Hey."}],
        "next": "ElicitSlot environment",
        "conditions": {
            "branches": {"name": "late", "when": "[tries] > 2", "next": "EndConversation"}
        },
    }
    found, mistakes = decode(InitialResponse, short, "yaml")
    assert mistakes == []
    assert encode(found, "archive") == {
        "initialResponse": {
            "messageGroupsList": [
                {"message": {"plainTextMessage": {"value": "Hello."}}},
                {
                    "message": {"plainTextMessage": {"value": "Hi."}},
                    "variations": [{"plainTextMessage": {"value": "Hey."}}],
                },
            ]
        },
        "nextStep": {"dialogAction": {"type": "ElicitSlot", "slotToElicit": "environment"}},
        "conditional": {
            "conditionalBranches": [
                {
                    "name": "late",
                    "condition": {"expressionString": "[tries] > 2"},
                    "nextStep": {"dialogAction": {"type": "EndConversation"}},
                }
            ]
        },
    }


@pytest.mark.parametrize(
    ("data", "path", "message"),
    [
        ({"naem": "x"}, "/naem", "unknown key 'naem'"),
        ({"name": 7}, "/name", "7 is not text"),
        ({"slotPriorities": {}}, "/slotPriorities", "{} is not a list"),
        ({"slotPriorities": [{"priority": True}]}, "/slotPriorities/0/priority", "not a whole"),
        ({"dialogCodeHook": "on"}, "/dialogCodeHook", "'on' is not a mapping"),
        (
            {"initialResponseSetting": {"nextStep": {"dialogAction": {"type": "GoHome"}}}},
            "/initialResponseSetting/nextStep/dialogAction/type",
            "'GoHome' is not allowed",
        ),
        ({"a/b~c": 1}, "/a~1b~0c", "unknown key"),
    ],
)
def test_a_mistake_has_its_place(data: Any, path: str, message: str) -> None:
    _, [mistake] = decode(LexIntent, data, "archive")
    assert mistake.path == path
    assert message in mistake.message


def test_every_mistake_is_told_and_the_rest_is_read() -> None:
    data = {"name": "Book", "description": 1, "nmae": 2, "sampleUtterances": [{"utterance": 3}]}
    found, mistakes = decode(LexIntent, data, "archive")
    assert found.name == "Book"
    assert [mistake.path for mistake in mistakes] == [
        "/description",
        "/nmae",
        "/sampleUtterances/0/utterance",
    ]
    assert [mistake.is_unknown for mistake in mistakes] == [False, True, False]


def test_a_near_miss_is_answered_by_the_name() -> None:
    _, [mistake] = decode(LexIntent, {"sampleUterances": []}, "archive")
    assert mistake == Mistake(
        ("sampleUterances",),
        "unknown key 'sampleUterances'",
        "Did you mean 'sampleUtterances'?",
        is_unknown=True,
    )


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: (
    st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)))  # fmt: skip
def test_no_data_raises_anything(data: object) -> None:
    for spelling in get_args(Spelling):
        decode(LexIntent, data, spelling)
