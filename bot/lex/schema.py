"""JSON Schema of the definition's dataclasses in their YAML spelling, for editors."""

from collections.abc import Iterable
from dataclasses import is_dataclass
from typing import Any, Literal, get_args, get_origin

from bot.lex.codec import members, shorthand
from bot.lex.definition.steps import DialogAction

_SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean"}


def type_schema(kind: Any) -> dict[str, Any]:
    """The schema of one type; dataclasses by reference to `definitions`."""
    if is_dataclass(kind):
        return {"$ref": f"#/$defs/{_name(kind)}"}
    origin = get_origin(kind)
    if origin is tuple:
        item = type_schema(get_args(kind)[0])
        # One item may stand without its list.
        return {"anyOf": [{"type": "array", "items": item}, item]}
    if origin is Literal:
        return {"enum": list(get_args(kind))}
    if origin is not None:
        return {"type": "object", "additionalProperties": type_schema(get_args(kind)[1])}
    return {"type": _SCALARS[kind]}


def definitions(kinds: Iterable[Any]) -> dict[str, Any]:
    """Name -> schema of every dataclass that is reached from `kinds`, sorted."""
    found: dict[str, Any] = {}
    waiting = list(kinds)
    while waiting:
        kind: Any = waiting.pop()
        if not is_dataclass(kind):
            waiting += [one for one in get_args(kind) if not isinstance(one, str)]
        elif (name := _name(kind)) not in found:
            found[name] = _record(kind)
            waiting += _member_kinds(kind)
    return dict(sorted(found.items()))


def _member_kinds(kind: Any) -> list[Any]:
    return [member.kind for member in members(kind, "yaml")]


def _record(kind: Any) -> dict[str, Any]:
    known = members(kind, "yaml")
    summary = (kind.__doc__ or "").split("\n\n")[0].replace("\n", " ")
    described = {} if summary.startswith(f"{kind.__name__}(") else {"description": summary}
    record = {
        **described,
        "type": "object",
        "properties": {member.key: type_schema(member.kind) for member in known},
        "additionalProperties": False,
    }
    short = _short(kind)
    return {"anyOf": [record, short]} if short else record


def _short(kind: Any) -> dict[str, Any]:
    """What a bare text or list may stand for."""
    if kind is DialogAction:
        types = next(one.kind for one in members(kind, "yaml") if one.name == "type")
        return {"type": "string", "pattern": f"^({'|'.join(get_args(types))})( \\S+)?$"}
    name = shorthand(kind)
    if not name:
        return {}
    return type_schema(next(one.kind for one in members(kind, "yaml") if one.name == name))


def _name(kind: Any) -> str:
    return f"lex_{kind.__name__}"
