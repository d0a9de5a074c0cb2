"""Values of several parts: multi-value slots (a List) and composite types (a Composite)."""

from collections.abc import Callable, Sequence

from bot.dialog.state import SlotFill
from bot.slots.edges import edges_of
from bot.slots.span import SlotSpan
from bot.slots.text import Text, text_of
from bot.slots.views import SlotTypeView

Resolve = Callable[[SlotTypeView, Text], SlotFill | None]
Find = Callable[[SlotTypeView, Text], Sequence[SlotSpan]]
Piece = tuple[int, int]
"""Characters of the text, end exclusive."""


def resolve_list(
    slot_type: SlotTypeView, text: Text, resolve: Resolve, find: Find
) -> SlotFill | None:
    """The values of a multi-value slot; one value is a list of one (guide: multi-valued-slots).

    Commas and the language's "and" part values, and so do spaces between known ones.
    """
    items = tuple(
        item
        for start, end in _pieces(text)
        for item in _items(slot_type, text_of(text.said[start:end], text.context), resolve, find)
    )
    if not items:
        return None
    said = _said(text)
    return SlotFill(said, said, (said,), "List", values=items)


def _said(text: Text) -> str:
    start, end = next(edges_of(text, (text.language.carriers,), text.language.tail).stripped())
    return text.original(start, end)


def _pieces(text: Text) -> list[Piece]:
    pieces: list[Piece] = []
    start, place = 0, 0
    while place < len(text.tokens):
        end = _after_separator(text, place)
        if end == place:
            place += 1
            continue
        if start < place:
            pieces.append((start, place))
        start = place = end
    if start < len(text.tokens):
        pieces.append((start, len(text.tokens)))
    return [(text.tokens[start].start, text.tokens[end - 1].end) for start, end in pieces]


def _after_separator(text: Text, place: int) -> int:
    joined = text.language.joiners.at(text.tokens, place)
    if joined is not None:
        return joined[0]
    return place + 1 if text.tokens[place].text in (",", ";") else place


def _items(
    slot_type: SlotTypeView, piece: Text, resolve: Resolve, find: Find
) -> Sequence[SlotFill]:
    whole = resolve(slot_type, piece)
    if whole is not None and whole.resolved:
        return [whole]
    found = find(slot_type, piece)
    if whole is None or _covers(piece, found):
        return [span.fill for span in found]
    return [whole]


def _covers(piece: Text, found: Sequence[SlotSpan]) -> bool:
    covered = {place for span in found for place in range(span.start, span.end)}
    return bool(found) and all(token.start in covered for token in piece.tokens if token.is_word)


def resolve_parts(slot_type: SlotTypeView, text: Text, find: Find) -> SlotFill | None:
    """The parts of a composite that a text has, in the order that the type declares them.

    A part takes its first value that no part before it has taken; what is not said stays None.
    """
    taken: list[SlotSpan] = []
    parts: dict[str, SlotFill | None] = {}
    for part in slot_type.parts:
        free = (span for span in find(part.slot_type, text) if not _overlaps(span, taken))
        span = next(free, None)
        parts[part.name] = span.fill if span else None
        taken.extend([span] if span else [])
    if not taken:
        return None
    said = text.said[min(span.start for span in taken) : max(span.end for span in taken)]
    written = " ".join(fill.interpreted or fill.original for fill in parts.values() if fill)
    return SlotFill(said, written, (written,), "Composite", sub_slots=parts)


def _overlaps(span: SlotSpan, taken: Sequence[SlotSpan]) -> bool:
    return any(span.start < one.end and one.start < span.end for one in taken)
