"""What an input means in the light of what the bot waits for: (working state) -> goal."""

from collections.abc import Mapping, Sequence

from bot.dialog.engine.goals import (
    Answered,
    Begin,
    Captured,
    ConfirmationMissed,
    Elicit,
    Goal,
    Resume,
    SlotMissed,
)
from bot.dialog.engine.session import Working
from bot.dialog.engine.slots import with_part, with_values
from bot.dialog.state import ActiveContext, IntentState, Interpretation, SlotFill


def hear(working: Working, *, may_switch: bool) -> Goal:
    """The first goal of a turn. `may_switch` False keeps the intent while it asks something."""
    state = working.state
    waiting = state.action.type if state.action else "None"
    intent = state.intent
    if intent is None or working.definition.intent(intent.name) is None:
        return _recognize(working)
    if waiting == "ConfirmIntent":
        return _hear_answer(working, intent, may_switch=may_switch)
    if waiting == "ElicitSlot":
        return _hear_slot(working, intent, may_switch=may_switch)
    return _recognize(working)


def best(working: Working, contexts: Sequence[ActiveContext]) -> Interpretation:
    """The first interpretation whose intent is there and has its input contexts."""
    for one in eligible(working, contexts):
        return one
    return Interpretation(working.definition.fallback)


def eligible(working: Working, contexts: Sequence[ActiveContext]) -> tuple[Interpretation, ...]:
    """Interpretations without intents that want a context which is none of the active `contexts`.

    Those of the turn's beginning: what it opens and closes was not there when the input was heard.
    """
    active = {context.name for context in contexts}
    found = []
    for one in working.heard.interpretations:
        intent = working.definition.intent(one.intent)
        wanted = {context.name for context in (intent.input_contexts if intent else None) or ()}
        if intent is not None and wanted <= active:
            found.append(one)
    return tuple(found)


def _recognize(working: Working) -> Goal:
    chosen = best(working, working.state.contexts)
    working.note("", f"is recognised as {chosen.intent or 'nothing'}")
    if not chosen.intent:
        return Begin("")
    kept = _overridden(working, chosen.intent)
    if kept is None:
        return Begin(chosen.intent, chosen.slots)
    with_values(working, {k: v for k, v in chosen.slots.items() if k in kept.slots})
    return Resume()


def _overridden(working: Working, chosen: str) -> IntentState | None:
    """Only a caller's sessionState leaves an intent in progress with nothing being waited for: its
    slots hold for the utterance that comes with it."""
    state = working.state
    waits = state.action is not None and state.action.type not in ("Delegate", "None")
    intent = state.intent
    if waits or intent is None or intent.name != chosen or intent.phase != "InProgress":
        return None
    return intent


def _hear_slot(working: Working, intent: IntentState, *, may_switch: bool) -> Goal:
    action = working.state.action
    assert action is not None  # noqa: S101 - it is ElicitSlot
    wanted = action.slot_to_elicit
    if working.definition.slot(intent.name, wanted) is None:
        return _recognize(working)
    chosen = best(working, working.state.contexts)
    said = dict(chosen.slots) if chosen.intent == intent.name else {}
    if working.heard.slot_value is not None:
        said[wanted] = _whole(working, wanted, action.sub_slot_to_elicit, working.heard.slot_value)
    if wanted in said:
        with_values(working, said)
        return Captured(wanted)
    if _changes(intent, said):
        return _others_filled(working, wanted, said)
    if may_switch and _is_other(working, intent, chosen):
        working.note("", f"another intent is meant: {chosen.intent}")
        return Begin(chosen.intent, chosen.slots)
    return SlotMissed(wanted, working.state.attempts + 1)


def _whole(working: Working, slot: str, part: str, value: SlotFill) -> SlotFill:
    """The value of a slot, where a part of it was asked for."""
    if not part:
        return value
    parts = working.definition.parts(working.intent.name, slot)
    specifications = (parts.slot_specifications if parts else None) or {}
    return with_part(working.intent.slots.get(slot), part, value, specifications)


def _others_filled(working: Working, wanted: str, said: Mapping[str, SlotFill]) -> Goal:
    """Other slots than the one that was asked for: no try is used up.

    Where the function is asked after every answer it hears of them; else the same question comes
    again.
    """
    attempts = working.state.attempts
    changed = with_values(working, said)
    capture = working.definition.capture(working.intent.name, changed[0])
    step = capture.capture_next_step if capture else None
    action = step.dialog_action if step else None
    if action is not None and action.type == "InvokeDialogCodeHook":
        return Captured(changed[0])
    return Elicit(wanted, attempt=attempts)


def _hear_answer(working: Working, intent: IntentState, *, may_switch: bool) -> Goal:
    chosen = best(working, working.state.contexts)
    if working.heard.answer is not None:
        return Answered(working.heard.answer)
    if chosen.intent == intent.name and any(name in intent.slots for name in chosen.slots):
        changed = with_values(working, chosen.slots)
        return Captured((*changed, *chosen.slots)[0])
    if may_switch and _is_other(working, intent, chosen):
        working.note("", f"another intent is meant: {chosen.intent}")
        return Begin(chosen.intent, chosen.slots)
    return ConfirmationMissed(working.state.attempts + 1)


def _changes(intent: IntentState, said: Mapping[str, SlotFill]) -> bool:
    return any(name in intent.slots and intent.slots[name] != fill for name, fill in said.items())


def _is_other(working: Working, intent: IntentState, chosen: Interpretation) -> bool:
    return (
        working.definition.intent(chosen.intent) is not None
        and not working.definition.is_fallback(chosen.intent)
        and chosen.intent != intent.name
    )
