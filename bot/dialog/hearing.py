"""What an input means in the light of what the bot waits for: (state, input) -> position."""

from collections.abc import Mapping
from dataclasses import replace

from bot.dialog.position import (
    Position,
    confirm,
    elicit,
    fall_back,
    fulfill,
    start_intent,
    with_slots,
)
from bot.dialog.script import MAX_CONFIRMATION_RETRIES, Script
from bot.dialog.state import DialogState, IntentState, Interpretation, SlotFill, UserInput


def hear(script: Script, state: DialogState, heard: UserInput, *, may_switch: bool) -> Position:
    """The first move of a turn. `may_switch` False keeps the intent while it asks something."""
    waiting_for = state.action.type if state.action else "None"
    intent = state.intent
    if intent is None or script.intent(intent.name) is None:
        return _recognize(script, state, heard)
    if waiting_for == "ConfirmIntent":
        return _hear_answer(script, state, intent, heard, may_switch=may_switch)
    if waiting_for == "ElicitSlot":
        return _hear_slot(script, state, intent, heard, may_switch=may_switch)
    return _recognize(script, state, heard)


def best(script: Script, heard: UserInput) -> Interpretation:
    """The first interpretation; the fallback intent where a platform gave none."""
    if heard.interpretations:
        return heard.interpretations[0]
    return Interpretation(script.fallback.name if script.fallback else "")


def _recognize(script: Script, state: DialogState, heard: UserInput) -> Position:
    chosen = best(script, heard)
    kept = _overridden(state, chosen.intent)
    if kept is None:
        return start_intent(script, state, chosen.intent, chosen.slots)
    slots = {**kept.slots, **{k: v for k, v in chosen.slots.items() if k in kept.slots}}
    resumed = replace(state, intent=replace(kept, slots=slots), action=None, attempts=0)
    return Position("dialog_hook", resumed)


def _overridden(state: DialogState, chosen: str) -> IntentState | None:
    # Only a caller's sessionState leaves an intent in progress with nothing being waited for: its
    # slots hold for the utterance that comes with it.
    waits = state.action is not None and state.action.type not in ("Delegate", "None")
    intent = state.intent
    if waits or intent is None or intent.name != chosen or intent.phase != "InProgress":
        return None
    return intent


def _hear_slot(
    script: Script, state: DialogState, intent: IntentState, heard: UserInput, *, may_switch: bool
) -> Position:
    assert state.action is not None  # noqa: S101 - it is ElicitSlot
    wanted = state.action.slot_to_elicit
    slot = script.slot(intent.name, wanted)
    if slot is None:
        return _recognize(script, state, heard)
    chosen = best(script, heard)
    said = dict(chosen.slots) if chosen.intent == intent.name else {}
    if heard.slot_value is not None:
        said[wanted] = heard.slot_value
    if wanted in said or _changes(intent, said):
        return Position("dialog_hook", replace(with_slots(state, said), action=None))
    if may_switch and _is_other_intent(script, intent, chosen):
        return start_intent(script, state, chosen.intent, chosen.slots)
    attempts = state.attempts + 1
    if attempts > slot.max_retries:
        return fall_back(script, state, script.sentence("retries_exhausted"))
    return elicit(script, state, wanted, attempts)


def _hear_answer(
    script: Script, state: DialogState, intent: IntentState, heard: UserInput, *, may_switch: bool
) -> Position:
    chosen = best(script, heard)
    if heard.answer == "Confirmed":
        return fulfill(replace(state, intent=replace(intent, confirmation="Confirmed")))
    if heard.answer == "Denied":
        # The declination's code hook: what was planned is dropped before the no is acknowledged.
        denied = replace(intent, confirmation="Denied")
        return Position("dialog_hook", replace(state, intent=denied, action=None))
    if chosen.intent == intent.name and any(name in intent.slots for name in chosen.slots):
        return Position("dialog_hook", replace(with_slots(state, chosen.slots), action=None))
    if may_switch and _is_other_intent(script, intent, chosen):
        return start_intent(script, state, chosen.intent, chosen.slots)
    attempts = state.attempts + 1
    if attempts > MAX_CONFIRMATION_RETRIES:
        return fall_back(script, state, script.sentence("retries_exhausted"))
    return confirm(script, state, attempts)


def _changes(intent: IntentState, said: Mapping[str, SlotFill]) -> bool:
    return any(name in intent.slots and intent.slots[name] != fill for name, fill in said.items())


def _is_other_intent(script: Script, intent: IntentState, chosen: Interpretation) -> bool:
    fallback = script.fallback
    is_match = script.intent(chosen.intent) is not None
    is_fallback = fallback is not None and chosen.intent == fallback.name
    return is_match and not is_fallback and chosen.intent != intent.name
