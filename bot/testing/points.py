"""What conversations can reach in a bot: intents, slots, prompts, retries, branches, responses.

Each point says by which trace of the dialog (`bot.dialog.engine`) it is known to be reached.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.dialog.state import Trace
from bot.lex.definition import (
    Conditional,
    DialogCodeHook,
    LexIntent,
    LexLocale,
    LexSlot,
    PromptSpecification,
    ResponseSpecification,
    SlotCapture,
    ValueElicitation,
)

Kind = Literal[
    "intent", "slot", "prompt", "retry", "answer", "response", "branch", "code hook", "handler"
]
Path = tuple[str | int, ...]
_OUTCOMES = ("success", "failure", "timeout")


@dataclass(frozen=True)
class Point:
    """`where` and `what` are patterns of the trace that reaches it.

    `path` stands in the flow of the intent, in our YAML's keys; of what is written in the short
    form it is `slots`, `prompts` or nothing (the intent itself).
    """

    kind: Kind
    intent: str
    about: str
    where: str
    what: str
    path: Path

    def is_reached(self, trace: Trace) -> bool:
        return bool(re.fullmatch(self.where, trace.where) and re.match(self.what, trace.what))


def points(locale: LexLocale) -> tuple[Point, ...]:
    """Everything in a locale, in the order in which it is defined."""
    return tuple(
        point for name, intent in locale.intents.items() for point in _Intent(name, intent).all()
    )


@dataclass(frozen=True)
class _Intent:
    name: str
    intent: LexIntent

    def all(self) -> Iterator[Point]:
        yield self._point("intent", "the intent", "", "begins", ())
        yield from self._initial()
        for name, slot in self.intent.slots.items():
            yield from self._slot(name, slot)
        yield from self._confirmation()
        yield from self._fulfillment()
        closing = self.intent.intent_closing_setting
        if closing is not None and closing.active is not False:
            way = _Way("closing", "/closing", ("closing",))
            yield from self._way(way, closing.closing_response, closing.conditional, None)

    def _point(self, kind: Kind, about: str, where: str, what: str, path: Path) -> Point:
        return Point(kind, self.name, about, re.escape(self.name) + where, what, path)

    def _initial(self) -> Iterator[Point]:
        initial = self.intent.initial_response_setting
        if initial is not None:
            way = _Way("initial response", "/initial", ("initial",))
            response, conditional = initial.initial_response, initial.conditional
            yield from self._way(way, response, conditional, initial.code_hook)

    def _slot(self, name: str, slot: LexSlot) -> Iterator[Point]:
        where = f"/slots/{re.escape(name)}"
        setting = slot.value_elicitation_setting or ValueElicitation()
        prompt = setting.prompt_specification
        yield self._point("slot", f"slot {name}", where, "is filled", ("slots", name))
        if prompt is not None and prompt.message_groups:
            yield from self._prompt(f"slot {name}", where, prompt, ("prompts", name))
            last = f"no value, attempt {(prompt.max_retries or 0) + 1} of"
            about = f"slot {name}: no answer to any prompt"
            yield self._point("retry", about, where, last, ("prompts", name))
        yield from self._capture(name, where, setting.slot_capture_setting or SlotCapture())

    def _capture(self, name: str, where: str, capture: SlotCapture) -> Iterator[Point]:
        path: Path = ("slots", name, "capture")
        way = _Way(f"slot {name}, captured", f"{where}/capture", path)
        response, conditional = capture.capture_response, capture.capture_conditional
        yield from self._way(way, response, conditional, capture.code_hook)
        way = _Way(f"slot {name}, not captured", f"{where}/failure", path, "failure_")
        yield from self._way(way, capture.failure_response, capture.failure_conditional, None)

    def _prompt(
        self, about: str, where: str, prompt: PromptSpecification, path: Path
    ) -> Iterator[Point]:
        place = f"{where}/prompt"
        yield self._point("prompt", f"{about}: the prompt", place, "asks$", path)
        for number in range(1, (prompt.max_retries or 0) + 1):
            about_it = f"{about}: retry {number} of the prompt"
            what = f"asks again, attempt {number}$"
            yield self._point("retry", about_it, place, what, (*path, number))

    def _confirmation(self) -> Iterator[Point]:
        setting = self.intent.intent_confirmation_setting
        if setting is None or setting.active is False:
            return
        where, path = "/confirmation", ("confirmation",)
        if setting.prompt_specification is not None:
            prompt = setting.prompt_specification
            yield from self._prompt("confirmation", where, prompt, (*path, "prompt"))
        for outcome, member in (
            ("Confirmed", "confirmation"),
            ("Denied", "declination"),
            ("Failed", "failure"),
        ):
            about = f"confirmation: {outcome}"
            yield self._point("answer", about, where, f"{outcome}$", path)
            way = _Way(about, f"{where}/{outcome.lower()}", path, f"{member}_")
            response = getattr(setting, f"{member}_response")
            conditional = getattr(setting, f"{member}_conditional")
            yield from self._way(way, response, conditional, setting.code_hook)

    def _fulfillment(self) -> Iterator[Point]:
        hook = self.intent.fulfillment_code_hook
        if hook is None or hook.active is False:
            return
        path: Path = ("fulfillment",)
        if hook.enabled:
            yield self._point("handler", "its handler", "/fulfillment", "is asked", path)
        after = hook.post_fulfillment_status_specification
        for outcome in _OUTCOMES if after is not None else ():
            place = f"/fulfillment/{outcome}"
            way = _Way(f"fulfillment, {outcome}", place, (*path, "then"), f"{outcome}_")
            response = getattr(after, f"{outcome}_response")
            yield from self._way(way, response, getattr(after, f"{outcome}_conditional"), None)

    def _way(
        self,
        way: "_Way",
        response: ResponseSpecification | None,
        conditional: Conditional | None,
        hook: DialogCodeHook | None,
    ) -> Iterator[Point]:
        if response is not None and response.message_groups:
            path = (*way.path, f"{way.prefix}say")
            yield self._point("response", f"{way.about}: the response", way.where, "says", path)
        if conditional is not None and conditional.active is not False:
            yield from self._branches(way, conditional)
        if hook is not None and hook.active is not False:
            yield from self._hook(way, hook)

    def _branches(self, way: "_Way", conditional: Conditional) -> Iterator[Point]:
        path = (*way.path, f"{way.prefix}conditions")
        for number, branch in enumerate(conditional.conditional_branches or ()):
            about, where = f"{way.about}: branch {branch.name}", re.escape(branch.name or "")
            inner = (*path, "branches", number)
            yield self._point("branch", about, f"{way.where}/{where}", ".* is true$", inner)
        if conditional.default_branch is not None:
            about, inner = f"{way.about}: the default branch", (*path, "default")
            yield self._point("branch", about, f"{way.where}/default", "no condition", inner)

    def _hook(self, way: "_Way", hook: DialogCodeHook) -> Iterator[Point]:
        path = (*way.path, "code_hook")
        if hook.enable_code_hook_invocation and hook.invocation_label:
            about = f"{way.about}: code hook {hook.invocation_label}"
            what = re.escape(f"is asked as {hook.invocation_label}") + "$"
            yield self._point("code hook", about, "/code_hook", what, path)
        after = hook.post_code_hook_specification
        for outcome in _OUTCOMES if after is not None else ():
            about = f"{way.about}: code hook, {outcome}"
            # A branch may have led to the hook: its name stands between.
            where = f"{way.where}(/[^/]+)?/{outcome}"
            inner = _Way(about, where, (*path, "then"), f"{outcome}_")
            conditional = getattr(after, f"{outcome}_conditional")
            yield from self._way(inner, getattr(after, f"{outcome}_response"), conditional, None)


@dataclass(frozen=True)
class _Way:
    """A place of the dialog where something is said and decided. `prefix`: of its YAML keys."""

    about: str
    where: str
    path: Path
    prefix: str = ""
