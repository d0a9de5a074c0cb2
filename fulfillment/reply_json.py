"""`Reply` and `Invocation` as JSON, for the wires between fulfillment and channels."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from math import isfinite
from typing import Any, cast, get_args

from fulfillment.errors import WireError
from fulfillment.turn import (
    Action,
    Cell,
    Chart,
    Fact,
    Invocation,
    Link,
    Marker,
    Point,
    Progress,
    Reply,
    Series,
    Table,
    Tone,
    Unit,
)

Json = dict[str, Any]

_KINDS = ("intent", "confirm", "cancel", "operation", "alarm")
_MAX_NAME = 200
_MAX_SLOTS = 20


def reply_to_json(reply: Reply) -> Json:
    """Plain JSON; empty parts are left out, so that most replies fit inline."""
    return {key: value for key, value in asdict(reply).items() if value not in ("", (), {}, None)}


def reply_from_json(data: Mapping[str, Any]) -> Reply:
    """The reply of `reply_to_json`. Raises `WireError` on a document of another form."""
    try:
        return _reply(data)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise WireError(f"a reply document is malformed: {type(error).__name__} {error}") from None


def _reply(data: Mapping[str, Any]) -> Reply:
    table = data.get("table")
    chart = data.get("chart")
    progress = data.get("progress")
    return Reply(
        text=str(data.get("text", "")),
        speech=str(data.get("speech", "")),
        table=_table(table) if table else None,
        chart=_chart(chart) if chart else None,
        facts=tuple(Fact(fact["label"], _cell(fact["value"])) for fact in data.get("facts", ())),
        links=tuple(Link(link["label"], link["url"]) for link in data.get("links", ())),
        actions=tuple(_action(action) for action in data.get("actions", ())),
        suggestions=tuple(str(item) for item in data.get("suggestions", ())),
        context=_strings(data.get("context", {}), "context"),
        progress=Progress(**progress) if progress else None,
        state=data.get("state", "done"),
        slot_to_elicit=str(data.get("slot_to_elicit", "")),
    )


def _table(data: Mapping[str, Any]) -> Table:
    rows: Sequence[Sequence[Mapping[str, Any]]] = data.get("rows", ())
    return Table(
        title=str(data.get("title", "")),
        columns=tuple(str(column) for column in data["columns"]),
        rows=tuple(tuple(_cell(cell) for cell in row) for row in rows),
    )


def _chart(data: Mapping[str, Any]) -> Chart:
    unit = data["unit"]
    if unit not in get_args(Unit):
        raise ValueError(f"unit {unit!r} is none of {get_args(Unit)}")
    return Chart(
        title=str(data["title"]),
        unit=cast("Unit", unit),
        series=tuple(_series(one) for one in data["series"]),
        markers=tuple(Marker(_number(one["at"]), str(one["label"])) for one in data["markers"]),
        summary=str(data.get("summary", "")),
        time_zone=str(data.get("time_zone", "UTC")),
    )


def _series(data: Mapping[str, Any]) -> Series:
    points = tuple(_point(at, value) for at, value in data["points"])
    return Series(str(data["name"]), points, bool(data.get("is_past")))


def _point(at: object, value: object) -> Point:
    return _number(at), None if value is None else _number(value)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value):
        raise ValueError(f"{value!r} is no finite number")
    return float(value)


def _cell(data: Mapping[str, Any]) -> Cell:
    tone = data.get("tone", "neutral")
    if tone not in get_args(Tone):
        raise ValueError(f"tone {tone!r} is none of {get_args(Tone)}")
    return Cell(str(data["text"]), cast("Tone", tone))


def _action(data: Mapping[str, Any]) -> Action:
    return Action(
        label=str(data["label"]),
        invocation=invocation_from_json(data["invocation"]),
        style=data.get("style", "default"),
    )


def invocation_to_json(invocation: Invocation) -> Json:
    return {"kind": invocation.kind, "name": invocation.name, "slots": dict(invocation.slots)}


def invocation_from_json(data: object) -> Invocation:
    """A structured request from outside: checked, because a button's value can be forged.

    Raises `WireError` that names the key and what it must be.
    """
    if not isinstance(data, Mapping):
        raise WireError("an invocation must be a JSON object")
    kind, name = data.get("kind"), data.get("name")
    if kind not in _KINDS:
        raise WireError(f"an invocation's kind must be one of {', '.join(_KINDS)}")
    if not isinstance(name, str) or not 0 < len(name) <= _MAX_NAME:
        raise WireError(f"an invocation's name must be text of 1 to {_MAX_NAME} characters")
    slots = _strings(data.get("slots") or {}, "slots")
    if len(slots) > _MAX_SLOTS:
        raise WireError(f"an invocation has at most {_MAX_SLOTS} slots")
    return Invocation(kind=kind, name=name, slots=slots)


def _strings(data: object, key: str) -> dict[str, str]:
    if not isinstance(data, Mapping) or not all(
        isinstance(name, str) and isinstance(value, str) for name, value in data.items()
    ):
        raise WireError(f"{key} must be an object of texts")
    return dict(data)
