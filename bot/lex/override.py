"""What a caller's sessionState does to the dialog: the runtime API accepts what it is given.

A caller may say that an intent is Confirmed, or that a slot is filled: so does Lex, which knows
nobody. That nothing comes of it without the person's own plan is fulfillment's business.
"""

from dataclasses import replace
from typing import Protocol

from bot.dialog.state import DialogAction, DialogState, IntentState
from bot.errors import LexDocumentError
from bot.lex.hints import Hints
from bot.lex.wire import Intents, SessionStateChange


class Dialogs(Intents, Protocol):
    """Of a definition: its intents, their slots, and the parts of those."""

    def part_names(self, intent: str, slot: str) -> tuple[str, ...]:
        """Of a composite slot."""
        ...


def override(dialogs: Dialogs, state: DialogState, change: SessionStateChange) -> DialogState:
    """`state` with all that `change` names.

    Session attributes are replaced as a whole. Raises LexDocumentError for an intent, a slot or a
    part of one that the bot does not have.
    """
    check_hints(dialogs, change.hints or {})
    if change.attributes is not None:
        state = replace(state, attributes=dict(change.attributes))
    if change.intent is not None:
        state = _with_intent(state, _known(dialogs, change.intent))
    if change.action is not None:
        _check_action(dialogs, state.intent, change.action)
        state = replace(state, action=change.action, attempts=0)
    return state


def check_hints(intents: Intents, hints: Hints) -> None:
    """Raises LexDocumentError where `hints` name what the bot does not have (guide: using-hints: a
    runtime error)."""
    for intent, slots in hints.items():
        names = intents.slots_of(intent)
        pointer = f"/sessionState/runtimeHints/slotHints/{intent}"
        if names is None:
            raise LexDocumentError(pointer, "the bot has no such intent")
        if unknown := sorted({slot.partition(".")[0] for slot in slots} - set(names)):
            raise LexDocumentError(
                f"{pointer}/{unknown[0]}", f"the intent {intent} has no such slot"
            )


def _with_intent(state: DialogState, intent: IntentState) -> DialogState:
    stays = state.intent is not None and state.intent.name == intent.name
    return replace(
        state,
        intent=intent,
        action=state.action if stays else None,
        attempts=state.attempts if stays else 0,
    )


def _known(intents: Intents, intent: IntentState) -> IntentState:
    names = intents.slots_of(intent.name)
    if names is None:
        raise LexDocumentError(
            "/sessionState/intent/name", f"the bot has no intent {intent.name!r}"
        )
    if unknown := sorted(set(intent.slots) - set(names)):
        raise LexDocumentError(
            f"/sessionState/intent/slots/{unknown[0]}",
            f"the intent {intent.name} has no such slot",
        )
    return replace(intent, slots={name: intent.slots.get(name) for name in names})


def _check_action(dialogs: Dialogs, intent: IntentState | None, action: DialogAction) -> None:
    if action.type in ("ConfirmIntent", "ElicitSlot", "Delegate") and intent is None:
        raise LexDocumentError(
            "/sessionState/intent", f"is required with the dialog action {action.type}"
        )
    names = dialogs.slots_of(intent.name) if intent else None
    if action.type != "ElicitSlot" or intent is None or names is None:
        return
    if action.slot_to_elicit not in names:
        raise LexDocumentError(
            "/sessionState/dialogAction/slotToElicit",
            f"the intent {intent.name} has no slot {action.slot_to_elicit!r}",
        )
    part = action.sub_slot_to_elicit
    if part and part not in dialogs.part_names(intent.name, action.slot_to_elicit):
        raise LexDocumentError(
            "/sessionState/dialogAction/subSlotToElicit/name",
            f"the slot {action.slot_to_elicit} of {intent.name} has no part {part!r}",
        )
