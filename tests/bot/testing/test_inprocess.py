"""A bot in this process goes the way that the served one goes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.definition import Definition
from bot.dialog.state import DialogAction, DialogState, IntentState, Interpretation, UserInput
from bot.lex.compiling import compile_lex
from bot.load import load_definition
from bot.runtime.recognizer import build_recognizer
from bot.runtime.recognizer.protocol import NO_HINTS, Eliciting, Hints
from bot.testing.endpoint import Session
from bot.testing.explaining import explain, explained_text
from bot.testing.inprocess import InProcess
from bot.testing.reading import load_scripts
from bot.testing.reporting import failure_text
from bot.testing.running import Settings, hold_all
from bot.testing.script import NOTHING_GIVEN, Given
from tests.bot.dialog.engine.test_features import DATA

ME = Session("en_US", "me")

CONVERSATIONS = """
- name: a context of two turns is there for the two turns after it was opened
  turns:
    - {say: plain, with: {session_attributes: {color: red}}, elicits: size}
    - {say: "3", action: Close, active_contexts: [Chosen]}
    - {say: hm, active_contexts: [Chosen]}
    - {say: later, intent: Later, messages: [Later.], active_contexts: []}
    - {say: later, intent: Fallback}
- name: a context that is given for one turn is there in the next one
  turns:
    - say: hm
      with: {active_contexts: [{name: Chosen, seconds: 60, turns: 1}]}
    - {say: later, intent: Later, active_contexts: []}
    - {say: later, intent: Fallback}
- name: PutSession starts an intent with its defaults and its initial response
  turns:
    - put: {intent: Plain, action: Delegate, session_attributes: {color: red}}
      slots: {color: red}
      elicits: size
    - put: {intent: Hooked, action: Delegate}
      messages: [One moment., It went well., "Bye, [name]."]
- name: PutSession takes an intent that is being talked about on from there
  turns:
    - {say: home, elicits: where.street}
    - put: {intent: Home, slots: {}, action: Delegate}
      messages: [Which street?]
"""


@pytest.fixture(scope="module")
def definition(tmp_path_factory: pytest.TempPathFactory) -> Definition:
    root = tmp_path_factory.mktemp("features")
    for name, text in DATA["files"].items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return load_definition(root, {})


def test_contexts_and_put_sessions(definition: Definition, tmp_path: Path) -> None:
    path = tmp_path / "x.test.yaml"
    path.write_text(CONVERSATIONS, encoding="utf-8")
    endpoint = InProcess(compile_lex(definition), build_recognizer(definition.bot))
    results = hold_all(endpoint, load_scripts([path]), Settings("en_US"))
    assert [failure_text(one) for one in results if not one.holds] == []


class Asked:
    """Understands nothing, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.eliciting: Eliciting | None = None

    def recognize(
        self,
        text: str,
        *,
        locale: str,
        eliciting: Eliciting | None = None,
        hints: Hints = NO_HINTS,
    ) -> UserInput:
        assert (text, locale, hints) == ("hm", "en_US", NO_HINTS)
        self.eliciting = eliciting
        return UserInput((Interpretation("Fallback"),))


def test_a_recognizer_is_told_which_part_is_asked_for(definition: Definition) -> None:
    recognizer = Asked()
    endpoint = InProcess(compile_lex(definition), recognizer)
    asks = DialogState(IntentState("Home"), DialogAction("ElicitSlot", "where", "place"))
    heard = endpoint.put(ME, Given(asks))
    assert [one.content for one in heard.answer.messages] == ["Which place?"]
    endpoint.say(ME, "hm", NOTHING_GIVEN)
    assert recognizer.eliciting == Eliciting("Home", "where", "place")


def test_which_part_is_asked_for_is_explained(definition: Definition) -> None:
    lex, recognizer = compile_lex(definition), build_recognizer(definition.bot)
    _, second = explain(lex, recognizer, "en_US", ["home", "High Street"])
    assert "asked for slot where.street of Home" in explained_text(second)


@pytest.mark.parametrize("text", ["", "x" * 1025])
def test_what_the_api_refuses_is_refused(definition: Definition, text: str) -> None:
    heard = InProcess(compile_lex(definition), Asked()).say(ME, text, NOTHING_GIVEN)
    assert heard.error == "ValidationException"
    assert f"/text: has {len(text)} characters" in heard.reason


@pytest.mark.parametrize(
    ("hints", "told"),
    [
        ({"Nobody": {}}, "slotHints/Nobody: the bot has no such intent"),
        ({"Home": {"where": ["x"], "note": ["y"]}}, "Home/note: the intent Home has no such slot"),
    ],
)
def test_hints_for_what_is_not_there_are_refused(
    definition: Definition, hints: Mapping[str, Any], told: str
) -> None:
    endpoint = InProcess(compile_lex(definition), Asked())
    heard = endpoint.say(ME, "hm", Given(hints=hints))
    assert heard.error == "ValidationException"
    assert told in heard.reason
