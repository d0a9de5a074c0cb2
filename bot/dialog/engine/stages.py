"""Each goal of a turn, done: what is said, and what follows. Hooks are asked by the turn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.dialog.engine.following import AskHook, Way, follow
from bot.dialog.engine.goals import (
    Answered,
    AwaitIntent,
    Begin,
    Captured,
    CloseIntent,
    Confirm,
    ConfirmationMissed,
    Decide,
    Elicit,
    End,
    Fulfill,
    Fulfilled,
    Goal,
    Resume,
    SlotFailed,
    SlotMissed,
)
from bot.dialog.engine.session import Working
from bot.dialog.engine.slots import fill_defaults
from bot.dialog.state import DialogAction, Message
from bot.lex.definition import (
    Confirmation,
    DialogCodeHook,
    ElicitationCodeHook,
    PromptSpecification,
    SlotCapture,
)

DEFAULT_RETRIES = 2
"""Where a function asks for what has no prompt; Lex itself has no default."""


@dataclass(frozen=True)
class Waits:
    """The turn ends: the state says what the bot waits for."""


@dataclass(frozen=True)
class AskFulfillment:
    """The function is to fulfill the intent in play."""


@dataclass(frozen=True)
class AskElicitation:
    """The function is asked about a failed attempt, before the question comes again."""

    hook: ElicitationCodeHook
    slot: str
    """"" for the confirmation."""
    attempts: int


Next = Goal | AskHook | AskFulfillment | AskElicitation | Waits


def do(working: Working, goal: Goal) -> Next:
    """One step of the path."""
    stage: Callable[[Working, Any], Next] = _STAGES[type(goal)]
    return stage(working, goal)


def _begin(working: Working, goal: Begin) -> Next:
    name = goal.intent if working.definition.intent(goal.intent) else working.definition.fallback
    if not name:
        working.set_intent(None)
        return AwaitIntent()
    working.set_intent(working.definition.empty(name, goal.slots))
    working.state = replace(working.state, action=None, attempts=0)
    working.note("", "begins")
    fill_defaults(working)
    return _initial(working, quiet=goal.quiet)


def _initial(working: Working, *, quiet: bool) -> Next:
    intent = working.definition.intent(working.intent.name)
    setting = intent.initial_response_setting if intent else None
    if setting is None:
        return _old_hook(working, "/initial")
    if not quiet:
        working.say(setting.initial_response, "/initial")
    return follow(
        working,
        Way(setting.next_step, setting.conditional, setting.code_hook, Decide(), "/initial"),
    )


def _resume(working: Working, goal: Resume) -> Next:
    """The initial hook alone: a caller has set the intent, or a person changes a value."""
    if goal.anew:
        working.state = replace(working.state, action=None, attempts=0)
        fill_defaults(working)
        return _initial(working, quiet=False)
    hook = working.definition.initial_hook(working.intent.name)
    return AskHook(hook, Decide(), "/initial") if hook else _old_hook(working, "/initial")


def _old_hook(working: Working, where: str) -> Next:
    """A bot of the old flow has no steps: its dialog hook is asked wherever one could stand."""
    intent = working.definition.intent(working.intent.name)
    switch = intent.dialog_code_hook if intent else None
    if switch is None or not switch.enabled:
        return Decide()
    always = DialogCodeHook(enable_code_hook_invocation=True, active=True)
    return AskHook(always, Decide(), where)


def _decide(working: Working, _: Decide) -> Next:
    intent = working.intent
    if intent.phase == "Failed":
        return End("Failed")
    if slot := working.definition.missing(intent):
        return Elicit(slot)
    if intent.confirmation == "Denied":
        return End("Failed")
    setting = _confirmation(working)
    asks = setting is not None and setting.active is not False
    return Confirm() if asks and intent.confirmation == "None" else Fulfill()


def _elicit(working: Working, goal: Elicit) -> Next:
    intent, where = working.intent, f"/slots/{goal.slot}"
    part = goal.sub_slot or working.definition.missing_part(intent, goal.slot)
    if intent.slots.get(goal.slot) is not None and not part and not goal.forced:
        working.note(where, "has a value already: the question is skipped")
        return Captured(goal.slot, quiet=True)
    if not goal.quiet:
        prompt = working.definition.prompt(intent.name, goal.slot, part)
        _ask(working, prompt, goal.messages, f"{where}/prompt", goal.attempt)
    # Whatever was said to a plan was said to the values of then.
    working.set_intent(replace(working.intent, phase="InProgress", confirmation="None"))
    working.wait(DialogAction("ElicitSlot", goal.slot, part, goal.style), goal.attempt)
    return Waits()


def _ask(
    working: Working,
    prompt: PromptSpecification | None,
    messages: tuple[Message, ...],
    where: str,
    attempt: int,
) -> None:
    if messages:
        working.messages.extend(messages)
        return
    groups = (prompt.message_groups if prompt else None) or ()
    is_ordered = prompt is not None and prompt.message_selection_strategy == "Ordered"
    place = where if is_ordered else f"{where}/{attempt}"
    working.note(where, "asks" if not attempt else f"asks again, attempt {attempt}")
    working.say_groups(groups, place, attempt if is_ordered else None)


def _captured(working: Working, goal: Captured) -> Next:
    intent, where = working.intent, f"/slots/{goal.slot}/capture"
    working.state = replace(working.state, action=None, attempts=0)
    if working.definition.missing_part(intent, goal.slot):
        return Elicit(goal.slot)
    capture = working.definition.capture(intent.name, goal.slot)
    if capture is None:
        return Decide() if goal.quiet else _old_hook(working, where)
    if not goal.quiet:
        working.say(capture.capture_response, where)
    return follow(
        working,
        Way(
            capture.capture_next_step,
            capture.capture_conditional,
            capture.code_hook,
            Decide(),
            where,
        ),
    )


def _slot_missed(working: Working, goal: SlotMissed | SlotFailed) -> Next:
    intent = working.intent
    capture = working.definition.capture(intent.name, goal.slot) or SlotCapture()
    action = working.state.action
    part = action.sub_slot_to_elicit if action else ""
    if isinstance(goal, SlotFailed):
        return _slot_failed(working, goal.slot, capture)
    prompt = working.definition.prompt(intent.name, goal.slot, part)
    retries = _retries(prompt)
    working.note(f"/slots/{goal.slot}", f"no value, attempt {goal.attempts} of {retries + 1}")
    if goal.attempts > retries:
        return SlotFailed(goal.slot)
    hook = capture.elicitation_code_hook
    if hook is not None and hook.enable_code_hook_invocation:
        return AskElicitation(hook, goal.slot, goal.attempts)
    return Elicit(goal.slot, attempt=goal.attempts, sub_slot=part)


def _retries(prompt: PromptSpecification | None) -> int:
    given = prompt.max_retries if prompt else None
    return DEFAULT_RETRIES if given is None else given


def _slot_failed(working: Working, slot: str, capture: SlotCapture) -> Next:
    where = f"/slots/{slot}/failure"
    working.state = replace(working.state, action=None, attempts=0)
    working.say(capture.failure_response, where)
    step, conditional = capture.failure_next_step, capture.failure_conditional
    default = _given_up(working)
    return _as_failed(follow(working, Way(step, conditional, capture.code_hook, default, where)))


def _given_up(working: Working) -> Goal:
    fallback = working.definition.fallback
    return Begin(fallback) if fallback else End("Failed")


def _as_failed(following: Next) -> Next:
    """An intent that ends where an answer was never understood has failed."""
    return End("Failed") if following == End() else following


def _confirmation(working: Working) -> Confirmation | None:
    intent = working.definition.intent(working.intent.name)
    return intent.intent_confirmation_setting if intent else None


def _confirm(working: Working, goal: Confirm) -> Next:
    setting = _confirmation(working)
    if not goal.forced and (setting is None or setting.active is False):
        return Fulfill()
    if not goal.quiet:
        prompt = setting.prompt_specification if setting else None
        _ask(working, prompt, goal.messages, "/confirmation/prompt", goal.attempt)
    working.set_intent(replace(working.intent, phase="InProgress", confirmation="None"))
    working.wait(DialogAction("ConfirmIntent"), goal.attempt)
    return Waits()


def _confirmation_heard(working: Working, goal: ConfirmationMissed | Answered) -> Next:
    setting = _confirmation(working) or Confirmation()
    if isinstance(goal, ConfirmationMissed):
        prompt = setting.prompt_specification
        retries = _retries(prompt)
        working.note("/confirmation", f"no answer, attempt {goal.attempts} of {retries + 1}")
        if goal.attempts > retries:
            return Answered("Failed")
        hook = setting.elicitation_code_hook
        if hook is not None and hook.enable_code_hook_invocation:
            return AskElicitation(hook, "", goal.attempts)
        return Confirm(attempt=goal.attempts, forced=True)
    working.state = replace(working.state, action=None, attempts=0)
    return _answered(working, goal, setting)


def _answered(working: Working, goal: Answered, setting: Confirmation) -> Next:
    where = f"/confirmation/{goal.outcome.lower()}"
    working.note("/confirmation", goal.outcome)
    hook = setting.code_hook
    if goal.outcome == "Confirmed":
        working.set_intent(replace(working.intent, confirmation="Confirmed"))
        working.say(setting.confirmation_response, where)
        step, conditional = setting.confirmation_next_step, setting.confirmation_conditional
        return follow(working, Way(step, conditional, hook, Fulfill(), where))
    if goal.outcome == "Denied":
        working.set_intent(replace(working.intent, confirmation="Denied"))
        working.say(setting.declination_response, where)
        step, conditional = setting.declination_next_step, setting.declination_conditional
        return follow(working, Way(step, conditional, hook, End("Failed"), where))
    working.say(setting.failure_response, where)
    step, conditional = setting.failure_next_step, setting.failure_conditional
    return _as_failed(follow(working, Way(step, conditional, hook, _given_up(working), where)))


def _fulfill(working: Working, _: Fulfill) -> Next:
    intent = working.definition.intent(working.intent.name)
    hook = intent.fulfillment_code_hook if intent else None
    working.set_phase("ReadyForFulfillment")
    working.state = replace(working.state, action=None, attempts=0)
    if hook is None:
        working.note("/fulfillment", "is left to the client")
        working.activate_contexts()
        return CloseIntent()
    if hook.active is False:
        working.note("/fulfillment", "is switched off")
        return CloseIntent()
    return AskFulfillment() if hook.enabled else Fulfilled("success")


def _fulfilled(working: Working, goal: Fulfilled) -> Next:
    intent = working.definition.intent(working.intent.name)
    hook = intent.fulfillment_code_hook if intent else None
    after = hook.post_fulfillment_status_specification if hook else None
    where = f"/fulfillment/{goal.outcome}"
    working.note("/fulfillment", goal.outcome)
    if goal.outcome == "success":
        working.set_phase("Fulfilled")
        working.activate_contexts()
    else:
        working.set_phase("Failed")
    default: Goal = CloseIntent() if goal.outcome == "success" else End("Failed")
    response = getattr(after, f"{goal.outcome}_response") if after else None
    if goal.messages:
        working.messages.extend(goal.messages)
    else:
        working.say(response, where)
    step = getattr(after, f"{goal.outcome}_next_step") if after else None
    conditional = getattr(after, f"{goal.outcome}_conditional") if after else None
    return follow(working, Way(step, conditional, None, default, where))


def _close(working: Working, goal: CloseIntent) -> Next:
    intent = working.definition.intent(working.intent.name)
    setting = intent.intent_closing_setting if intent else None
    if setting is None or setting.active is False:
        return End()
    if not goal.quiet:
        working.say(setting.closing_response, "/closing")
    return follow(working, Way(setting.next_step, setting.conditional, None, End(), "/closing"))


def _end(working: Working, goal: End) -> Next:
    intent = working.state.intent
    phase = "Failed" if intent and intent.confirmation == "Denied" else goal.phase
    if phase is not None and intent is not None:
        working.set_phase(phase)
    if goal.by_function:
        _closed_by_function(working, goal)
    working.messages.extend(goal.messages)
    working.wait(DialogAction("Close"))
    working.note("", "ends")
    return Waits()


def _closed_by_function(working: Working, goal: End) -> None:
    """What is fulfilled opens its contexts, whoever fulfills it; who says nothing lets the bot
    close (guide: lambda-response-format)."""
    intent = working.definition.intent(working.intent.name)
    if working.intent.phase == "Fulfilled":
        working.activate_contexts()
    setting = intent.intent_closing_setting if intent else None
    if setting is not None and setting.active is not False and not goal.messages:
        working.say(setting.closing_response, "/closing")


def _await_intent(working: Working, goal: AwaitIntent) -> Next:
    working.messages.extend(goal.messages)
    working.note("", "waits for another request")
    working.set_intent(None)
    working.wait(DialogAction("ElicitIntent"))
    return Waits()


_STAGES: Mapping[type, Callable[[Working, Any], Next]] = {
    Begin: _begin,
    Resume: _resume,
    Elicit: _elicit,
    Captured: _captured,
    SlotMissed: _slot_missed,
    SlotFailed: _slot_missed,
    Confirm: _confirm,
    ConfirmationMissed: _confirmation_heard,
    Answered: _confirmation_heard,
    Fulfill: _fulfill,
    Fulfilled: _fulfilled,
    CloseIntent: _close,
    End: _end,
    AwaitIntent: _await_intent,
    Decide: _decide,
}
