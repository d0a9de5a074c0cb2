"""From an intent's name to its code: handlers/<intent>.py and, for a change, act/<intent>.py.

Only names of the definition get here; the module's name is the intent's in snake_case.
"""

import importlib
import inspect
import re
from collections.abc import Callable
from typing import Any, cast

from bot.model import Intent
from fulfillment.errors import HandlerMissing
from fulfillment.ops.backends import Backends
from fulfillment.plan import OperationRecord, Plan, StoredPlan
from fulfillment.turn import Reply, Turn

Answer = Callable[..., Reply]
"""`answer(turn, <backends>, *, <slots>)`; see `fulfillment.ops.backends`."""
MakePlan = Callable[..., Plan]
"""`plan(turn, <backends>, *, <slots>)`"""
Apply = Callable[..., OperationRecord]
"""`apply(stored, <writers>)`"""

_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def module_name(intent: str) -> str:
    """ "RestartService" -> "restart_service"."""
    return _BOUNDARY.sub("_", intent).lower()


def answer_of(intent: Intent) -> Answer:
    """The handler of a reading intent. Raises `HandlerMissing` with the stub to paste."""
    return cast("Answer", _function(intent, "handlers", "answer"))


def plan_of(intent: Intent) -> MakePlan:
    """The handler of a changing intent. Raises `HandlerMissing`."""
    return cast("MakePlan", _function(intent, "handlers", "plan"))


def apply_of(intent: Intent) -> Apply:
    """What does it. Raises `HandlerMissing`."""
    return cast("Apply", _function(intent, "act", "apply"))


def follow_of(intent: Intent) -> Answer:
    """What looks again at a search that the handler has begun. Raises `HandlerMissing`."""
    return cast("Answer", _function(intent, "handlers", "follow"))


def perform_again(
    function: Answer, turn: Turn, backends: Backends, record: OperationRecord
) -> Reply:
    """Call `follow(turn, <backends>, *, record)`."""
    return function(turn, *(backends.get(name) for name in backends_of(function)), record=record)


def perform(function: Callable[..., Any], turn: Turn, backends: Backends, intent: Intent) -> Any:
    """Call a handler with the backends that it names, and the slots of `turn` as parameters; those
    without a value are left out."""
    known = {slot.name for slot in intent.slots}
    slots = {name: value for name, value in turn.slots.items() if name in known}
    return function(turn, *(backends.get(name) for name in backends_of(function)), **slots)


def carry_out(function: Apply, stored: StoredPlan, writers: Backends) -> OperationRecord:
    """Call `apply` with the writers that it names."""
    return function(stored, *(writers.get(name) for name in backends_of(function)))


def backends_of(function: Callable[..., Any]) -> tuple[str, ...]:
    """The names of a handler's backends: its positional parameters after the first."""
    _, *others = inspect.signature(function).parameters.values()
    return tuple(one.name for one in others if one.kind is one.POSITIONAL_OR_KEYWORD)


def stub(intent: Intent) -> str:
    """The handler to paste for an intent that has none."""
    required = [f"{slot.name}: str" for slot in intent.slots if slot.required]
    optional = [f"{slot.name}: str | None = None" for slot in intent.slots if not slot.required]
    slots = ", ".join(("*", *required, *optional)) if intent.slots else ""
    parameters = ", ".join(part for part in ("turn: Turn, fleet: Fleet", slots) if part)
    name, result = ("answer", "Reply") if intent.effect == "read" else ("plan", "Plan")
    return (
        f"# fulfillment/handlers/{module_name(intent.name)}.py\n"
        f"def {name}({parameters}) -> {result}:\n"
        f'    """{intent.summary}"""\n'
    )


def _function(intent: Intent, package: str, name: str) -> object:
    path = f"fulfillment.{package}.{module_name(intent.name)}"
    try:
        module = importlib.import_module(path)
    except ModuleNotFoundError as error:
        if error.name != path:
            raise
        raise HandlerMissing(f"{intent.name} has no {path}; paste:\n{stub(intent)}") from None
    found = vars(module).get(name)
    if not callable(found):
        raise HandlerMissing(f"{path} has no function {name}; paste:\n{stub(intent)}")
    return found
