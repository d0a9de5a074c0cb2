"""The four questions: is this text a value, a list of values, an answer; where are values in it."""

from collections.abc import Sequence

from bot.dialog.state import SlotFill
from bot.slots.built_in import FREE_FORM, find_with, may_hold, reader_of, resolve_with
from bot.slots.context import SlotContext
from bot.slots.custom import find_custom, resolve_custom
from bot.slots.many import resolve_list, resolve_parts
from bot.slots.span import SlotSpan
from bot.slots.text import Text, text_of
from bot.slots.views import SlotTypeView

MOST_CHARACTERS = 1024
"""Lex takes no longer input text (lexv2-runtime, RecognizeText)."""


def resolve(slot_type: SlotTypeView, text: str, context: SlotContext) -> SlotFill | None:
    """`text` as one value of the type, None if it is none.

    Articles, prepositions, politeness and marks around the value are left out: `original` is the
    part of `text` that is the value. `interpreted` is None where Lex gives null (a time that is
    before or after noon), `resolved` has at most five. A composite type gives a Composite.
    Resolving `original` again gives the same.
    """
    return _resolve(slot_type, text_of(text[:MOST_CHARACTERS], context))


def resolve_many(slot_type: SlotTypeView, text: str, context: SlotContext) -> SlotFill | None:
    """`text` as the values of a multi-value slot: a List, of one item where there is one value.

    Lex has such slots of custom types alone; others are read alike. Under TopResolution what is no
    value is left out; None if nothing is left.
    """
    read = text_of(text[:MOST_CHARACTERS], context)
    return resolve_list(slot_type, read, _resolve, _find_known) if read.tokens else None


def find(
    slot_type: SlotTypeView, text: str, context: SlotContext, *, bare: bool = False
) -> tuple[SlotSpan, ...]:
    """The values of the type in a sentence, from left to right; they do not overlap.

    Only what is a value beyond doubt: declared, hinted or known names, and what has the form of
    the type. With `bare` also what is one only where it is expected: "5" as a time, any word as a
    name. Free text is never found. Places are characters of `text`.
    """
    return tuple(_find(slot_type, text_of(text[:MOST_CHARACTERS], context), bare=bare))


def hear(slot_type: SlotTypeView, text: str, context: SlotContext) -> SlotFill | None:
    """The value in an answer to a prompt for the slot: the whole answer, or the one value in it.

    "make it friday at five" answers a date with friday. Two different values in a longer answer
    are None. An unknown value of an OriginalValue type must be the whole answer.
    """
    read = text_of(text[:MOST_CHARACTERS], context)
    if slot_type.built_in or slot_type.parts or slot_type.strategy == "TopResolution":
        whole = _resolve(slot_type, read)
        return whole if whole is not None else _only(_find(slot_type, read, bare=False))
    whole = _resolve(slot_type, read)
    if whole is not None and whole.resolved:
        return whole
    return _only(_find(slot_type, read, bare=False)) or whole


def _resolve(slot_type: SlotTypeView, text: Text) -> SlotFill | None:
    if not text.tokens:
        return None
    if slot_type.parts:
        return resolve_parts(slot_type, text, _find_part)
    if slot_type.built_in == FREE_FORM:
        said = text.said.strip()
        return SlotFill(said, said, (said,))
    reader = reader_of(slot_type)
    if reader is None:
        return resolve_custom(slot_type, text)
    return resolve_with(reader, slot_type, text)


def _find(slot_type: SlotTypeView, text: Text, *, bare: bool) -> Sequence[SlotSpan]:
    if slot_type.parts:
        return _composite_span(slot_type, text)
    if slot_type.built_in == FREE_FORM:
        return ()
    reader = reader_of(slot_type)
    if reader is None:
        return tuple(find_custom(slot_type, text))
    return tuple(find_with(reader, text, bare=bare)) if may_hold(slot_type, text) else ()


def _find_known(slot_type: SlotTypeView, text: Text) -> Sequence[SlotSpan]:
    return _find(slot_type, text, bare=False)


def _find_part(slot_type: SlotTypeView, text: Text) -> Sequence[SlotSpan]:
    return _find(slot_type, text, bare=False) or _find(slot_type, text, bare=True)


def _composite_span(slot_type: SlotTypeView, text: Text) -> tuple[SlotSpan, ...]:
    fill = resolve_parts(slot_type, text, _find_known)
    if fill is None:
        return ()
    start = text.said.index(fill.original)
    return (SlotSpan(start, start + len(fill.original), fill),)


def _only(spans: Sequence[SlotSpan]) -> SlotFill | None:
    values = {span.fill.resolved: span.fill for span in reversed(spans)}
    return next(iter(values.values())) if len(values) == 1 else None
