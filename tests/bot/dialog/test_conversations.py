"""Whole conversations through the dialog step, as data."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.dialog.engine import Options, drive, take_turn
from bot.dialog.state import DialogState, TurnOutput
from tests.bot.dialog.play import ScriptedHook, described, filled, heard, said, shown, waits
from tests.bot.dialog.sample import dialogs, sample_bot

CONVERSATIONS = yaml.safe_load(
    (Path(__file__).parent / "conversations.yaml").read_text(encoding="utf-8")
)
KEYS = {"hear", "hooks", "called", "says", "waits", "is", "slots"}


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda item: item["name"])
def test_conversation(conversation: dict[str, Any]) -> None:
    state = DialogState()
    for turn in conversation["turns"]:
        assert set(turn) <= KEYS, "a misspelt key would check nothing"
        hook = ScriptedHook(turn.get("hooks", []))
        steps = take_turn(
            dialogs(sample_bot()),
            state,
            heard(turn["hear"]),
            Options(intent_switch=conversation.get("intent_switch", True)),
        )
        output = drive(steps, hook)
        assert output.failure is None
        assert len(hook.calls) == len(hook.answers), "an answer was never asked for"
        check(turn, output, [shown(call) for call in hook.calls])
        state = output.state


def check(turn: dict[str, Any], output: TurnOutput, calls: list[str]) -> None:
    intent = output.state.intent
    actual = {
        "called": calls,
        "says": said(output),
        "waits": waits(output.state),
        "is": described(output.state),
        "slots": filled(intent) if intent else {},
    }
    wanted = {key: value for key, value in turn.items() if key in actual}
    assert {key: actual[key] for key in wanted} == wanted
