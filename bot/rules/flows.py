"""The records inside flows one by one, each with its place in the files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from bot.definition import Definition
from bot.lex.codec import Pointer, members
from bot.model import Intent
from bot.places import Place
from bot.rules.subject import Subject


@dataclass(frozen=True)
class Record:
    """A dataclass somewhere inside another. `path`: YAML keys from the outer one."""

    value: Any
    path: Pointer
    around: "tuple[Record, ...]" = ()
    """The records that it is in, outermost first."""


@dataclass(frozen=True)
class FlowPart:
    """A record of the flow of one intent in one locale."""

    definition: Definition
    intent: Intent
    locale: str
    record: Record

    @property
    def value(self) -> Any:
        return self.record.value

    @property
    def slot(self) -> str:
        """The slot whose flow it is in; "" where it is in none."""
        path = self.record.path
        return str(path[1]) if path[:1] == ("slots",) and len(path) > 1 else ""

    def place(self, *more: str | int) -> Place:
        """Where it is written; `more`: YAML keys further in."""
        path = (*self.record.path, *more)
        return self.definition.places.flow(self.intent.name, self.locale, *path)

    def at(self, *more: str | int) -> str:
        """Its path for messages: `flow.initial.conditions.branches.0`."""
        return ".".join(["flow", *map(str, (*self.record.path, *more))])


def flow_parts(subject: Subject) -> tuple[FlowPart, ...]:
    """Every record inside every flow, the outer ones first. For `Subject.once`."""
    return tuple(_flow_parts(subject.definition))


def _flow_parts(definition: Definition) -> Iterator[FlowPart]:
    for (name, locale), flow in definition.flows.items():
        intent = definition.bot.intent(name)
        if intent is not None:
            for record in records(flow):
                yield FlowPart(definition, intent, locale, record)


def records(value: Any) -> Iterator[Record]:
    """`value` and every record inside it."""
    yield from _inside(value, (), ())


def _inside(value: Any, path: Pointer, around: tuple[Record, ...]) -> Iterator[Record]:
    if is_dataclass(value):
        record = Record(value, path, around)
        yield record
        keys = {one.name: one.key for one in members(value.__class__, "yaml")}
        for field in fields(value):
            item = getattr(value, field.name)
            if item is not None and field.name in keys:
                yield from _inside(item, (*path, keys[field.name]), (*around, record))
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _inside(item, (*path, number), around)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _inside(item, (*path, key), around)


def yaml_key(value: Any, name: str) -> str:
    """The YAML key of a record's field."""
    return next(one.key for one in members(value.__class__, "yaml") if one.name == name)
