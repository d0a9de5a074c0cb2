"""Names of people and places, Confirmation and free text."""

from collections.abc import Iterator

from bot.slots.phrases import PhraseTable
from bot.slots.reading import Reader, Reading, one
from bot.slots.text import Text

HINTED = frozenset(
    f"AMAZON.{name}" for name in ("City", "Country", "FirstName", "LastName", "State", "StreetName")
)
"""Built-in types that take runtime hints (guide: using-hints)."""
MOST_NAME_WORDS = 6
_MOST_NAME_TOKENS = 2 * MOST_NAME_WORDS
_MOST_STREET_WORDS = 4
_IGNORED = "ignored"
_NAME_MARKS = frozenset("-'.,&/ ")


def names(slot_type: str) -> Reader:
    """The reader of a type of names: known ones and hints, and any name where one is expected."""

    def read(text: Text, place: int) -> Iterator[Reading]:
        known = text.language.known.get(slot_type)
        hinted = _hints(text) if text.context.hints else None
        for table in (hinted, known):
            for end, name in table.all_at(text.tokens, place) if table else ():
                yield one(end, name)
        if slot_type == "AMAZON.StreetName":
            yield from _streets(text, place)
        yield from _unknown(text, place, digits=slot_type == "AMAZON.StreetName")

    return read


def _hints(text: Text) -> PhraseTable[str]:
    return PhraseTable((text.language.words_of(hint), hint) for hint in text.context.hints)


def _streets(text: Text, place: int) -> Iterator[Reading]:
    """ "main street", "Hauptstraße": words up to one that ends a street's name."""
    language = text.language
    for end in range(place + 1, min(len(text.tokens), place + _MOST_STREET_WORDS) + 1):
        token = text.tokens[end - 1]
        if not token.is_word or language.lead.at(text.tokens, end - 1):
            return
        glued = (
            token.text.endswith(language.glued_street_ends) if language.glued_street_ends else False
        )
        if glued or (token.text in language.street_ends and end > place + 1):
            yield one(end, text.original(place, end))


def _unknown(text: Text, place: int, *, digits: bool) -> Iterator[Reading]:
    """Any few words that a name may have, as they were said."""
    words = 0
    for end in range(place + 1, len(text.tokens) + 1):
        token = text.tokens[end - 1]
        if token.is_word and (digits or token.text.isalpha() or "'" in token.text):
            words += 1
        elif token.text not in _NAME_MARKS:
            return
        if words > MOST_NAME_WORDS or end - place > _MOST_NAME_TOKENS:
            return
        if token.is_word:
            said = text.original(place, end)
            yield one(end, said, weak=True)


def read_confirmations(text: Text, place: int) -> Iterator[Reading]:
    """Yes, No, Maybe or Don't know: the same four values in every language."""
    end, heard = place, set[str]()
    while end < len(text.tokens):
        found = text.language.confirmation.at(text.tokens, end)
        if found is None:
            return
        end = found[0]
        if found[1] != _IGNORED:
            heard.add(found[1])
        if len(heard) == 1 and found[1] != _IGNORED:
            yield one(end, next(iter(heard)))
