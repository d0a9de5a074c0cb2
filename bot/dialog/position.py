"""Where a turn is, and the moves between the stages of an intent. Pure functions of plain data.

The stages are Lex's default path: initial hook, required slots, confirmation, fulfillment, end.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from bot.dialog.script import Script
from bot.dialog.state import (
    DialogAction,
    DialogState,
    IntentPhase,
    IntentState,
    Message,
    SlotFill,
)
from bot.model import Intent

Stage = Literal["dialog_hook", "next_step", "fulfillment_hook", "done"]


@dataclass(frozen=True)
class Position:
    """The stage to do next, the state so far, and the messages gathered on the way."""

    stage: Stage
    state: DialogState
    messages: tuple[Message, ...] = ()


def empty_intent(intent: Intent, slots: Mapping[str, SlotFill | None]) -> IntentState:
    """`intent` freshly begun: every slot is a key, filled where `slots` has a value for it."""
    return IntentState(intent.name, {slot.name: slots.get(slot.name) for slot in intent.slots})


def with_slots(state: DialogState, slots: Mapping[str, SlotFill]) -> DialogState:
    """`state` with the known ones of `slots` filled, and any confirmation taken back."""
    assert state.intent is not None  # noqa: S101 - only an intent in play has slots
    known = {name: fill for name, fill in slots.items() if name in state.intent.slots}
    merged = {**state.intent.slots, **known}
    intent = replace(state.intent, slots=merged, phase="InProgress", confirmation="None")
    return replace(state, intent=intent, attempts=0)


def start_intent(
    script: Script, state: DialogState, name: str, slots: Mapping[str, SlotFill | None]
) -> Position:
    """Begin the intent `name` at its initial hook; an unknown one is the fallback intent."""
    intent = script.intent(name)
    if intent is None:
        return fall_back(script, state)
    begun = replace(state, intent=empty_intent(intent, slots), action=None, attempts=0)
    return Position("dialog_hook", begun)


def elicit(
    script: Script,
    state: DialogState,
    slot: str,
    attempts: int = 0,
    messages: tuple[Message, ...] = (),
) -> Position:
    """Ask for `slot`: with `messages` where there are any, else with its configured prompt."""
    assert state.intent is not None  # noqa: S101 - a slot belongs to the intent in play
    intent = replace(state.intent, phase="InProgress")
    waiting = replace(
        state, intent=intent, action=DialogAction("ElicitSlot", slot), attempts=attempts
    )
    return Position("done", waiting, messages or script.slot_prompt(intent, slot, attempts))


def confirm(
    script: Script, state: DialogState, attempts: int = 0, messages: tuple[Message, ...] = ()
) -> Position:
    """Ask for a yes or no."""
    assert state.intent is not None  # noqa: S101 - a confirmation is about the intent in play
    intent = replace(state.intent, phase="InProgress", confirmation="None")
    waiting = replace(state, intent=intent, action=DialogAction("ConfirmIntent"), attempts=attempts)
    return Position("done", waiting, messages or script.confirmation_prompt(attempts))


def close(
    state: DialogState, phase: IntentPhase | None = None, messages: tuple[Message, ...] = ()
) -> Position:
    """End the conversation about the intent, in `phase` or in the one that it is in."""
    intent = state.intent
    ended = replace(intent, phase=phase) if intent and phase else intent
    return Position(
        "done",
        replace(state, intent=ended, action=DialogAction("Close"), attempts=0),
        messages,
    )


def decline(script: Script, state: DialogState) -> Position:
    """The person said no: the intent has failed, and nothing was done."""
    assert state.intent is not None  # noqa: S101 - a confirmation is about the intent in play
    denied = replace(state, intent=replace(state.intent, confirmation="Denied"))
    return close(denied, "Failed", script.sentence("declined"))


def fulfill(state: DialogState, messages: tuple[Message, ...] = ()) -> Position:
    assert state.intent is not None  # noqa: S101 - there is nothing else to fulfill
    ready = replace(state, intent=replace(state.intent, phase="ReadyForFulfillment"), action=None)
    return Position("fulfillment_hook", replace(ready, attempts=0), messages)


def fall_back(script: Script, state: DialogState, messages: tuple[Message, ...] = ()) -> Position:
    """Invoke the fallback intent's fulfillment; without such an intent the intent has failed."""
    fallback = script.fallback
    if fallback is None:
        return close(state, "Failed", messages)
    return fulfill(replace(state, intent=empty_intent(fallback, {})), messages)


def missing_slot(script: Script, intent: IntentState) -> str | None:
    """The next required slot without a value. Optional slots are never asked for."""
    definition = script.intent(intent.name)
    slots = definition.slots if definition else ()
    return next(
        (slot.name for slot in slots if slot.required and intent.slots.get(slot.name) is None),
        None,
    )


def next_step(script: Script, state: DialogState) -> Position:
    """What the configured path does next with the intent in play: Lex's Delegate."""
    intent = state.intent
    if intent is None:
        return Position("done", replace(state, action=DialogAction("ElicitIntent"), attempts=0))
    if intent.phase == "Failed":
        return close(state, "Failed", script.sentence("failed"))
    if slot := missing_slot(script, intent):
        return elicit(script, state, slot)
    if intent.confirmation == "Denied":
        return decline(script, state)
    if _asks_first(script, intent):
        return confirm(script, state)
    return fulfill(state)


def _asks_first(script: Script, intent: IntentState) -> bool:
    definition = script.intent(intent.name)
    is_change = definition is not None and definition.effect != "read"
    return is_change and intent.confirmation == "None"
