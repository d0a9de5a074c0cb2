"""What a turn asks of a locale's definition."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.dialog.state import IntentState, SlotFill
from bot.lex.definition import (
    DialogCodeHook,
    LexIntent,
    LexLocale,
    LexSlot,
    PromptSpecification,
    SlotCapture,
    SubSlots,
    ValueElicitation,
)

FALLBACK = "AMAZON.FallbackIntent"
FREE_FORM = "AMAZON.FreeFormInput"


@dataclass(frozen=True)
class DialogDefinition:
    """One locale of a bot."""

    locale: LexLocale
    name: str = field(default="")
    """Of the locale: en_US."""

    def intent(self, name: str) -> LexIntent | None:
        return self.locale.intents.get(name)

    def slot(self, intent: str, slot: str) -> LexSlot | None:
        found = self.intent(intent)
        return found.slots.get(slot) if found else None

    def slots_of(self, intent: str) -> tuple[str, ...] | None:
        """Names of the slots of an intent; None where there is no such intent."""
        found = self.intent(intent)
        return tuple(found.slots) if found else None

    def elicitation(self, intent: str, slot: str) -> ValueElicitation:
        found = self.slot(intent, slot)
        return (found.value_elicitation_setting if found else None) or ValueElicitation()

    def capture(self, intent: str, slot: str) -> SlotCapture | None:
        return self.elicitation(intent, slot).slot_capture_setting

    def prompt(self, intent: str, slot: str, sub_slot: str = "") -> PromptSpecification | None:
        """The question for a slot, or for a part of it."""
        parts = self.parts(intent, slot)
        part = (parts.slot_specifications or {}).get(sub_slot) if parts else None
        if part is not None and part.value_elicitation_setting is not None:
            return part.value_elicitation_setting.prompt_specification
        return self.elicitation(intent, slot).prompt_specification

    def parts(self, intent: str, slot: str) -> SubSlots | None:
        found = self.slot(intent, slot)
        return found.sub_slot_setting if found else None

    def part_names(self, intent: str, slot: str) -> tuple[str, ...]:
        """Of a composite slot."""
        found = self.parts(intent, slot)
        return tuple((found.slot_specifications if found else None) or {})

    @cached_property
    def fallback(self) -> str:
        """The fallback intent's name; "" where there is none."""
        found = (
            name
            for name, intent in self.locale.intents.items()
            if intent.parent_intent_signature == FALLBACK
        )
        return next(found, "")

    def is_fallback(self, intent: str) -> bool:
        return bool(intent) and intent == self.fallback

    def by_priority(self, intent: str) -> tuple[str, ...]:
        """Slot names, lowest priority first; those without one after them, as written."""
        found = self.intent(intent)
        if found is None:
            return ()
        given = {one.slot_name: one.priority or 0 for one in found.slot_priorities or ()}
        last = max(given.values(), default=0) + 1
        return tuple(sorted(found.slots, key=lambda name: given.get(name, last)))

    def missing(self, state: IntentState) -> str:
        """The first required slot that is empty; "" where none is."""
        for name in self.by_priority(state.name):
            if self.elicitation(state.name, name).slot_constraint != "Required":
                continue
            if state.slots.get(name) is None or self.missing_part(state, name):
                return name
        return ""

    def missing_part(self, state: IntentState, slot: str) -> str:
        """The next part of a composite slot to ask for; "" where its expression is satisfied."""
        parts = self.parts(state.name, slot)
        if parts is None or not parts.slot_specifications:
            return ""
        fill = state.slots.get(slot)
        filled = {name for name, one in (fill.sub_slots if fill else {}).items() if one}
        return next_part(parts.expression or "", tuple(parts.slot_specifications), filled)

    def empty(self, intent: str, slots: Mapping[str, SlotFill | None]) -> IntentState:
        """`intent` freshly begun: every slot is a key, filled where `slots` has a value for it."""
        found = self.intent(intent)
        names = found.slots if found else {}
        return IntentState(intent, {name: slots.get(name) for name in names})

    def initial_hook(self, intent: str) -> DialogCodeHook | None:
        found = self.intent(intent)
        setting = found.initial_response_setting if found else None
        return setting.code_hook if setting else None


def next_part(expression: str, parts: tuple[str, ...], filled: set[str]) -> str:
    """The first part that brings `expression` nearer to being true; "" where it is.

    `(street AND city) OR post_code`: one OR branch is enough, and the first one is asked for,
    unless another has been begun. Without an expression every part is needed.
    """
    branches = _branches(expression, parts)
    if any(set(branch) <= filled for branch in branches):
        return ""
    begun = max(branches, key=lambda branch: len(filled.intersection(branch)), default=())
    return next((part for part in begun if part not in filled), "")


def _branches(expression: str, parts: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Disjunctive normal form: tuples of parts, any of which is enough."""
    words = expression.replace("(", " ( ").replace(")", " ) ").split()
    if not words:
        return [parts]
    found, rest = _either(words)
    return found if not rest else [parts]


def _either(words: list[str]) -> tuple[list[tuple[str, ...]], list[str]]:
    found, words = _both(words)
    while words and words[0].upper() == "OR":
        more, words = _both(words[1:])
        found = found + more
    return found, words


def _both(words: list[str]) -> tuple[list[tuple[str, ...]], list[str]]:
    found, words = _part(words)
    while words and words[0].upper() == "AND":
        more, words = _part(words[1:])
        found = [(*one, *other) for one in found for other in more]
    return found, words


def _part(words: list[str]) -> tuple[list[tuple[str, ...]], list[str]]:
    if not words:
        return [()], words
    if words[0] == "(":
        found, words = _either(words[1:])
        return found, words[1:]
    return [(words[0],)], words[1:]
