"""Checks a request against the shapes of botocore's model: types, limits, patterns, enumerations.

SDKs check only what is required and minima; Lex itself checks everything, and so does this. The
sentences are those that AWS services give.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape

from deploy.errors import ModelsApiError

_MOST_SHOWN = 100


def check(params: Mapping[str, Any], shape: Shape) -> None:
    """Raises ModelsApiError (ValidationException) with everything that is wrong."""
    wrong = list(problems(params, shape))
    if wrong:
        errors = "error" if len(wrong) == 1 else "errors"
        message = f"{len(wrong)} validation {errors} detected: {'; '.join(wrong)}"
        raise ModelsApiError("ValidationException", message)


def problems(value: object, shape: Shape, at: str = "") -> Iterator[str]:
    """One sentence for each member of `value` that `shape` does not allow."""
    kind, wanted = _KINDS[shape.type_name]
    if not _is(value, kind):
        yield _problem(value, shape, at, f"be {wanted}")
    elif isinstance(shape, StructureShape):
        yield from _structure(value, shape, at)
    elif isinstance(shape, MapShape):
        yield from _map(value, shape, at)
    elif isinstance(shape, ListShape):
        yield from _list(value, shape, at)
    else:
        yield from _scalar(value, shape, at)


_KINDS: Mapping[str, tuple[tuple[type, ...], str]] = {
    "structure": ((Mapping,), "an object"),
    "map": ((Mapping,), "an object"),
    "list": ((list,), "a list"),
    "string": ((str,), "a string"),
    "boolean": ((bool,), "a boolean"),
    "integer": ((int,), "an integer"),
    "long": ((int,), "an integer"),
    "double": ((int, float), "a number"),
    "float": ((int, float), "a number"),
}


def _is(value: object, kind: tuple[type, ...]) -> bool:
    # True is an int to Python, and never one of Lex's.
    return isinstance(value, kind) and (isinstance(value, bool) is (kind == (bool,)))


def _structure(value: Any, shape: StructureShape, at: str) -> Iterator[str]:
    for name in shape.required_members:
        if value.get(name) is None:
            yield _problem(None, shape, _below(at, name), "not be null")
    for name, item in value.items():
        if name not in shape.members:
            yield _problem(item, shape, _below(at, name), "be one that the API has")
        elif item is not None:
            yield from problems(item, shape.members[name], _below(at, name))


def _map(value: Any, shape: MapShape, at: str) -> Iterator[str]:
    yield from _size(len(value), value, shape, at)
    for key, item in value.items():
        yield from problems(key, shape.key, f"{at} (map key)")
        yield from problems(item, shape.value, _below(at, key))


def _list(value: Any, shape: ListShape, at: str) -> Iterator[str]:
    yield from _size(len(value), value, shape, at)
    for number, item in enumerate(value, 1):
        yield from problems(item, shape.member, f"{at}.{number}")


def _scalar(value: Any, shape: Shape, at: str) -> Iterator[str]:
    if not isinstance(shape, StringShape):
        yield from _limits(value, value, shape, at, "value")
        return
    yield from _size(utf16_units(value), value, shape, at)
    pattern = shape.metadata.get("pattern")
    if pattern and not _compiled(pattern).fullmatch(value):
        yield _problem(value, shape, at, f"satisfy regular expression pattern: {pattern}")
    choices = shape.metadata.get("enum")
    if choices and value not in choices:
        yield _problem(value, shape, at, f"satisfy enum value set: [{', '.join(choices)}]")


def utf16_units(text: str) -> int:
    """A text's length as Lex counts it: as Java does."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _size(size: int, value: object, shape: Shape, at: str) -> Iterator[str]:
    yield from _limits(size, value, shape, at, "length")


def _limits(found: float, value: object, shape: Shape, at: str, what: str) -> Iterator[str]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and found < least:
        yield _problem(value, shape, at, f"have {what} greater than or equal to {least}")
    if most is not None and found > most:
        yield _problem(value, shape, at, f"have {what} less than or equal to {most}")


def _problem(value: object, shape: Shape, at: str, constraint: str) -> str:
    shown = "null" if value is None else f"'{_shown(value, shape)}'"
    return f"Value {shown} at '{at}' failed to satisfy constraint: Member must {constraint}"


def _shown(value: object, shape: Shape) -> str:
    if shape.metadata.get("sensitive"):
        return "***"
    text = str(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}..."


def _below(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name


_compiled: Callable[[str], "re.Pattern[str]"] = cache(re.compile)
