"""Built-in slot types: which reader reads which, and how a text is searched with one."""

from collections.abc import Iterator

from bot.dialog.state import SlotFill
from bot.slots.amounts import read_currencies, read_numbers, read_percentages
from bot.slots.dates import read_dates
from bot.slots.edges import Edges, edges_of
from bot.slots.named import HINTED, names, read_confirmations
from bot.slots.reading import Reader, Reading
from bot.slots.span import SlotSpan
from bot.slots.spelled import (
    alphanumeric,
    read_emails,
    read_phone_numbers,
    read_uk_postal_codes,
)
from bot.slots.text import Text
from bot.slots.times import read_durations, read_times
from bot.slots.views import SlotTypeView

FREE_FORM = "AMAZON.FreeFormInput"
CONFIRMATION = "AMAZON.Confirmation"
ALPHANUMERIC = "AMAZON.AlphaNumeric"
_NAMED = ("City", "Country", "FirstName", "LastName", "State", "StreetName")
_KINDS = {"AMAZON.Date": "dates", "AMAZON.Duration": "durations", "AMAZON.Time": "times"}
"""Types whose values are all told by templates -> their kind."""
_READERS: dict[str, Reader] = {
    "AMAZON.Currency": read_currencies,
    "AMAZON.Date": read_dates,
    "AMAZON.Duration": read_durations,
    "AMAZON.EmailAddress": read_emails,
    "AMAZON.Number": read_numbers,
    "AMAZON.Percentage": read_percentages,
    "AMAZON.PhoneNumber": read_phone_numbers,
    "AMAZON.Time": read_times,
    "AMAZON.UKPostalCode": read_uk_postal_codes,
    CONFIRMATION: read_confirmations,
    **{f"AMAZON.{name}": names(f"AMAZON.{name}") for name in _NAMED},
}


def reader_of(slot_type: SlotTypeView) -> Reader | None:
    """The reader of a built-in type; None for free text and for types that Lex V2 does not have."""
    if slot_type.built_in == ALPHANUMERIC:
        return alphanumeric(slot_type.pattern)
    return _READERS.get(slot_type.built_in)


def may_hold(slot_type: SlotTypeView, text: Text) -> bool:
    """Whether there may be a value of the type in the text; a quick no for most sentences."""
    kind = _KINDS.get(slot_type.built_in)
    return kind is None or text.may_hold(kind)


def resolve_with(reader: Reader, slot_type: SlotTypeView, text: Text) -> SlotFill | None:
    """The whole text as one value; words around it that say nothing are left out."""
    edges = _edges(slot_type, text)
    for weak in (False, True):
        for start in _unnamed_last(slot_type, text, edges, weak=weak):
            fitting = [
                one for one in reader(text, start) if one.weak is weak and one.end in edges.ends
            ]
            if fitting:
                return _fill(text, start, max(fitting, key=lambda one: one.end))
    return None


def _unnamed_last(
    slot_type: SlotTypeView, text: Text, edges: Edges, *, weak: bool
) -> tuple[int, ...]:
    """Where values may begin, best first. An unknown name keeps its article ("The Hague") and not
    what leads to it ("my name is")."""
    if weak and slot_type.built_in in HINTED:
        carried = edges_of(text, (text.language.carriers,), text.language.tail)
        return tuple(start for start in reversed(carried.starts))
    return edges.starts


def _edges(slot_type: SlotTypeView, text: Text) -> Edges:
    language = text.language
    if slot_type.built_in == CONFIRMATION:
        # "ok, no" is not a no: nothing but fillers stands around a yes or no.
        return edges_of(text, (language.fillers,), language.fillers)
    return edges_of(text, (language.carriers, language.lead), language.tail)


def find_with(reader: Reader, text: Text, *, bare: bool) -> Iterator[SlotSpan]:
    """The values in a text, from the left, the longest at each place."""
    place = 0
    while place < len(text.tokens):
        best = _longest(reader, text, place, bare=bare) if text.can_start(place) else None
        if best is None:
            place += 1
            continue
        first, last = text.tokens[place].start, text.tokens[best.end - 1].end
        yield SlotSpan(first, last, _fill(text, place, best))
        place = best.end


def _longest(reader: Reader, text: Text, place: int, *, bare: bool) -> Reading | None:
    fitting = [
        one for one in reader(text, place) if text.can_end(one.end) and (bare or not one.weak)
    ]
    return max(fitting, key=lambda one: (one.end, not one.weak), default=None)


def _fill(text: Text, start: int, reading: Reading) -> SlotFill:
    return SlotFill(text.original(start, reading.end), reading.interpreted, reading.resolved)
