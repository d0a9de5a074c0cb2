"""What a code hook's answer does to the dialog (Lex's lambda-response-format)."""

from dataclasses import replace

from bot.dialog.position import Position, close, confirm, decline, elicit, missing_slot
from bot.dialog.script import Script
from bot.dialog.state import DialogAction, DialogState, HookAnswer, HookFailure, IntentState


def adopt(
    script: Script, position: Position, answer: HookAnswer | HookFailure
) -> Position | HookFailure:
    """The position after the hook of `position` gave `answer`.

    A failure where it names an intent or slot that the bot does not have, or an action that
    cannot be done without what it leaves out.
    """
    if isinstance(answer, HookFailure):
        return answer
    intent = _adopted_intent(script, position.state.intent, answer.intent)
    if isinstance(intent, HookFailure):
        return intent
    state = replace(position.state, intent=intent, action=None, attempts=0)
    if answer.attributes is not None:
        state = replace(state, attributes=dict(answer.attributes))
    moved = _act(script, position, state, answer)
    if isinstance(moved, HookFailure):
        return moved
    return replace(moved, messages=position.messages + moved.messages)


def _adopted_intent(
    script: Script, current: IntentState | None, answered: IntentState | None
) -> IntentState | HookFailure | None:
    if answered is None:
        return current
    intent = script.intent(answered.name)
    if intent is None:
        return _malformed(
            "/sessionState/intent/name",
            f"the bot has no intent {answered.name!r}",
            f"use one of {', '.join(intent.name for intent in script.bot.intents)}",
        )
    known = {slot.name for slot in intent.slots}
    if unknown := sorted(set(answered.slots) - known):
        return _malformed(
            f"/sessionState/intent/slots/{unknown[0]}",
            f"{answered.name} has no slot {unknown[0]!r}",
            f"use one of {', '.join(sorted(known)) or 'none'}",
        )
    # A slot that the answer leaves out keeps its value; null is what clears one.
    kept = current.slots if current and current.name == answered.name else {}
    slots = {slot.name: kept.get(slot.name) for slot in intent.slots}
    return replace(answered, slots={**slots, **answered.slots})


def _act(
    script: Script, position: Position, state: DialogState, answer: HookAnswer
) -> Position | HookFailure:
    action = answer.action.type
    if action == "ElicitSlot":
        return _elicit(script, state, answer)
    if action == "ConfirmIntent":
        return _confirm(script, state, answer)
    if action == "ElicitIntent":
        waiting = replace(state, intent=None, action=DialogAction("ElicitIntent"))
        return Position("done", waiting, answer.messages)
    if action == "Close":
        return close(state, messages=answer.messages)
    if action == "Delegate":
        return _delegate(script, position, state)
    return _malformed(
        "/sessionState/dialogAction/type",
        f"{action!r} cannot come from a code hook",
        "use Close, ConfirmIntent, Delegate, ElicitIntent or ElicitSlot",
    )


def _confirm(script: Script, state: DialogState, answer: HookAnswer) -> Position | HookFailure:
    if state.intent is None:
        return _no_intent("ConfirmIntent")
    return confirm(script, state, messages=answer.messages)


def _elicit(script: Script, state: DialogState, answer: HookAnswer) -> Position | HookFailure:
    if state.intent is None:
        return _no_intent("ElicitSlot")
    slot = answer.action.slot_to_elicit
    if script.slot(state.intent.name, slot) is None:
        return _malformed(
            "/sessionState/dialogAction/slotToElicit",
            f"{state.intent.name} has no slot {slot!r}",
            f"use one of {', '.join(state.intent.slots) or 'none'}",
        )
    return elicit(script, state, slot, messages=answer.messages)


def _delegate(script: Script, position: Position, state: DialogState) -> Position:
    before = position.state.intent
    if state.intent is not None and before is not None and state.intent.name != before.name:
        return Position("dialog_hook", state)
    if state.intent is not None and before is not None and before.confirmation == "Denied":
        # The declination's hook: Delegate goes on with the declination, whatever it leaves out.
        return decline(script, state)
    if position.stage == "dialog_hook" or state.intent is None:
        return Position("next_step", state)
    return _after_fulfillment(script, state, state.intent)


def _after_fulfillment(script: Script, state: DialogState, intent: IntentState) -> Position:
    """The success path, unless fulfillment took a value back or says that it has failed."""
    if intent.phase == "Failed" or missing_slot(script, intent):
        return Position("next_step", state)
    return close(state, "Fulfilled")


def _no_intent(action: str) -> HookFailure:
    return _malformed(
        "/sessionState/intent", f"{action} needs an intent, and none is in play", "name one"
    )


def _malformed(pointer: str, problem: str, cure: str) -> HookFailure:
    return HookFailure(f"{pointer}: {problem}; {cure}", "malformed")
