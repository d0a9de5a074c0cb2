"""What fills slots besides the person: defaults; and what an answer does to a composite."""

from collections.abc import Mapping
from dataclasses import replace

from bot.dialog.engine.session import Working
from bot.dialog.state import SlotFill


def fill_defaults(working: Working) -> None:
    """Empty slots take the first default that yields a value (guide: context-mgmt-default)."""
    intent = working.definition.intent(working.intent.name)
    slots = dict(working.intent.slots)
    for name in intent.slots if intent else ():
        value = _default(working, name) if slots.get(name) is None else None
        if value is not None:
            working.note(f"/slots/{name}", f"takes its default {value!r}")
            slots[name] = SlotFill(value, value, (value,))
    working.set_intent(replace(working.intent, slots=slots))


def _default(working: Working, slot: str) -> str | None:
    setting = working.definition.elicitation(working.intent.name, slot).default_value_specification
    for one in (setting.default_value_list if setting else None) or ():
        if (value := _source(working, one.default_value or "")) is not None:
            return value
    return None


def _source(working: Working, text: str) -> str | None:
    if text.startswith("#"):
        context, _, attribute = text[1:].partition(".")
        for active in working.state.contexts:
            if active.name == context:
                return active.attributes.get(attribute)
        return None
    if text.startswith("[") and text.endswith("]"):
        return working.state.attributes.get(text[1:-1])
    if text.startswith("<") and text.endswith(">"):
        return working.request_attributes.get(text[1:-1])
    return text or None


def with_values(working: Working, said: Mapping[str, SlotFill]) -> tuple[str, ...]:
    """Put what was said into the slots of the intent in play; the names of those that changed.

    A confirmation that was given is taken back: it was for other values.
    """
    slots = dict(working.intent.slots)
    changed = tuple(
        name for name, fill in said.items() if name in slots and _changes(slots[name], fill)
    )
    for name in said:
        if name in slots:
            slots[name] = said[name]
            working.note(f"/slots/{name}", f"is {said[name].original!r}")
    working.set_intent(
        replace(working.intent, slots=slots, phase="InProgress", confirmation="None")
    )
    return changed


def _changes(before: SlotFill | None, after: SlotFill) -> bool:
    return before != after


def with_part(
    before: SlotFill | None, part: str, fill: SlotFill, parts: Mapping[str, object]
) -> SlotFill:
    """A composite with one part more; its own text is that of its parts (Concatenation)."""
    empty: dict[str, SlotFill | None] = dict.fromkeys(parts)
    filled = {**empty, **(before.sub_slots if before else {}), part: fill}
    text = " ".join(one.interpreted or one.original for one in filled.values() if one)
    return SlotFill(text, text, (text,), "Composite", sub_slots=filled)
