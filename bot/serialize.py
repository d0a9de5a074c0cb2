"""The definition as JSON, and back: what Lambda functions and the local runtime read.

Light on purpose: no YAML, no schema library. The JSON mirrors the dataclasses of `bot.model`, so
a field added there travels without a change here, and one that has its default is left out.
Mapping keys keep their order.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from bot.errors import SerializeError
from bot.model import Bot


def to_json(bot: Bot) -> dict[str, object]:
    """`bot` as JSON-compatible data: dicts, lists, strings, numbers, booleans."""
    return _encode_record(bot)


def to_text(bot: Bot) -> str:
    """`bot` as the text of a JSON file: no spaces, and the same to the byte every time."""
    return json.dumps(to_json(bot), ensure_ascii=False, separators=(",", ":")) + "\n"


def from_json(data: object) -> Bot:
    """The bot that `to_json` wrote. Raises SerializeError, which names the key and the cure."""
    bot = _decode(Bot, data, "definition")
    assert isinstance(bot, Bot)  # noqa: S101 - _decode builds what it is asked for
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


def _decode(kind: Any, value: object, path: str) -> object:
    if is_dataclass(kind):
        return _decode_record(kind, value, path)
    origin = get_origin(kind)
    if origin is UnionType:
        return None if value is None else _decode(get_args(kind)[0], value, path)
    if origin is tuple:
        item = get_args(kind)[0]
        entries = _expect(value, list, path)
        return tuple(_decode(item, entry, f"{path}[{n}]") for n, entry in enumerate(entries))
    if origin is Mapping:
        item = get_args(kind)[1]
        mapping = _expect(value, dict, path)
        return {key: _decode(item, entry, f"{path}.{key}") for key, entry in mapping.items()}
    if origin is Literal:
        return _decode_literal(get_args(kind), value, path)
    return _decode_scalar(kind, value, path)


def _decode_record(kind: Any, value: object, path: str) -> object:
    data = _expect(value, dict, path)
    hints, known, required = _members(kind)
    if unknown := sorted(data.keys() - known):
        raise SerializeError(f"{path} has the unknown key {unknown[0]!r}: {_REBUILD}")
    if missing := [name for name in required if name not in data]:
        raise SerializeError(f"{path} lacks the key {missing[0]!r}: {_REBUILD}")
    return kind(**{n: _decode(hints[n], item, f"{path}.{n}") for n, item in data.items()})


@cache
def _members(kind: Any) -> tuple[Mapping[str, Any], frozenset[str], tuple[str, ...]]:
    """The types, the names and the required names of a record's members: the same for each of
    hundreds of records, and slow to find out."""
    members = fields(kind)
    required = tuple(member.name for member in members if _default(member) is MISSING)
    return get_type_hints(kind), frozenset(member.name for member in members), required


def _decode_literal(choices: tuple[object, ...], value: object, path: str) -> object:
    if value not in choices or not isinstance(value, str):
        raise SerializeError(f"{path} is {value!r}, none of {choices}: {_REBUILD}")
    return value


def _decode_scalar(kind: type, value: object, path: str) -> object:
    if kind is float and type(value) is int:
        return float(value)
    return _expect(value, kind, path)


def _expect(value: object, kind: type, path: str) -> Any:
    # type() and not isinstance: True is an int to Python, and never one of ours.
    if type(value) is not kind:
        raise SerializeError(
            f"{path} is {type(value).__name__} and must be {kind.__name__}: {_REBUILD}"
        )
    return value


_REBUILD = "build the definition again with this version of the code"
