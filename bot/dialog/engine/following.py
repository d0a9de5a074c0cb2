"""Where a configured step leads: overrides, conditions, and the code hook beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.dialog.engine.goals import (
    AwaitIntent,
    Begin,
    CloseIntent,
    Confirm,
    Elicit,
    End,
    Fulfill,
    Goal,
)
from bot.dialog.engine.session import Working
from bot.dialog.state import SlotFill
from bot.errors import ConditionError
from bot.lex.conditions import holds, parse_condition
from bot.lex.definition import (
    Conditional,
    DialogCodeHook,
    DialogState,
    ResponseSpecification,
)


@dataclass(frozen=True)
class AskHook:
    """The step wants the code hook that stands beside it."""

    hook: DialogCodeHook | None
    default: Goal
    where: str


@dataclass(frozen=True)
class Way:
    """A step with what stands beside it, and what is done where nothing is configured."""

    step: DialogState | None
    conditional: Conditional | None
    hook: DialogCodeHook | None
    default: Goal
    where: str


def follow(working: Working, way: Way) -> Goal | AskHook:
    """The goal that a step leads to. Sets values and says the responses of branches."""
    step = way.step
    if step is None or step.dialog_action is None or step.dialog_action.type is None:
        _apply(working, step)
        return way.default
    if step.dialog_action.type == "EvaluateConditional":
        _apply(working, step)
        return _evaluate(working, way)
    _apply(working, step)
    return _act(working, step, way)


def _apply(working: Working, step: DialogState | None) -> None:
    if step is not None:
        working.set_attributes(step.session_attributes)
        working.adopt_override(step.intent if _stays(step) else None)


def _stays(step: DialogState) -> bool:
    """StartIntent names where to go: its intent begins, with its slots, later."""
    action = step.dialog_action
    return action is None or action.type != "StartIntent"


def _evaluate(working: Working, way: Way) -> Goal | AskHook:
    conditional = way.conditional
    if conditional is None or conditional.active is False:
        return way.default
    for branch in conditional.conditional_branches or ():
        expression = branch.condition.expression_string if branch.condition else ""
        if _is_true(working, expression or "", f"{way.where}/{branch.name}"):
            return _branch(working, branch.next_step, branch.response, way, branch.name or "")
    last = conditional.default_branch
    if last is None:
        return way.default
    working.note(f"{way.where}/default", "no condition is true")
    return _branch(working, last.next_step, last.response, way, "default")


def _branch(
    working: Working,
    step: DialogState | None,
    response: ResponseSpecification | None,
    way: Way,
    name: str,
) -> Goal | AskHook:
    """Values first, then the response, then the step (reference lex-dialog, 3.4)."""
    _apply(working, step)
    working.say(response, f"{way.where}/{name}")
    action = step.dialog_action if step else None
    # A branch that evaluates the same conditions again would go in a circle.
    if step is None or action is None or action.type in (None, "EvaluateConditional"):
        return way.default
    return _act(working, step, replace(way, where=f"{way.where}/{name}"))


def _is_true(working: Working, expression: str, where: str) -> bool:
    try:
        is_true = holds(parse_condition(expression), working.known)
    except ConditionError as error:
        working.note(where, f"{expression!r} cannot be read: {error}")
        return False
    working.note(where, f"{expression!r} is {'true' if is_true else 'false'}")
    return is_true


def _act(working: Working, step: DialogState, way: Way) -> Goal | AskHook:
    action = step.dialog_action
    assert action is not None  # noqa: S101 - `follow` has looked
    quiet = bool(action.suppress_next_message)
    target = (step.intent.name if step.intent else None) or ""
    working.note(way.where, f"goes to {action.type}{_named(action.slot_to_elicit or target)}")
    if action.type == "InvokeDialogCodeHook":
        return AskHook(way.hook, way.default, way.where)
    if action.type == "StartIntent":
        return Begin(target or working.intent.name, _slots(working, step, target), quiet=quiet)
    plain: Mapping[str, Goal] = {
        "ElicitSlot": Elicit(action.slot_to_elicit or "", quiet=quiet),
        "ConfirmIntent": Confirm(quiet=quiet),
        "FulfillIntent": Fulfill(),
        "CloseIntent": CloseIntent(quiet=quiet),
        "ElicitIntent": AwaitIntent(),
    }
    return plain.get(action.type or "", End())


def _slots(working: Working, step: DialogState, target: str) -> dict[str, SlotFill | None]:
    """The intent that a step starts begins with the slots that it sets."""
    override = step.intent
    if override is None or not override.slots:
        return {}
    before = working.state.intent
    working.set_intent(working.definition.empty(target or working.intent.name, {}))
    working.adopt_override(override)
    found = dict(working.intent.slots)
    working.set_intent(before)
    return found


def _named(name: str) -> str:
    return f" {name}" if name else ""
