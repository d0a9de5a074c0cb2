"""Where a part of a definition does not fit the shape that the models API has for it.

The shapes are botocore's: limits that Amazon changes change here with an update.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from functools import cache
from typing import Any, Literal

from botocore.loaders import Loader
from botocore.model import ServiceModel, Shape

from bot.lex.codec import Pointer, members
from bot.platforms.lex import utf16_length

Kind = Literal["missing", "length", "count", "range", "form"]


@dataclass(frozen=True)
class Misfit:
    """`path`: YAML keys from the part. `shape`: botocore's name of what it should be."""

    kind: Kind
    path: Pointer
    shape: str
    message: str
    cure: str


def misfits(value: Any, shape: str) -> Iterator[Misfit]:
    """Everything in `value`, a part of a definition, that is not as `shape` has it."""
    yield from _misfits(value, _service().shape_for(shape), ())


@cache
def _service() -> ServiceModel:
    # The model alone: a client would need a region and credentials.
    return ServiceModel(Loader().load_service_model("lexv2-models", "service-2"))


def _misfits(value: Any, shape: Any, path: Pointer) -> Iterator[Misfit]:
    if is_dataclass(value):
        yield from _record(value, shape, path)
    elif isinstance(value, tuple):
        yield from _list(value, shape, path)
    elif isinstance(value, Mapping):
        yield from _map(value, shape, path)
    elif isinstance(value, str):
        yield from _text(value, shape, path)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from _number(value, shape, path)


def _record(value: Any, shape: Any, path: Pointer) -> Iterator[Misfit]:
    yaml_keys = {one.name: one.key for one in members(value.__class__, "yaml")}
    # Real exports leave out the rest of what is switched off.
    is_on = getattr(value, "active", None) is not False
    for member in members(value.__class__, "api"):
        item, key = getattr(value, member.name), yaml_keys[member.name]
        if item is not None and member.key in shape.members:
            yield from _misfits(item, shape.members[member.key], (*path, key))
        elif item is None and member.key in shape.required_members and is_on:
            cure = f"Add '{key}:'"
            yield Misfit("missing", path, shape.name, f"{key!r} is missing", cure)


def _list(value: tuple[Any, ...], shape: Any, path: Pointer) -> Iterator[Misfit]:
    if found := _outside(len(value), shape):
        message = f"{len(value)} items here"
        yield Misfit("count", path, shape.name, message, f"Lex takes {found}")
    for number, item in enumerate(value):
        yield from _misfits(item, shape.member, (*path, number))


def _map(value: Mapping[str, Any], shape: Any, path: Pointer) -> Iterator[Misfit]:
    for key, item in value.items():
        yield from _text(key, shape.key, (*path, key))
        yield from _misfits(item, shape.value, (*path, key))


def _text(value: str, shape: Any, path: Pointer) -> Iterator[Misfit]:
    enum, pattern = getattr(shape, "enum", None), shape.metadata.get("pattern")
    length = utf16_length(value)
    if enum and value not in enum:
        cure = f"Use one of {', '.join(enum)}"
        yield Misfit("form", path, shape.name, f"{value!r} is not allowed here", cure)
    elif found := _outside(length, shape):
        message = f"this text has {length} characters"
        yield Misfit("length", path, shape.name, message, f"Lex takes {found}")
    elif pattern and not re.fullmatch(pattern, value):
        cure = f"Write it so that it matches {pattern}"
        yield Misfit("form", path, shape.name, f"{value!r} is not allowed here", cure)


def _number(value: float, shape: Any, path: Pointer) -> Iterator[Misfit]:
    if found := _outside(value, shape):
        yield Misfit("range", path, shape.name, f"{value} is out of range", f"Lex takes {found}")


def _outside(amount: float, shape: Shape) -> str:
    """What would be taken, where `amount` is not; "" where it is."""
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if (least is None or amount >= least) and (most is None or amount <= most):
        return ""
    if most is None:
        return f"{least} or more"
    return f"{least or 0} to {most}"
