"""Values of custom slot types: TopResolution ("restrict") and OriginalValue ("expand")."""

from collections.abc import Iterator

from bot.dialog.state import SlotFill
from bot.slots.edges import edges_of
from bot.slots.gazetteer import Gazetteer, gazetteer_of, hinted, plain_tokens
from bot.slots.span import SlotSpan, Values, fill_of, span_of
from bot.slots.text import Text
from bot.slots.tokens import Token
from bot.slots.views import SlotTypeView

MOST_WORDS = 12
"""Of a value that nobody has declared: more is a sentence."""


def resolve_custom(slot_type: SlotTypeView, text: Text) -> SlotFill | None:
    """The whole text as a value of the type; words around it that say nothing are left out."""
    edges = edges_of(text, (text.language.carriers, text.language.lead), text.language.tail)
    for start, end in edges.windows():
        values = _values(slot_type, text, start, end)
        if values:
            return fill_of(text, start, end, values, slot_type.strategy)
    return None if slot_type.strategy == "TopResolution" else _unknown(slot_type, text)


def find_custom(slot_type: SlotTypeView, text: Text) -> Iterator[SlotSpan]:
    """The declared and hinted values in a text, from the left, the longest at each place."""
    tokens = plain_tokens(text.tokens)
    places = {id(token): place for place, token in enumerate(text.tokens)}
    place = 0
    while place < len(tokens):
        start = places[id(tokens[place])]
        best = next(iter(_at(slot_type, text, tokens, place)), None)
        if best is None or not text.can_start(start):
            place += 1
            continue
        end = places[id(tokens[best[0] - 1])] + 1
        if text.can_end(end):
            yield span_of(text, start, end, best[1], slot_type.strategy)
            place = best[0]
        else:
            place += 1


def _at(
    slot_type: SlotTypeView, text: Text, tokens: tuple[Token, ...], place: int
) -> list[tuple[int, Values]]:
    found = [
        (end, values)
        for one in _gazetteers(slot_type, text)
        for end, values in one.all_at(tokens, place)
    ]
    return sorted(found, key=lambda item: -item[0])


def _gazetteers(slot_type: SlotTypeView, text: Text) -> tuple[Gazetteer, ...]:
    """A hint biases, it does not open a type that restricts its values."""
    own = gazetteer_of(slot_type, text.language)
    if text.context.hints and slot_type.strategy != "TopResolution":
        return own, hinted(text)
    return (own,)


def _values(slot_type: SlotTypeView, text: Text, start: int, end: int) -> Values:
    plain = plain_tokens(text.tokens[start:end])
    if plain[0] is not text.tokens[start] or plain[-1] is not text.tokens[end - 1]:
        # A narrower window says the same without the marks around it.
        return ()
    words = [token.text for token in plain]
    return next(
        (values for one in _gazetteers(slot_type, text) if (values := one.exact(words))), ()
    )


def _unknown(slot_type: SlotTypeView, text: Text) -> SlotFill | None:
    """The person's own words. A near miss says in the resolved values what may be meant."""
    edges = edges_of(text, (text.language.carriers,), text.language.tail)
    window = next(edges.stripped(), None)
    if window is None:
        return None
    start, end = window
    words = [token.text for token in plain_tokens(text.tokens[start:end])]
    if len(words) > MOST_WORDS:
        return None
    near = next((values for one in _gazetteers(slot_type, text) if (values := one.near(words))), ())
    return fill_of(text, start, end, near, slot_type.strategy)
