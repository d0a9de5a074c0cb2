"""Between a definition's dataclasses and JSON-like data, in any of three spellings.

archive  the files of an export (LexJson): nulls are written by Lex, and mean absent
api      the models API (boto3 `lexv2-models`)
yaml     our own files: short names, a text where it can only mean one thing

Reading never stops at the first mistake: each is reported with its pointer and the member left out.
An unknown key is a mistake too, so that nothing is lost silently.
"""

import difflib
import types
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from bot.lex.definition.spelling import Spelling, camel
from bot.lex.definition.steps import DialogAction

_Kind = TypeVar("_Kind")

Pointer = tuple[str | int, ...]


@dataclass(frozen=True)
class Mistake:
    """One member that could not be read. `is_unknown` marks a key that the model does not have."""

    pointer: Pointer
    message: str
    cure: str
    is_unknown: bool = False

    @property
    def path(self) -> str:
        """RFC 6901: `/intents/0/name`."""
        return "".join(f"/{_escaped(str(part))}" for part in self.pointer)


@dataclass(frozen=True)
class Member:
    """A field of a dataclass in one spelling."""

    name: str
    """As in Python."""
    key: str
    kind: Any
    values: Mapping[str, str]
    """The model's value -> this spelling's."""


def decode(kind: type[_Kind], data: object, spelling: Spelling) -> tuple[_Kind, list[Mistake]]:
    """`data` as a `kind`, and everything in it that could not be read."""
    reader = _Reader(spelling)
    found = reader.read(kind, data, ())
    return (found if isinstance(found, kind) else kind()), reader.mistakes


def decode_value(kind: Any, data: object, spelling: Spelling) -> tuple[Any, list[Mistake]]:
    """As `decode`, for any type, `tuple[MessageGroup, ...]` too. None where unreadable."""
    reader = _Reader(spelling)
    return reader.read(kind, data, ()), reader.mistakes


def encode(value: object, spelling: Spelling) -> Any:
    """`value` as JSON-like data without nulls. Members that are files of their own are left out."""
    if is_dataclass(value) and not isinstance(value, type):
        return _encode_record(value, spelling)
    if isinstance(value, tuple):
        items = [encode(item, spelling) for item in value]
        return items[0] if spelling == "yaml" and _is_lone_text(items) else items
    if isinstance(value, Mapping):
        return {key: encode(item, spelling) for key, item in value.items()}
    return value


@cache
def members(kind: Any, spelling: Spelling) -> tuple[Member, ...]:
    """The fields of `kind` that are members of its JSON document."""
    hints = get_type_hints(kind)
    found = []
    for one in fields(kind):
        if one.metadata.get("file"):
            continue
        given = one.metadata.get(spelling, "")
        default = one.name if spelling == "yaml" else camel(one.name)
        values = one.metadata.get("archive_values", {}) if spelling == "archive" else {}
        found.append(Member(one.name, given or default, _bare(hints[one.name]), values))
    return tuple(found)


def shorthand(kind: Any) -> str:
    """The one field that a bare text or list stands for in YAML; "" where there is none."""
    return str(vars(kind).get("shorthand", ""))


