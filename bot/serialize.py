"""The definition as JSON, and back: what Lambda functions and the local runtime read.

Light on purpose: no YAML, no schema library. The JSON mirrors the dataclasses of `bot.model`, so
a field added there travels without a change here, and one that has its default is left out.
Mapping keys keep their order.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache, partial
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from bot.errors import SerializeError
from bot.model import Bot


def to_json(bot: Bot) -> dict[str, object]:
    """`bot` as JSON-compatible data: dicts, lists, strings, numbers, booleans."""
    return _encode_record(bot)


def to_text(bot: Bot) -> str:
    """`bot` as the text of a JSON file: no spaces, and the same to the byte every time."""
    return compact(to_json(bot))


def compact(document: Mapping[str, object]) -> str:
    """A JSON document without spaces, the same to the byte every time."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"


def from_json(data: object) -> Bot:
    """The bot that `to_json` wrote. Raises SerializeError, which names the key and the cure."""
    try:
        bot = _decoder(Bot)(data)
    except _Misfit as misfit:
        place = "definition" + "".join(reversed(misfit.path))
        raise SerializeError(f"{place} {misfit.message}: {_REBUILD}") from None
    assert isinstance(bot, Bot)  # noqa: S101 - the decoder builds what it is made for
    return bot


def _encode_record(record: Any) -> dict[str, object]:
    values = [(field, getattr(record, field.name)) for field in fields(record)]
    return {field.name: _encode(value) for field, value in values if value != _default(field)}


def _default(field: "Field[Any]") -> object:
    if field.default is not MISSING:
        return field.default
    return MISSING if field.default_factory is MISSING else field.default_factory()


def _encode(value: object) -> object:
    if is_dataclass(value):
        return _encode_record(value)
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _encode(item) for key, item in value.items()}
    return value


class _Misfit(Exception):  # noqa: N818 - never leaves this module
    """A value that is not what it must be; `path` is put together, inside out, on the way up."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
        self.path: list[str] = []


_Decoder = Callable[[object], object]


@cache
def _decoder(kind: Any) -> _Decoder:
    """What makes a value of the type `kind` of JSON data: found out once a type, as a definition
    is thousands of values of a few types."""
    if is_dataclass(kind):
        return _record_decoder(kind)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is UnionType:
        decode = _decoder(arguments[0])
        return lambda value: None if value is None else decode(value)
    if origin is tuple:
        return partial(_decode_tuple, _decoder(arguments[0]))
    if origin is Mapping:
        return partial(_decode_mapping, _decoder(arguments[1]))
    if origin is Literal:
        return partial(_decode_literal, arguments)
    return partial(_decode_scalar, kind)


def _record_decoder(kind: Any) -> _Decoder:
    hints = get_type_hints(kind)
    decoders = {member.name: _decoder(hints[member.name]) for member in fields(kind)}
    required = tuple(member.name for member in fields(kind) if _default(member) is MISSING)
    return partial(_decode_record, kind, decoders, required)


def _decode_record(
    kind: Any, decoders: Mapping[str, _Decoder], required: tuple[str, ...], value: object
) -> object:
    data = _expect(value, dict)
    if unknown := sorted(data.keys() - decoders.keys()):
        raise _Misfit(f"has the unknown key {unknown[0]!r}")
    if missing := [name for name in required if name not in data]:
        raise _Misfit(f"lacks the key {missing[0]!r}")
    name = ""
    members = {}
    try:
        for name, item in data.items():
            members[name] = decoders[name](item)
    except _Misfit as misfit:
        misfit.path.append(f".{name}")
        raise
    return kind(**members)


def _decode_tuple(decode: _Decoder, value: object) -> object:
    entries = _expect(value, list)
    found: list[object] = []
    try:
        for entry in entries:
            found.append(decode(entry))  # noqa: PERF401 - how many went well is needed
    except _Misfit as misfit:
        misfit.path.append(f"[{len(found)}]")
        raise
    return tuple(found)


def _decode_mapping(decode: _Decoder, value: object) -> object:
    data = _expect(value, dict)
    found: dict[str, object] = {}
    key = ""
    try:
        for key, item in data.items():
            found[key] = decode(item)
    except _Misfit as misfit:
        misfit.path.append(f".{key}")
        raise
    return found


def _decode_literal(choices: tuple[object, ...], value: object) -> object:
    if value not in choices or not isinstance(value, str):
        raise _Misfit(f"is {value!r}, none of {choices}")
    return value


def _decode_scalar(kind: type, value: object) -> object:
    if kind is float and type(value) is int:
        return float(value)
    return _expect(value, kind)


def _expect(value: object, kind: type) -> Any:
    # type() and not isinstance: True is an int to Python, and never one of ours.
    if type(value) is not kind:
        raise _Misfit(f"is {type(value).__name__} and must be {kind.__name__}")
    return value


_REBUILD = "build the definition again with this version of the code"
