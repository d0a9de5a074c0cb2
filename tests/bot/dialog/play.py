"""Plays conversations that are written as data against the dialog step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.dialog.state import (
    DialogState,
    HookAnswer,
    HookCall,
    HookFailure,
    IntentState,
    Interpretation,
    SlotFill,
    TurnOutput,
    UserInput,
)
from bot.lex import hook_answer

_ACTIONS = {"confirm": "ConfirmIntent", "elicit": "ElicitSlot", "elicit_intent": "ElicitIntent"}


def fill(value: str) -> SlotFill:
    return SlotFill(value, value, (value,))


def heard(turn: Mapping[str, Any]) -> UserInput:
    """The `hear` of a turn as a recognizer would give it; {} is nonsense."""
    slots = {name: fill(value) for name, value in turn.get("slots", {}).items()}
    intent = Interpretation(turn["intent"], slots, 0.9) if "intent" in turn else None
    found = (intent, Interpretation("Fallback")) if intent else (Interpretation("Fallback"),)
    return UserInput(
        interpretations=() if "interpretations" in turn else found,
        slot_value=fill(turn["value"]) if "value" in turn else None,
        answer=turn.get("answer"),
        transcript="words",
    )


@dataclass
class ScriptedHook:
    """Answers hook calls with the given answers in order, and records the calls."""

    answers: list[Any]
    calls: list[HookCall] = field(default_factory=list)

    def __call__(self, call: HookCall) -> HookAnswer | HookFailure:
        self.calls.append(call)
        assert len(self.calls) <= len(self.answers), f"one call too many: {shown(call)}"
        answer = self.answers[len(self.calls) - 1]
        if isinstance(answer, HookFailure | HookAnswer):
            return answer
        assert call.state.intent is not None
        return hook_answer(answer_json(answer, call.state.intent))


def answer_json(answer: str | dict[str, Any], intent: IntentState) -> dict[str, Any]:
    """A short answer as Lex JSON: "delegate", "confirm <words>", "close <state> <words>" ..."""
    if isinstance(answer, dict):
        return answer
    kind, _, rest = answer.partition(" ")
    action: dict[str, Any] = {"type": _ACTIONS.get(kind, kind.capitalize())}
    named: dict[str, Any] = {"name": intent.name}
    if kind == "confirm":
        named["slots"] = {}
    if kind == "elicit":
        action["slotToElicit"], _, rest = rest.partition(" ")
    if kind == "close":
        named["state"], _, rest = rest.partition(" ")
    messages = [{"contentType": "PlainText", "content": rest}] if rest else []
    state = {"dialogAction": action, "intent": named}
    return {"sessionState": state, "messages": messages}


def shown(call: HookCall) -> str:
    """A hook call on one line, as the conversations write it."""
    intent = call.state.intent
    assert intent is not None
    slots = " ".join(f"{name}={value}" for name, value in filled(intent).items())
    proposed = f" -> {call.proposed.slot_to_elicit}" if call.proposed else ""
    return f"{call.source} {described(call.state)} {{{slots}}}{proposed}"


def described(state: DialogState) -> str:
    intent = state.intent
    return f"{intent.name} {intent.phase} {intent.confirmation}" if intent else "none"


def waits(state: DialogState) -> str:
    action = state.action
    return f"{action.type} {action.slot_to_elicit}".strip() if action else "nothing"


def filled(intent: IntentState) -> dict[str, str | None]:
    return {name: value.interpreted for name, value in intent.slots.items() if value}


def said(output: TurnOutput) -> list[str]:
    return [message.content for message in output.messages]
