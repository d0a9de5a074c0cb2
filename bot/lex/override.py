"""What a caller's sessionState does to the dialog: the runtime API accepts what it is given.

A caller may say that an intent is Confirmed, or that a slot is filled: so does Lex, which knows
nobody. That nothing comes of it without the person's own plan is fulfillment's business.
"""

from dataclasses import replace

from bot.dialog.state import DialogAction, DialogState, IntentState
from bot.errors import LexDocumentError
from bot.lex.wire import Intents, SessionStateChange


def override(intents: Intents, state: DialogState, change: SessionStateChange) -> DialogState:
    """`state` with all that `change` names.

    Session attributes are replaced as a whole. Raises LexDocumentError for an intent or a slot
    that the bot does not have.
    """
    if change.attributes is not None:
        state = replace(state, attributes=dict(change.attributes))
    if change.intent is not None:
        state = _with_intent(state, _known(intents, change.intent))
    if change.action is not None:
        _check_action(intents, state.intent, change.action)
        state = replace(state, action=change.action, attempts=0)
    return state


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


def _check_action(intents: Intents, intent: IntentState | None, action: DialogAction) -> None:
    if action.type in ("ConfirmIntent", "ElicitSlot", "Delegate") and intent is None:
        raise LexDocumentError(
            "/sessionState/intent", f"is required with the dialog action {action.type}"
        )
    names = intents.slots_of(intent.name) if intent else None
    if action.type != "ElicitSlot" or intent is None or names is None:
        return
    if action.slot_to_elicit not in names:
        raise LexDocumentError(
            "/sessionState/dialogAction/slotToElicit",
            f"the intent {intent.name} has no slot {action.slot_to_elicit!r}",
        )
