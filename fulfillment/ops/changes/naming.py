"""Which environment and which service a name is about, by the words in it: pure."""

from collections.abc import Iterable

from fulfillment.catalog.environments import Environment
from fulfillment.ops.changes.source import Place
from fulfillment.ops.naming import holds, words_of


def environment_of(texts: Iterable[str], place: Place) -> str | None:
    """The one environment of `place` that `texts` name; "" where they name none, or where two are
    asked about; None where it is another one, or where that must not be told."""
    said = [words_of(text) for text in texts]
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
    wanted = words_of(service)
    return any(holds(words_of(text), wanted) for text in texts)


def _is_named(where: Environment, said: list[tuple[str, ...]]) -> bool:
    names = {where.name, where.cluster}
    return any(holds(words, words_of(name)) for words in said for name in names)
