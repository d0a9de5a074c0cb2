"""Which points of a bot conversations have reached, and where the others stand in the files."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.definition import Definition
from bot.dialog.state import Trace
from bot.lex.definition import LexBot
from bot.testing.endpoint import Heard
from bot.testing.points import Point, points
from bot.testing.running import Result


@dataclass(frozen=True)
class Covered:
    """A point, and whether it was reached. `place`: file and line, or a path in the bot."""

    locale: str
    point: Point
    place: str
    is_reached: bool


@dataclass(frozen=True)
class Coverage:
    points: tuple[Covered, ...]

    @property
    def reached(self) -> int:
        return sum(one.is_reached for one in self.points)

    @property
    def share(self) -> float:
        return self.reached / len(self.points) if self.points else 1.0

    @property
    def missed(self) -> tuple[Covered, ...]:
        return tuple(one for one in self.points if not one.is_reached)


def coverage(lex: LexBot, definition: Definition | None, results: Iterable[Result]) -> Coverage:
    """What `results`, held in this process, reached.

    With a `definition` only what stands in its files counts, not what the compiler adds.
    """
    told: dict[str, set[Trace]] = {}
    for result in results:
        for turn in result.turns:
            told.setdefault(result.locale, set()).update(_told(turn.heard))
    found: list[Covered] = []
    for name, locale in lex.locales.items():
        for point in points(locale):
            place = _place(definition, name, point)
            if place is not None:
                is_reached = any(map(point.is_reached, told.get(name, ())))
                found.append(Covered(name, point, place, is_reached))
    return Coverage(tuple(found))


def _told(heard: Heard) -> Iterator[Trace]:
    """The trace of a turn, and what only its outcome shows."""
    yield from heard.trace
    yield from (Trace(f"{intent}/fulfillment", "is asked") for intent in heard.fulfilled)
    intent = heard.answer.state.intent
    if intent is not None:
        filled = (name for name, fill in intent.slots.items() if fill)
        yield from (Trace(f"{intent.name}/slots/{name}", "is filled") for name in filled)


def _place(definition: Definition | None, locale: str, point: Point) -> str | None:
    """None for what the compiler makes by itself: nobody has written it."""
    if definition is None:
        return "/".join([locale, point.intent, *map(str, point.path)])
    places = definition.places
    head = point.path[0] if point.path else ""
    if point.kind in ("intent", "slot"):
        return str(places.intent(point.intent, *point.path))
    if head == "prompts":
        return _prompt_place(definition, locale, point)
    if _is_written(definition, locale, point):
        return str(places.flow(point.intent, locale, *point.path))
    if point.kind == "handler" or (head == "confirmation" and point.kind == "answer"):
        return str(places.intent(point.intent))
    return None


def _prompt_place(definition: Definition, locale: str, point: Point) -> str | None:
    intent = definition.bot.intent(point.intent)
    words = intent.words.get(locale) if intent else None
    slot = str(point.path[1])
    if words is None or slot not in words.prompts:
        flow = definition.flow(point.intent, locale)
        slots = flow.slots or {}
        if slot in slots and slots[slot].prompt is not None:
            return str(definition.places.flow(point.intent, locale, "slots", slot, "prompt"))
        return None
    number = int(point.path[2]) if len(point.path) > 2 else 0
    number = min(number, len(words.prompts[slot]) - 1)
    return str(definition.places.words(point.intent, locale, "prompts", slot, number))


def _is_written(definition: Definition, locale: str, point: Point) -> bool:
    flow = definition.flow(point.intent, locale)
    head = str(point.path[0]) if point.path else ""
    if head != "slots":
        return getattr(flow, head, None) is not None
    slot = (flow.slots or {}).get(str(point.path[1]))
    return slot is not None and slot.capture is not None


def coverage_text(found: Coverage, root: str) -> str:
    """Shares by kind, then every point that was missed, by file and line."""
    lines = [f"{found.reached} of {len(found.points)} reached ({found.share:.0%})"]
    total = Counter(one.point.kind for one in found.points)
    reached = Counter(one.point.kind for one in found.points if one.is_reached)
    lines += [f"  {kind:<10}{reached[kind]:>5} of {count}" for kind, count in total.items()]
    if found.missed:
        lines += ["", "No conversation has reached:"]
    for one in found.missed:
        about = f"{one.point.intent}: {one.point.about}"
        lines.append(f"  {root}/{one.place}  {about} [{one.locale}]")
    return "\n".join(lines)


def coverage_json(found: Coverage, root: str) -> dict[str, object]:
    """The same as data."""
    return {
        "reached": found.reached,
        "points": len(found.points),
        "share": round(found.share, 4),
        "missed": [
            {
                "place": f"{root}/{one.place}",
                "locale": one.locale,
                "kind": one.point.kind,
                "intent": one.point.intent,
                "about": one.point.about,
            }
            for one in found.missed
        ],
    }
