"""Values that are told by their form, not by a list: built-in slot types, patterns, composites."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.dialog.state import SlotFill
from bot.model import Bot, SlotType
from bot.runtime.recognizer.lexicon import Spot
from bot.slots import (
    SlotContext,
    SlotSpan,
    SlotTypeView,
    built_in_view,
    find,
    hear,
    resolve,
    resolve_many,
)
from bot.words import Word

FREE_FORM = "AMAZON.FreeFormInput"
BUILT_IN = "AMAZON."
_ANYTHING = SlotTypeView("")
"""No value is known, any is taken."""
Now = Callable[[], datetime]
"""The moment in the time zone of those who speak: relative dates count from it."""


class TypedValues:
    """Reads values of the types of one locale that a lexicon cannot hold."""

    def __init__(self, bot: Bot, locale: str, now: Now) -> None:
        self._locale = locale
        self._now = now
        used = {slot.type for intent in bot.intents for slot in intent.slots}
        custom = {one.name for one in bot.slot_types if _has_form(one)}
        self._views: dict[str, SlotTypeView] = {
            name: built_in_view(name) for name in sorted(used) if name.startswith(BUILT_IN)
        }
        if custom:
            self._views |= _custom_views(bot, locale, custom)
        several = {slot.type for intent in bot.intents for slot in intent.slots if slot.multiple}
        listed = several - self._views.keys()
        self._listed = _custom_views(bot, locale, listed) if listed else {}

    def handles(self, slot_type: str) -> bool:
        return slot_type in self._views

    def heard(self, slot_type: str, text: str, part: str = "") -> SlotFill | None:
        """The value in an answer to a prompt for a slot of the type, or for a part of it."""
        view = self._part(self._views[slot_type], part)
        return hear(view, text, self._context()) if view else None

    def several(self, slot_type: str, text: str, hints: tuple[str, ...] = ()) -> SlotFill | None:
        """The values in an answer to a prompt for a slot that takes several, listed ones too."""
        view = self._views.get(slot_type) or self._listed.get(slot_type)
        context = SlotContext(self._locale, self._now(), hints)
        return resolve_many(view, text, context) if view else None

    def name_in(self, text: str) -> str:
        """An answer without what leads to a value that nobody knows: "my name is"."""
        found = resolve(_ANYTHING, text, self._context())
        return found.original if found else ""

    def takes_anything(self, slot_type: str) -> bool:
        """Free text is a value whatever else it could be."""
        return slot_type == FREE_FORM

    def spans(self, text: str) -> Sequence[tuple[str, SlotSpan]]:
        """The types of the values in `text`, and where they are."""
        context = self._context()
        return [
            (name, span)
            for name, view in self._views.items()
            if name != FREE_FORM
            for span in find(view, text, context)
        ]

    def _part(self, view: SlotTypeView, part: str) -> SlotTypeView | None:
        if not part:
            return view
        return next((one.slot_type for one in view.parts if one.name == part), None)

    def _context(self) -> SlotContext:
        return SlotContext(self._locale, self._now())


def spots(spans: Sequence[tuple[str, SlotSpan]], words: tuple[Word, ...]) -> dict[int, list[Spot]]:
    """Place of a word -> the values that begin there, longest first."""
    found: dict[int, list[Spot]] = {}
    for name, span in spans:
        places = _places(words, span.start, span.end)
        if places is not None:
            found.setdefault(places[0], []).append(Spot(name, *places, span.fill))
    return {place: sorted(there, key=lambda one: -one.end) for place, there in found.items()}


def _has_form(slot_type: SlotType) -> bool:
    return bool(slot_type.parent or slot_type.pattern or slot_type.parts)


def _custom_views(bot: Bot, locale: str, names: set[str]) -> Mapping[str, SlotTypeView]:
    # A compiler that only bots with such types have to wait for.
    from bot.lex.compiling.slot_types import compile_slot_type  # noqa: PLC0415 - see above
    from bot.lex.definition import LexLocale  # noqa: PLC0415 - see above
    from bot.slots import views  # noqa: PLC0415 - see above

    declared = {one.name: compile_slot_type(one, locale) for one in bot.slot_types}
    every = views(LexLocale(slot_types=declared))
    return {name: view for name, view in every.items() if name in names}


def _places(words: tuple[Word, ...], start: int, end: int) -> tuple[int, int] | None:
    """The words that a span of characters covers whole; None where it cuts one in two."""
    inside = [place for place, word in enumerate(words) if word.start >= start and word.end <= end]
    cut = any(word.start < start < word.end or word.start < end < word.end for word in words)
    return (inside[0], inside[-1] + 1) if inside and not cut else None
