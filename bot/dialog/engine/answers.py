"""What a code hook's answer does to the dialog (Lex's lambda-response-format)."""

from dataclasses import dataclass, replace

from bot.dialog.engine.goals import AwaitIntent, Begin, Confirm, Elicit, End, Goal
from bot.dialog.engine.session import Working
from bot.dialog.state import ActiveContext, HookAnswer, HookFailure, IntentState


@dataclass(frozen=True)
class Delegated:
    """Go on as configured."""


@dataclass(frozen=True)
class Refused:
    """The function says that the intent has failed, and leaves the words to the bot."""


def adopt(working: Working, answer: HookAnswer) -> Goal | Delegated | Refused | HookFailure:
    """Take over what the function gave. A failure where it names what the bot does not have."""
    if problem := _adopt_intent(working, answer.intent):
        return problem
    if answer.attributes is not None:
        working.state = replace(working.state, attributes=dict(answer.attributes))
    if answer.contexts is not None:
        contexts = _told_back(working.state.contexts, answer.contexts)
        working.state = replace(working.state, contexts=contexts)
    working.note("/code_hook", f"answers {answer.action.type}")
    return _act(working, answer)


def _adopt_intent(working: Working, answered: IntentState | None) -> HookFailure | None:
    if answered is None:
        return None
    definition = working.definition.intent(answered.name)
    if definition is None:
        known = ", ".join(working.definition.locale.intents)
        message = f"the bot has no intent {answered.name!r}"
        return _malformed("/sessionState/intent/name", message, f"use one of {known}")
    if unknown := sorted(set(answered.slots) - set(definition.slots)):
        return _malformed(
            f"/sessionState/intent/slots/{unknown[0]}",
            f"{answered.name} has no slot {unknown[0]!r}",
            f"use one of {', '.join(sorted(definition.slots)) or 'none'}",
        )
    current = working.state.intent
    # A slot that the answer leaves out keeps its value; null is what clears one.
    kept = current.slots if current and current.name == answered.name else {}
    slots = {name: kept.get(name) for name in definition.slots}
    working.set_intent(replace(answered, slots={**slots, **answered.slots}))
    return None


def _told_back(
    before: tuple[ActiveContext, ...], answered: tuple[ActiveContext, ...]
) -> tuple[ActiveContext, ...]:
    """A context in its last turn is told with one turn, the least there is: to send back what one
    was told does not give it another."""
    last = {one.name for one in before if one.turns < 1}
    return tuple(
        replace(one, turns=0) if one.name in last and one.turns == 1 else one for one in answered
    )


def _act(working: Working, answer: HookAnswer) -> Goal | Delegated | Refused | HookFailure:
    action, intent = answer.action.type, working.state.intent
    has_failed = intent is not None and intent.phase == "Failed"
    if action == "ElicitIntent":
        return AwaitIntent(answer.messages)
    if action == "Delegate":
        return Refused() if has_failed else Delegated()
    if intent is None:
        message = f"{action} needs an intent, and none is in play"
        return _malformed("/sessionState/intent", message, "name one")
    if action == "Close":
        if has_failed and not answer.messages:
            return Refused()
        return End(intent.phase, answer.messages, by_function=True)
    return _ask(working, intent, answer)


def _ask(working: Working, intent: IntentState, answer: HookAnswer) -> Goal | HookFailure:
    if answer.action.type == "ConfirmIntent":
        return Confirm(messages=answer.messages, forced=True)
    if answer.action.type == "ElicitSlot":
        return _elicit(working, intent, answer)
    cure = "use Close, ConfirmIntent, Delegate, ElicitIntent or ElicitSlot"
    message = f"{answer.action.type!r} cannot come from a code hook"
    return _malformed("/sessionState/dialogAction/type", message, cure)


def _elicit(working: Working, intent: IntentState, answer: HookAnswer) -> Goal | HookFailure:
    slot = answer.action.slot_to_elicit
    if working.definition.slot(intent.name, slot) is None:
        return _malformed(
            "/sessionState/dialogAction/slotToElicit",
            f"{intent.name} has no slot {slot!r}",
            f"use one of {', '.join(intent.slots) or 'none'}",
        )
    part = answer.action.sub_slot_to_elicit
    parts = working.definition.part_names(intent.name, slot)
    if part and part not in parts:
        return _malformed(
            "/sessionState/dialogAction/subSlotToElicit/name",
            f"the slot {slot} of {intent.name} has no part {part!r}",
            f"use one of {', '.join(parts) or 'none'}",
        )
    return Elicit(
        slot,
        messages=answer.messages,
        forced=True,
        sub_slot=part,
        style=answer.action.style,
    )


def switched(before: IntentState | None, after: IntentState | None) -> Begin | None:
    """The start of another intent, where a function delegated with one."""
    if after is None or before is None or before.name == after.name:
        return None
    return Begin(after.name, after.slots)


def _malformed(pointer: str, problem: str, cure: str) -> HookFailure:
    return HookFailure(f"{pointer}: {problem}; {cure}", "malformed")
