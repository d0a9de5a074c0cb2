"""Several values of one slot in a row: "olives, ham and green peppers"."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.dialog.state import SlotFill
from bot.model import Intent
from bot.runtime.recognizer.lexicon import Spot, original
from bot.runtime.recognizer.phrases import Phrases
from bot.runtime.recognizer.reading import Reading
from bot.slots.language import language_of
from bot.words import Spelling

_MARKS = frozenset(",;&+")
Ends = Callable[[Reading, int], Sequence[int]]
"""Where a name nobody knows may end that begins at a word, shortest first."""


@dataclass(frozen=True)
class Row:
    """Two or more values. `names`: first word and end of each that nobody knows."""

    end: int
    fill: SlotFill
    names: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class _Item:
    fill: SlotFill
    start: int
    end: int
    is_known: bool = True
    may_go_on: bool = True


class Rows:
    """Finds rows for the slots of `intents` that take several values.

    As in an answer (`bot.slots.resolve_many`), commas and the language's "and" part values; what
    nothing but a space parts are two values where both are known.
    """

    def __init__(self, intents: Sequence[Intent], locale: str, spelling: Spelling) -> None:
        self.slots = frozenset(
            (intent.name, slot.name) for intent in intents for slot in intent.slots if slot.multiple
        )
        self.types = frozenset(
            slot.type for intent in intents for slot in intent.slots if slot.multiple
        )
        # Most bots have no such slots, and need not wait for the language's words.
        self.joiners = Phrases(language_of(locale).joined_by if self.types else (), spelling)
        """What stands between values."""

    def as_one(self, reading: Reading, spots: Sequence[Spot]) -> Sequence[Spot]:
        """`spots`, from left to right, with each row of values that one slot takes as one spot."""
        if not self.types:
            return spots
        found: list[Spot] = []
        for spot in spots:
            before = found[-1] if found else None
            if before is not None and self._goes_on(reading, before, spot):
                found[-1] = replace(before, end=spot.end)
            else:
                found.append(spot)
        return found

    def _goes_on(self, reading: Reading, before: Spot, spot: Spot) -> bool:
        is_same = before.slot_type == spot.slot_type and spot.slot_type in self.types
        return is_same and self._after(reading, before.end) == spot.start

    def at(self, reading: Reading, slot_type: str, place: int, names: Ends) -> Iterator[Row]:
        """The rows of the type that begin at `place`, shortest first."""
        begin, items = place, list[_Item]()
        while place < len(reading.words):
            found = self._items(reading, slot_type, place, names)
            if items and not self._is_parted(reading, items[-1].end, place):
                found = [one for one in found if one.is_known and items[-1].is_known]
            for item in found if items else ():
                yield _row(reading, begin, (*items, item))
            goes_on = next((one for one in found if one.may_go_on), None)
            if goes_on is None:
                return
            items.append(goes_on)
            place = self._after(reading, goes_on.end)

    def _items(self, reading: Reading, slot_type: str, place: int, names: Ends) -> list[_Item]:
        """The known value at `place`, else the names that it may be."""
        known = [spot for spot in reading.spots[place] if spot.slot_type == slot_type]
        if known:
            longest = max(known, key=lambda spot: spot.end)
            return [_Item(longest.fill, place, longest.end)]
        found: list[_Item] = []
        for end in names(reading, place):
            if any(self._is_parted(reading, inner, inner) for inner in range(place + 1, end)):
                break
            said = original(reading.words, place, end, reading.text)
            is_parted = self._is_parted(reading, end, end)
            found.append(_Item(SlotFill(said, said), place, end, False, is_parted))
        return found

    def _after(self, reading: Reading, end: int) -> int:
        """Where the value behind one that ends at `end` begins."""
        return self.joiners.at(reading.said, end)

    def _is_parted(self, reading: Reading, end: int, start: int) -> bool:
        """Whether a mark or a word parts the value that ends at `end` from what follows."""
        if end >= len(reading.words):
            return False
        if start > end or self._after(reading, end) > end:
            return True
        gap = reading.text[reading.words[end - 1].end : reading.words[end].start]
        return not _MARKS.isdisjoint(gap)


def joined(reading: Reading, spots: Sequence[Spot]) -> SlotFill:
    """Values from left to right as one list."""
    said = original(reading.words, spots[0].start, spots[-1].end, reading.text)
    return listed(said, [spot.fill for spot in spots])


def listed(said: str, fills: Sequence[SlotFill]) -> SlotFill:
    """Each value once, and all that was said as the list's own."""
    values: dict[tuple[str, ...], SlotFill] = {}
    for fill in fills:
        values.setdefault(fill.resolved or (fill.original,), fill)
    return SlotFill(said, said, (said,), "List", values=tuple(values.values()))


def _row(reading: Reading, begin: int, items: Sequence[_Item]) -> Row:
    end = items[-1].end
    said = original(reading.words, begin, end, reading.text)
    fill = listed(said, [item.fill for item in items])
    return Row(end, fill, tuple((one.start, one.end) for one in items if not one.is_known))
