"""What a turn begins with and leaves behind, alike wherever a bot of this machine is spoken to."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.dialog.engine import Options
from bot.dialog.state import ActiveContext, DialogState, Message
from bot.runtime.recognizer.protocol import Eliciting

_INTENT_SWITCH: Final = "x-amz-lex:intent-switch"
_ACCEPTED_TYPES: Final = "x-amz-lex:accept-content-types"


def options(request_attributes: Mapping[str, str], seed: str, input_mode: str = "Text") -> Options:
    """What the reserved request attributes ask for. `seed`: of every choice between messages."""
    accepted = request_attributes.get(_ACCEPTED_TYPES, "").split(",")
    return Options(
        intent_switch=request_attributes.get(_INTENT_SWITCH) != "DISABLE",
        accepts=frozenset(one.strip() for one in accepted if one.strip()),
        seed=seed,
        request_attributes=request_attributes,
        input_mode=input_mode,
    )


def eliciting(state: DialogState) -> Eliciting | None:
    """What the bot waits for, as a recognizer is told it."""
    action, intent = state.action, state.intent
    if intent is None or action is None:
        return None
    if action.type == "ElicitSlot":
        return Eliciting(intent.name, action.slot_to_elicit, action.sub_slot_to_elicit)
    return Eliciting(intent.name) if action.type == "ConfirmIntent" else None


def a_turn_older(
    contexts: tuple[ActiveContext, ...], seconds: float = 0
) -> tuple[ActiveContext, ...]:
    """`contexts` in the next turn, `seconds` later. One in its last turn has none left, and is
    active until the turn ends: of one turn to live, the turn after its activation is that one."""
    older = (
        replace(context, turns=context.turns - 1, seconds=context.seconds - int(seconds))
        for context in contexts
    )
    return tuple(context for context in older if context.turns >= 0 and context.seconds > 0)


def begins(before: DialogState, now: DialogState) -> bool:
    """Whether a caller's Delegate starts the intent of `now`, rather than going on with what was
    being talked about `before`, or with what the caller says is confirmed or over already."""
    intent, action = now.intent, before.action
    if intent is None or intent.phase != "InProgress" or intent.confirmation != "None":
        return False
    asks = action is not None and action.type in ("ElicitSlot", "ConfirmIntent")
    return not (asks and before.intent is not None and before.intent.name == intent.name)


def left_behind(state: DialogState) -> DialogState:
    """`state` at the end of a turn: without the contexts whose last one it was."""
    return replace(state, contexts=tuple(one for one in state.contexts if one.turns > 0))


def sent(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """A placeholder can stand for nothing; a message of the API is never empty."""
    return tuple(one for one in messages if one.content or one.card)
