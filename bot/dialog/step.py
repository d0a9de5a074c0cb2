"""One turn of a dialog: (bot, state, input) -> (state, output). Pure; its driver does the I/O.

A turn is a generator: it yields a `HookCall` where Lex would invoke the bot's Lambda function, is
sent the `HookAnswer` (or `HookFailure`), and returns the `TurnOutput`. The local Lex runtime and
the Alexa skill drive the same one. The bot's hooks, for every intent: the dialog code hook at the
initial response and at each slot capture, and the fulfillment code hook.
"""

from collections.abc import Callable, Generator
from dataclasses import replace

from bot.dialog.adopting import adopt
from bot.dialog.hearing import best, hear
from bot.dialog.position import Position, confirm, elicit, missing_slot, next_step
from bot.dialog.script import Script
from bot.dialog.state import (
    DialogAction,
    DialogState,
    HookAnswer,
    HookCall,
    HookFailure,
    Interpretation,
    Message,
    TurnOutput,
    UserInput,
)
from bot.model import Bot

Turn = Generator[HookCall, HookAnswer | HookFailure, TurnOutput]
"""What `take_turn` and `put_session` give; `drive` runs it."""

MAX_STEPS = 100
"""Internal steps of one turn: more mean that hooks send the dialog in a circle."""

MAX_MESSAGES = 10
MAX_INTERPRETATIONS = 5

_NO_INPUT = UserInput(())


def take_turn(
    bot: Bot,
    locale: str,
    state: DialogState,
    user_input: UserInput,
    *,
    intent_switch: bool = True,
) -> Turn:
    """One input of a person.

    `intent_switch` False (request attribute `x-amz-lex:intent-switch`: DISABLE) keeps the intent
    while a slot or a confirmation is asked for. The output's `failure` is set where a hook failed
    or the hooks went in a circle: its state is then the one that the turn began with.
    """
    script = Script(bot, locale)
    position = hear(script, state, user_input, may_switch=intent_switch)
    return (yield from _run(script, state, position, user_input))


def put_session(
    bot: Bot, locale: str, state: DialogState, messages: tuple[Message, ...] = ()
) -> Turn:
    """Go on from a state that a caller has set, without an input (Lex's PutSession).

    Delegate begins the state's intent at its initial hook; any other action says `messages`, or
    where there are none the prompt that is configured for it.
    """
    script = Script(bot, locale)
    position = _resumed(script, state, messages)
    return (yield from _run(script, state, position, _NO_INPUT))


def drive(turn: Turn, hook: Callable[[HookCall], HookAnswer | HookFailure]) -> TurnOutput:
    """Run `turn` to its end, answering its calls with `hook`. Raises only what `hook` raises."""
    try:
        call = next(turn)
        while True:
            call = turn.send(hook(call))
    except StopIteration as end:
        output: TurnOutput = end.value
        return output


def _resumed(script: Script, state: DialogState, messages: tuple[Message, ...]) -> Position:
    action = state.action.type if state.action else "None"
    if state.intent is not None and action == "Delegate":
        return Position("dialog_hook", replace(state, action=None, attempts=0))
    if state.intent is not None and action == "ElicitSlot" and state.action is not None:
        return elicit(script, state, state.action.slot_to_elicit, messages=messages)
    if state.intent is not None and action == "ConfirmIntent":
        return confirm(script, state, messages=messages)
    return Position("done", replace(state, attempts=0), messages)


def _run(script: Script, before: DialogState, position: Position, heard: UserInput) -> Turn:
    request_attributes = None
    for _ in range(MAX_STEPS):
        if position.stage == "done":
            return TurnOutput(
                position.state,
                position.messages[:MAX_MESSAGES],
                interpretations=_interpretations(script, before, position.state, heard),
                request_attributes=request_attributes,
            )
        if position.stage == "next_step":
            moved = next_step(script, position.state)
            position = replace(moved, messages=position.messages + moved.messages)
            continue
        answer = yield _hook_call(script, before, position, heard)
        if isinstance(answer, HookAnswer) and answer.request_attributes is not None:
            request_attributes = answer.request_attributes
        adopted = adopt(script, position, answer)
        if isinstance(adopted, HookFailure):
            return TurnOutput(before, failure=adopted)
        position = adopted
    return TurnOutput(before, failure=_circle())


def _circle() -> HookFailure:
    return HookFailure(
        f"the dialog took more than {MAX_STEPS} steps without asking the person anything: "
        "the code hooks' answers go in a circle",
        "malformed",
    )


def _hook_call(
    script: Script, before: DialogState, position: Position, heard: UserInput
) -> HookCall:
    state = position.state
    interpretations = _interpretations(script, before, state, heard)
    if position.stage == "fulfillment_hook":
        return HookCall("FulfillmentCodeHook", state, interpretations, heard.transcript)
    slot = missing_slot(script, state.intent) if state.intent else None
    proposed = DialogAction("ElicitSlot", slot) if slot else None
    return HookCall("DialogCodeHook", state, interpretations, heard.transcript, proposed)


def _interpretations(
    script: Script, before: DialogState, state: DialogState, heard: UserInput
) -> tuple[Interpretation, ...]:
    """The intent in play first, with the slots it has now; then the input's other readings."""
    if state.intent is None:
        return heard.interpretations[:MAX_INTERPRETATIONS]
    name = state.intent.name
    others = tuple(item for item in heard.interpretations if item.intent != name)
    slots = {slot: fill for slot, fill in state.intent.slots.items() if fill is not None}
    chosen = Interpretation(name, slots, _confidence(script, before, name, heard))
    return (chosen, *others)[:MAX_INTERPRETATIONS]


def _confidence(script: Script, before: DialogState, name: str, heard: UserInput) -> float | None:
    """As recognised; 1.0 for an intent that stays in play, as Lex gives; none for the fallback."""
    if script.fallback is not None and name == script.fallback.name:
        return None
    chosen = best(script, heard)
    stays = before.intent is not None and before.intent.name == name and _asks(before)
    return chosen.confidence if chosen.intent == name and not stays else 1.0


def _asks(state: DialogState) -> bool:
    return state.action is not None and state.action.type in ("ElicitSlot", "ConfirmIntent")
