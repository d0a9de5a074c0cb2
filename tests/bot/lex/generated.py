"""Any Lex V2 bot, for hypothesis: every member of every dataclass comes up."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, Literal, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from bot.lex.codec import _bare
from bot.lex.definition import LexBot, LexIntent, LexLocale, LexSlot, LexSlotType

NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9]{0,8}", fullmatch=True)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
LOCALES = st.sampled_from(["en_US", "de_DE", "es_419"])


@st.composite
def values(draw: st.DrawFn, kind: Any) -> Any:
    """Any value of a type of the definition."""
    if is_dataclass(kind):
        return draw(records(kind))
    origin = get_origin(kind)
    if origin is tuple:
        return tuple(draw(st.lists(values(get_args(kind)[0]), max_size=2)))
    if origin is Literal:
        return draw(st.sampled_from(get_args(kind)))
    if origin is not None:
        return draw(st.dictionaries(NAMES, values(get_args(kind)[1]), max_size=2))
    return draw(_SCALARS[kind])


@st.composite
def records(draw: st.DrawFn, kind: Any) -> Any:
    """Any instance of a dataclass; members that are files of their own are left alone."""
    hints = get_type_hints(kind)
    names = [one.name for one in fields(kind) if not one.metadata.get("file")]
    chosen = draw(st.lists(st.sampled_from(names), max_size=3, unique=True))
    return kind(**{name: draw(values(_bare(hints[name]))) for name in chosen})


@st.composite
def intents(draw: st.DrawFn) -> LexIntent:
    intent: LexIntent = draw(records(LexIntent))
    return replace(intent, slots=draw(st.dictionaries(NAMES, records(LexSlot), max_size=2)))


@st.composite
def locales(draw: st.DrawFn) -> LexLocale:
    locale: LexLocale = draw(records(LexLocale))
    return replace(
        locale,
        intents=draw(st.dictionaries(NAMES, intents(), max_size=2)),
        slot_types=draw(st.dictionaries(NAMES, records(LexSlotType), max_size=2)),
    )


@st.composite
def bots(draw: st.DrawFn) -> LexBot:
    """A bot with a name that is a folder's."""
    found = draw(st.dictionaries(LOCALES, locales(), max_size=2))
    bot: LexBot = draw(records(LexBot))
    return replace(bot, name=draw(NAMES), locales=found)


_SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(-5, 100_000),
    float: st.floats(0, 1),
    bool: st.booleans(),
}