class _Reader:
    def __init__(self, spelling: Spelling) -> None:
        self._spelling = spelling
        self.mistakes: list[Mistake] = []

    def read(self, kind: Any, data: object, at: Pointer) -> Any:
        if data is None:
            return None
        if is_dataclass(kind):
            return self._record(kind, data, at)
        origin = get_origin(kind)
        if origin is tuple:
            return self._list(get_args(kind)[0], data, at)
        if origin is Literal:
            return self._choice(get_args(kind), data, at)
        if origin is not None:
            return self._map(get_args(kind)[1], data, at)
        return self._scalar(kind, data, at)

    def _record(self, kind: Any, data: object, at: Pointer) -> Any:
        known = {member.key: member for member in members(kind, self._spelling)}
        if not isinstance(data, Mapping) or self._stands_for_inner(kind, data, known):
            return self._short(kind, data, at)
        values = {}
        for key, item in data.items():
            if key not in known:
                self._unknown(key, known, at)
                continue
            member = known[key]
            given = _unspelled(member, item)
            values[member.name] = self.read(member.kind, given, (*at, key))
        return kind(**values)

    def _stands_for_inner(self, kind: Any, data: Mapping[Any, Any], known: Collection[str]) -> bool:
        """A mapping with the keys of what the shorthand names: `{ssml: …}` as a message group."""
        if self._spelling != "yaml" or not data or any(key in known for key in data):
            return False
        inner = _inner_keys(kind)
        return any(key in inner for key in data)

    def _short(self, kind: Any, data: object, at: Pointer) -> Any:
        if self._spelling == "yaml" and kind is DialogAction and isinstance(data, str):
            return self._action(data, at)
        name = shorthand(kind) if self._spelling == "yaml" else ""
        if not name:
            return self._wrong(data, "a mapping", at)
        member = next(one for one in members(kind, self._spelling) if one.name == name)
        return kind(**{name: self.read(member.kind, data, at)})

    def _action(self, text: str, at: Pointer) -> Any:
        name, _, slot = text.partition(" ")
        member = next(one for one in members(DialogAction, "yaml") if one.name == "type")
        kind = self.read(member.kind, name, at)
        return DialogAction(kind, slot.strip() or None) if kind else None

    def _list(self, kind: Any, data: object, at: Pointer) -> Any:
        if self._spelling == "yaml" and not isinstance(data, list):
            data = [data]
        if not isinstance(data, list):
            return self._wrong(data, "a list", at)
        items = [self.read(kind, item, (*at, number)) for number, item in enumerate(data)]
        return tuple(item for item in items if item is not None)

    def _map(self, kind: Any, data: object, at: Pointer) -> Any:
        if not isinstance(data, Mapping):
            return self._wrong(data, "a mapping", at)
        values = {str(key): self.read(kind, item, (*at, key)) for key, item in data.items()}
        return {key: value for key, value in values.items() if value is not None}

    def _choice(self, choices: tuple[str, ...], data: object, at: Pointer) -> Any:
        if data in choices:
            return data
        near = difflib.get_close_matches(str(data), choices, 1, 0.6)
        cure = f"Did you mean {near[0]!r}?" if near else f"Use one of {', '.join(choices)}"
        return self._mistake(at, f"{_shown(data)} is not allowed here", cure)

    def _scalar(self, kind: Any, data: object, at: Pointer) -> Any:
        # type() and not isinstance: True is an int to Python, and never one of Lex's.
        if kind is float and type(data) is int:
            return float(data)
        if type(data) is kind:
            return data
        wanted = _NAMES.get(kind, str(kind))
        quote = ": quote it" if kind is str and self._spelling == "yaml" else ""
        return self._mistake(at, f"{_shown(data)} is not {wanted}", f"Write {wanted}{quote}")

    def _unknown(self, key: object, known: Iterable[str], at: Pointer) -> None:
        near = difflib.get_close_matches(str(key), list(known), 1, 0.7)
        cure = f"Did you mean {near[0]!r}?" if near else "Remove it"
        mistake = Mistake((*at, str(key)), f"unknown key {str(key)!r}", cure, is_unknown=True)
        self.mistakes.append(mistake)

    def _wrong(self, data: object, wanted: str, at: Pointer) -> None:
        self._mistake(at, f"{_shown(data)} is not {wanted}", f"Write {wanted}")

    def _mistake(self, at: Pointer, message: str, cure: str) -> None:
        self.mistakes.append(Mistake(at, message, cure))


_NAMES: Mapping[Any, str] = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
}


def _inner_keys(kind: Any) -> frozenset[str]:
    """The YAML keys of the record that a shorthand stands for, its own shorthand's included."""
    name = shorthand(kind)
    found = [one.kind for one in members(kind, "yaml") if one.name == name]
    if not found or get_origin(found[0]) is not None or not is_dataclass(found[0]):
        return frozenset()
    return _keys(found[0]) | _inner_keys(found[0])


def _keys(kind: Any) -> frozenset[str]:
    return frozenset(member.key for member in members(kind, "yaml"))


def _encode_record(value: Any, spelling: Spelling) -> Any:
    found = {}
    for member in members(value.__class__, spelling):
        item = getattr(value, member.name)
        if item is not None:
            encoded = encode(item, spelling)
            found[member.key] = member.values.get(encoded, encoded) if member.values else encoded
    return _shortened(value, found) if spelling == "yaml" else found


def _shortened(value: Any, found: dict[str, Any]) -> Any:
    if isinstance(value, DialogAction):
        return _action_text(value) or found
    name = shorthand(type(value))
    if len(found) != 1 or not name or getattr(value, name) is None:
        return found
    [only] = found.values()
    own = _keys(value.__class__)
    # A mapping that could be read as the record itself must not stand for what is inside.
    is_unclear = isinstance(only, Mapping) and (not only or bool(own & only.keys()))
    return found if is_unclear else only


def _action_text(action: DialogAction) -> str:
    others = (action.suppress_next_message, action.intents_in_scope)
    if action.type is None or others != (None, None):
        return ""
    if not action.slot_to_elicit:
        return "" if action.slot_to_elicit == "" else action.type
    return f"{action.type} {action.slot_to_elicit}"


def _is_lone_text(items: list[Any]) -> bool:
    return len(items) == 1 and isinstance(items[0], str)


def _unspelled(member: Member, item: object) -> object:
    """The model's value of an enumeration that this spelling writes in another way."""
    return next((model for model, spelt in member.values.items() if spelt == item), item)


def _bare(kind: Any) -> Any:
    """`X | None` -> `X`."""
    if get_origin(kind) in (Union, types.UnionType):
        return next(one for one in get_args(kind) if one is not type(None))
    return kind


def _shown(data: object) -> str:
    text = repr(data)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
