"""What a caller's sessionState does to the dialog: the runtime API accepts what it is given.

A caller may say that an intent is Confirmed, or that a slot is filled: so does Lex, which knows
nobody. That nothing comes of it without the person's own plan is fulfillment's business.
"""

from dataclasses import replace

from bot.dialog.position import empty_intent
from bot.dialog.state import DialogAction, DialogState, IntentState
from bot.errors import LexDocumentError
from bot.lex.wire import SessionStateChange
from bot.model import Bot


def override(bot: Bot, state: DialogState, change: SessionStateChange) -> DialogState:
    """`state` with all that `change` names.

    Session attributes are replaced as a whole. Raises LexDocumentError for an intent or a slot
    that the bot does not have.
    """
    if change.attributes is not None:
        state = replace(state, attributes=dict(change.attributes))
    if change.intent is not None:
        state = _with_intent(state, _known(bot, change.intent))
    if change.action is not None:
        _check_action(bot, state.intent, change.action)
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


def _known(bot: Bot, intent: IntentState) -> IntentState:
    definition = bot.intent(intent.name)
    if definition is None:
        raise LexDocumentError(
            "/sessionState/intent/name", f"the bot has no intent {intent.name!r}"
        )
    complete = empty_intent(definition, intent.slots)
    if unknown := sorted(set(intent.slots) - set(complete.slots)):
        raise LexDocumentError(
            f"/sessionState/intent/slots/{unknown[0]}",
            f"the intent {intent.name} has no such slot",
        )
    return replace(intent, slots=complete.slots)


def _check_action(bot: Bot, intent: IntentState | None, action: DialogAction) -> None:
    if action.type in ("ConfirmIntent", "ElicitSlot", "Delegate") and intent is None:
        raise LexDocumentError(
            "/sessionState/intent", f"is required with the dialog action {action.type}"
        )
    definition = bot.intent(intent.name) if intent else None
    if action.type != "ElicitSlot" or definition is None:
        return
    if definition.slot(action.slot_to_elicit) is None:
        raise LexDocumentError(
            "/sessionState/dialogAction/slotToElicit",
            f"the intent {definition.name} has no slot {action.slot_to_elicit!r}",
        )
