"""Plays a scripted conversation against the engine: what was understood is given."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.dialog.engine import DialogDefinition, Options, drive, take_turn
from bot.dialog.state import (
    DialogAction,
    DialogState,
    HookAnswer,
    HookCall,
    HookFailure,
    IntentState,
    Interpretation,
    Message,
    SlotFill,
    TurnOutput,
    UserInput,
)


def fill(value: str) -> SlotFill:
    return SlotFill(value, value, (value,))


def heard(said: Mapping[str, Any]) -> UserInput:
    """`intent`, `slots`, `value` (of the slot that is asked for), `answer` (Confirmed, Denied), and
    what `else` it could mean."""
    slots = {name: fill(str(value)) for name, value in said.get("slots", {}).items()}
    intent = said.get("intent")
    meant = (Interpretation(intent, slots, 0.9),) if intent else ()
    others = (Interpretation(one, {}, 0.5) for one in said.get("else", ()))
    value = said.get("value")
    return UserInput(
        (*meant, *others),
        fill(str(value)) if value is not None else None,
        said.get("answer"),
        str(said.get("say", "…")),
    )


@dataclass
class Scripted:
    """The Lambda function: answers in their order; Delegate when there are none left."""

    answers: list[Mapping[str, Any]]
    calls: list[HookCall] = field(default_factory=list)

    def __call__(self, call: HookCall) -> HookAnswer | HookFailure:
        self.calls.append(call)
        answer = self.answers.pop(0) if self.answers else {"action": "Delegate"}
        if "fails" in answer:
            kind: Any = answer["fails"]
            return HookFailure("the function failed", kind)
        return _answer(call.state.intent, answer)


def _answer(intent: IntentState | None, answer: Mapping[str, Any]) -> HookAnswer:
    kind, _, slot = str(answer["action"]).partition(" ")
    name = answer.get("intent")
    if name or intent is None:
        intent = IntentState(name or "")
    slots = {
        key: None if value is None else fill(str(value))
        for key, value in answer.get("slots", {}).items()
    }
    intent = replace(
        intent, slots={**intent.slots, **slots}, phase=answer.get("state", intent.phase)
    )
    action = DialogAction(kind, slot)  # type: ignore[arg-type]
    messages = tuple(Message(text) for text in answer.get("says", ()))
    return HookAnswer(action, intent, messages, answer.get("attributes"))


@dataclass
class Talk:
    """One session."""

    definition: DialogDefinition
    state: DialogState = field(default_factory=DialogState)
    options: Options = field(default_factory=Options)

    def turn(
        self, said: Mapping[str, Any], *answers: Mapping[str, Any]
    ) -> tuple[TurnOutput, Scripted]:
        hook = Scripted(list(answers))
        output = drive(take_turn(self.definition, self.state, heard(said), self.options), hook)
        self.state = output.state
        return output, hook


def shown(output: TurnOutput, hook: Scripted) -> dict[str, Any]:
    """A turn's outcome in short, as conversations.yaml writes it."""
    state = output.state
    found: dict[str, Any] = {
        "waits": _waits(state.action),
        "says": [one.card.title if one.card else one.content for one in output.messages],
    }
    if state.intent is not None:
        found["intent"] = f"{state.intent.name} {state.intent.phase}"
        found["confirmation"] = state.intent.confirmation
        found["slots"] = {n: f.interpreted for n, f in state.intent.slots.items() if f}
    found["readings"] = [one.intent for one in output.interpretations]
    if hook.calls:
        found["calls"] = [call.label or call.source for call in hook.calls]
    if output.failure:
        found["failure"] = output.failure.kind
    return found


def _waits(action: DialogAction | None) -> str:
    if action is None:
        return ""
    slot = ".".join(part for part in (action.slot_to_elicit, action.sub_slot_to_elicit) if part)
    return f"{action.type} {slot}".strip()
