"""Each feature of Lex's dialog, in features.yaml; what must hold of any turn, by hypothesis."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialog.engine import DialogDefinition, Options
from bot.dialog.state import DialogState
from bot.lex.compiling import compile_lex
from bot.load import load_definition
from tests.bot.dialog.engine.play import Talk, shown

DATA = yaml.safe_load(Path(__file__).with_name("features.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def features(tmp_path_factory: pytest.TempPathFactory) -> DialogDefinition:
    root = tmp_path_factory.mktemp("features")
    for name, text in DATA["files"].items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    bot = compile_lex(load_definition(root, {}))
    return DialogDefinition(bot.locales["en_US"], "en_US")


def options(given: dict[str, Any]) -> Options:
    return replace(
        Options(),
        intent_switch=given.get("intent_switch", True),
        accepts=frozenset(given.get("accepts", ())),
        request_attributes=given.get("request_attributes", {}),
    )


@pytest.mark.parametrize("conversation", DATA["conversations"], ids=lambda one: str(one["about"]))
def test_a_feature(features: DialogDefinition, conversation: dict[str, Any]) -> None:
    state = DialogState(attributes=conversation.get("state", {}).get("attributes", {}))
    talk = Talk(features, state, options(conversation.get("options", {})))
    turns = conversation["turns"]
    for said, wanted in zip(turns[::2], turns[1::2], strict=True):
        output, hook = talk.turn(said, *said.get("hooks", ()))
        expected = dict(wanted["expect"])
        attributes = expected.pop("attributes", None)
        found = shown(output, hook)
        assert {key: found.get(key) for key in expected} == expected, output.trace
        if attributes is not None:
            assert dict(output.state.attributes) == attributes


def test_a_failed_call_leaves_the_state_as_it_was(features: DialogDefinition) -> None:
    talk = Talk(features, DialogState(attributes={"kept": "1"}))
    output, _ = talk.turn({"intent": "Asked"})
    before = output.state
    output, _ = talk.turn({"answer": "Confirmed"}, {"fails": "raised"})
    assert output.failure is not None
    assert output.state == before


def test_a_turn_says_why_it_went_where_it_went(features: DialogDefinition) -> None:
    output, _ = Talk(features).turn({"intent": "Plain", "slots": {"size": 3}})
    told = [f"{one.where}: {one.what}" for one in output.trace]
    assert told[0] == ": is recognised as Plain"
    assert "Plain/slots/color/prompt: asks" in told


def test_random_messages_are_the_same_for_the_same_seed(features: DialogDefinition) -> None:
    def said(seed: str) -> str:
        talk = Talk(features, options=Options(seed=seed))
        output, _ = talk.turn({"intent": "Cards"})
        return output.messages[0].content

    assert {said(str(number)) for number in range(40)} == {"<speak>Hi.</speak>", "Hello."}
    assert said("7") == said("7")


NAMES = ["Plain", "Later", "Hooked", "Asked", "Home", "Cards", "Circle", "Setter", "Fallback", "No"]
SLOTS = st.sampled_from(["size", "color", "where", "no"])
ACTIONS = ["Delegate", "Close", "ElicitIntent", "ConfirmIntent", "ElicitSlot size", "None"]
TURNS = st.fixed_dictionaries(
    {},
    optional={
        "intent": st.sampled_from(NAMES),
        "slots": st.dictionaries(SLOTS, st.text(max_size=3)),
        "value": st.text(max_size=3),
        "answer": st.sampled_from(["Confirmed", "Denied"]),
    },
)
ANSWER = st.fixed_dictionaries(
    {"action": st.sampled_from(ACTIONS)},
    optional={
        "intent": st.sampled_from(NAMES),
        "state": st.sampled_from(["Failed", "Fulfilled", "InProgress"]),
        "slots": st.dictionaries(SLOTS, st.none() | st.text(max_size=2)),
        "says": st.lists(st.text(min_size=1, max_size=3), max_size=3),
    },
)
FAILURE = st.fixed_dictionaries({"fails": st.sampled_from(["raised", "timeout", "throttled"])})
ANSWERS = st.lists(ANSWER | FAILURE, max_size=3)


@settings(deadline=None)
@given(st.lists(st.tuples(TURNS, ANSWERS), max_size=6))
def test_whatever_is_said_and_answered_the_state_stays_whole(
    features: DialogDefinition, turns: list[tuple[dict[str, Any], list[dict[str, Any]]]]
) -> None:
    talk = Talk(features)
    for said, answers in turns:
        output, _ = talk.turn(said, *answers)
        assert len(output.messages) <= 10
        assert len(output.interpretations) <= 5
        state = output.state
        if output.failure is None:
            assert state.action is not None
        if state.intent is not None:
            intent = features.intent(state.intent.name)
            assert intent is not None
            assert set(state.intent.slots) == set(intent.slots)
