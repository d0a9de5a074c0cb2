"""Runtime hints of Lex V2: what is likely to be said for a slot, as JSON and as plain data."""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.lex.document import Node

Hints = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Intent name -> slot name -> phrases that are likely to be said. A part of a composite slot is
`Slot.part`."""

MAX_INTENTS: Final = 100
MAX_SLOTS: Final = 100
MAX_PHRASES: Final = 100
MAX_PHRASE: Final = 140


def read_hints(node: Node) -> Hints:
    """Of a `runtimeHints` object. Raises LexDocumentError."""
    slot_hints = node["slotHints"]
    if not slot_hints:
        return {}
    return {
        intent: {
            name: phrases
            for slot, hint in _at_most(slots, MAX_SLOTS)
            for name, phrases in _read_slot(slot, hint)
        }
        for intent, slots in _at_most(slot_hints, MAX_INTENTS)
    }


def hints_json(hints: Hints) -> dict[str, object]:
    """The `runtimeHints` object; what was read is written the same."""
    return {"slotHints": {intent: _nested(slots) for intent, slots in hints.items()}}


def _read_slot(name: str, node: Node) -> Iterator[tuple[str, tuple[str, ...]]]:
    values, parts = node.within_depth()["runtimeHintValues"], node["subSlotHints"]
    if values or not parts:
        yield (
            name,
            tuple(
                item["phrase"].text(least=1, most=MAX_PHRASE) for item in values.items(MAX_PHRASES)
            ),
        )
    if parts:
        for part, hint in _at_most(parts, MAX_SLOTS):
            yield from _read_slot(f"{name}.{part}", hint)


def _nested(slots: Mapping[str, tuple[str, ...]]) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for path, phrases in slots.items():
        first, *parts = path.split(".")
        hint = found.setdefault(first, {})
        for part in parts:
            inner = hint.setdefault("subSlotHints", {})
            assert isinstance(inner, dict)  # noqa: S101 - made one line above
            hint = inner.setdefault(part, {})
        hint["runtimeHintValues"] = [{"phrase": phrase} for phrase in phrases]
    return found


def _at_most(node: Node, most: int) -> list[tuple[str, Node]]:
    members = list(node.members())
    if len(members) > most:
        raise node.error(f"has {len(members)} members; at most {most} are allowed")
    return members
