"""Which environment and which service a name is about, by the words in it: pure."""

import re
from collections.abc import Iterable

from fulfillment.catalog.environments import Environment
from fulfillment.ops.changes.source import Place

_WORD = re.compile(r"[A-Za-z0-9]+")


def environment_of(texts: Iterable[str], place: Place) -> str | None:
    """The one environment of `place` that `texts` name; "" where they name none, or where two are
    asked about; None where it is another one, or where that must not be told."""
    said = [_words(text) for text in texts]
    named = {one.name for one in (*place.asked, *place.others) if _is_named(one, said)}
    asked = {one.name for one in place.asked}
    if len(named) == 1:
        (name,) = named
        return name if name in asked else None
    if not place.others and len(asked) == 1:
        return place.name
    return "" if place.is_whole else None


def names_service(texts: Iterable[str], service: str) -> bool:
    """Whether a name has the words of the service side by side."""
    wanted = _words(service)
    return any(_holds(_words(text), wanted) for text in texts)


def _is_named(where: Environment, said: list[list[str]]) -> bool:
    names = {where.name, where.cluster}
    return any(_holds(words, _words(name)) for words in said for name in names)


def _words(name: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(name)]


def _holds(words: list[str], wanted: list[str]) -> bool:
    return bool(wanted) and any(words[at : at + len(wanted)] == wanted for at in range(len(words)))
