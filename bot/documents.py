"""YAML with line numbers: reads a file against its form, and reports every problem of it."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.composing import Refused, compose
from bot.composing import line_of as _line
from bot.errors import Problem
from bot.forms import (
    PLURAL,
    FlagForm,
    Form,
    KindForm,
    ListForm,
    MapForm,
    NumberForm,
    RecordForm,
    SentenceForm,
    TextForm,
    TypedForm,
)
from bot.lex.codec import decode_value

Path_ = tuple[str | int, ...]


_TAGS = {
    "str": "text",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "null": "nothing",
    "timestamp": "a date",
}


@dataclass
class Document:
    """One file: `data` has the form that was asked for, with whatever was wrong left out."""

    file: str
    data: Any
    lines: dict[Path_, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, *path: str | int) -> int:
        """Line of the value at `path`, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def report(self, line: int, message: str, cure: str) -> None:
        self.problems.append(Problem(self.file, line, message, cure))


def read_document(path: Path, name: str, form: Form) -> Document:
    """The file at `path`, called `name` in problems. Never raises for what is in the file."""
    document = Document(name, None)
    try:
        node = compose(path)
    except Refused as refused:
        document.report(refused.line, refused.message, refused.cure)
    else:
        document.data = _Reader(document).read(node, form, ())
    return document


class _Reader:
    """Walks nodes and form together; what is wrong is reported and left out."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def read(self, node: yaml.Node, form: Form, path: Path_) -> Any:
        self._document.lines[path] = _line(node)
        if isinstance(form, ListForm):
            return self._list(node, form, path)
        if isinstance(form, MapForm):
            return self._map(node, form, path)
        if isinstance(form, RecordForm):
            return self._record(node, form, path)
        return self._other(node, form, path)

    def _other(self, node: yaml.Node, form: Form, path: Path_) -> Any:
        if isinstance(form, SentenceForm):
            return self._sentence(node, form, path)
        if isinstance(form, TypedForm):
            return self._typed(node, form, path)
        if isinstance(form, KindForm):
            return self._kind(node, form, path)
        return self._scalar(node, form, path)

    def _kind(self, node: yaml.Node, form: KindForm, path: Path_) -> Any:
        if isinstance(node, yaml.SequenceNode):
            chosen: Form | None = form.listed
        else:
            chosen = form.mapped if isinstance(node, yaml.MappingNode) else form.text
        if chosen is not None:
            return self.read(node, chosen, path)
        kinds = {"text": form.text, "a list": form.listed, "a mapping": form.mapped}
        wanted = " or ".join(name for name, one in kinds.items() if one is not None)
        self._wrong_type(node, wanted, path)
        return None

    def _list(self, node: yaml.Node, form: ListForm, path: Path_) -> list[Any]:
        if not isinstance(node, yaml.SequenceNode):
            self._wrong_type(node, "a list", path)
            return []
        items = [self.read(item, form.item, (*path, n)) for n, item in enumerate(node.value)]
        return [item for item in items if item is not None]

    def _map(self, node: yaml.Node, form: MapForm, path: Path_) -> dict[str, Any]:
        values = {}
        for key, line, value in self._entries(node, path):
            if form.key_pattern and not re.search(form.key_pattern, key):
                self._bad_pattern(value, key, form.key_pattern)
            values[key] = self.read(value, form.item, (*path, key))
            self._document.lines[*path, key] = line
        return {key: value for key, value in values.items() if value is not None}

    def _record(self, node: yaml.Node, form: RecordForm, path: Path_) -> dict[str, Any]:
        values = {}
        for key, line, value in self._entries(node, path):
            if key in form.fields:
                values[key] = self.read(value, form.fields[key], (*path, key))
                self._document.lines[*path, key] = line
            else:
                known = did_you_mean(key, form.fields)
                self._document.report(line, f"unknown key {key!r}", known)
        for key in form.required:
            if key not in values and isinstance(node, yaml.MappingNode):
                cure = f"Add '{key}:' ({_lower(form.fields[key].summary)})"
                self._document.report(_line(node), f"the key {key!r} is missing", cure)
        return {key: value for key, value in values.items() if value is not None}

    def _sentence(self, node: yaml.Node, form: SentenceForm, path: Path_) -> dict[str, str] | None:
        """As a mapping in either case: `{"other": text}`, with `"one"` where a count decides."""
        if isinstance(node, yaml.MappingNode):
            forms = self._record(node, PLURAL, path)
            return forms if len(forms) == len(PLURAL.fields) else None
        text = self._scalar(node, TextForm(form.summary), path)
        return None if text is None else {"other": text}

    def _typed(self, node: yaml.Node, form: TypedForm, path: Path_) -> Any:
        value, mistakes = decode_value(form.kind, self._plain(node, path), "yaml")
        for mistake in mistakes:
            line = self._document.line(*path, *mistake.pointer)
            place = ".".join(str(part) for part in mistake.pointer)
            message = f"{place}: {mistake.message}" if place else mistake.message
            self._document.report(line, message, mistake.cure)
        return value

    def _plain(self, node: yaml.Node, path: Path_) -> Any:
        """Any node as plain data, with the line of each part kept."""
        self._document.lines[path] = _line(node)
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(item, (*path, n)) for n, item in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            found = {}
            for key, line, value in self._entries(node, path):
                found[key] = self._plain(value, (*path, key))
                self._document.lines[*path, key] = line
            return found
        return _scalar_value(node)

    def _entries(self, node: yaml.Node, path: Path_) -> list[tuple[str, int, yaml.Node]]:
        """Key, its line, value; a key that appears again is reported and left out."""
        if not isinstance(node, yaml.MappingNode):
            self._wrong_type(node, "a mapping (key: value)", path)
            return []
        entries: dict[str, tuple[str, int, yaml.Node]] = {}
        for key_node, value in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                cure = "Write text before the colon; quote it if it begins with [ or {"
                message = f"a key is {_kind(key_node)}, not text"
                self._document.report(_line(key_node), message, cure)
                continue
            key = str(key_node.value)
            if key in entries:
                cure = f"It is also on line {entries[key][1]}: keep one of them"
                self._document.report(_line(key_node), f"the key {key!r} appears twice", cure)
            entries.setdefault(key, (key, _line(key_node), value))
        return list(entries.values())

    def _scalar(self, node: yaml.Node, form: Form, path: Path_) -> Any:
        tag = _tag(node)
        if isinstance(form, FlagForm):
            return self._flag(node, tag, path)
        if isinstance(form, NumberForm):
            return self._number(node, tag, form, path)
        if tag != "str" or not isinstance(form, TextForm):
            self._wrong_type(node, "text", path)
            return None
        return self._text(node, form)

    def _flag(self, node: yaml.Node, tag: str, path: Path_) -> bool | None:
        if tag == "bool":
            return bool(node.value == "true")
        self._wrong_type(node, "true or false", path)
        return None

    def _number(self, node: yaml.Node, tag: str, form: NumberForm, path: Path_) -> float | None:
        wanted = "a whole number" if form.whole else "a number"
        value = _scalar_value(node) if tag in ("int", "float") else None
        if not isinstance(value, int if form.whole else int | float):
            self._wrong_type(node, wanted, path)
            return None
        if not form.minimum <= value <= form.maximum:
            cure = f"Choose one from {form.minimum} to {form.maximum}"
            self._document.report(_line(node), f"{value} is out of range", cure)
            return None
        return value

    def _text(self, node: yaml.Node, form: TextForm) -> str | None:
        value = str(node.value)
        if not value.strip():
            self._document.report(_line(node), "this text is empty", "Write it or remove the key")
            return None
        if form.choices and value not in form.choices:
            self._document.report(
                _line(node), f"{value!r} is not allowed here", did_you_mean(value, form.choices)
            )
            return None
        if form.pattern and not re.search(form.pattern, value):
            self._bad_pattern(node, value, form.pattern)
        return value

    def _bad_pattern(self, node: yaml.Node, value: str, pattern: str) -> None:
        cure = f"Write it so that it matches {pattern}"
        self._document.report(_line(node), f"{value!r} is no legal name", cure)

    def _wrong_type(self, node: yaml.Node, wanted: str, path: Path_) -> None:
        place = f"{path[-1]!r}" if path else "the file"
        cure = f"Write {wanted}"
        if wanted == "text" and _tag(node) == "timestamp":
            cure += ": put the date in quotes"
        elif wanted == "text":
            cure += "; quote it if it begins with [ or { or looks like a number"
        self._document.report(_line(node), f"{place} is {_kind(node)}, not {wanted}", cure)


def _scalar_value(node: yaml.Node) -> Any:
    """Text, number, flag or nothing, as YAML 1.2 reads it; a date is the text that it is."""
    tag = _tag(node)
    if tag == "bool":
        return node.value == "true"
    if tag in ("int", "float", "null"):
        try:
            return yaml.safe_load(node.value)
        except (ValueError, yaml.YAMLError):  # `0x_`, or thousands of digits: text after all
            return str(node.value)
    return str(node.value)


def _tag(node: yaml.Node) -> str:
    """`str`, `int` …; what the node is where it says otherwise (`!!str [a]` is a list)."""
    if isinstance(node, yaml.ScalarNode):
        return str(node.tag.removeprefix("tag:yaml.org,2002:"))
    return "seq" if isinstance(node, yaml.SequenceNode) else "map"


def _lower(sentence: str) -> str:
    return (sentence[:1].lower() + sentence[1:]).removesuffix(".")


def _kind(node: yaml.Node) -> str:
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    if isinstance(node, yaml.MappingNode):
        return "a mapping"
    tag = _tag(node)
    return _TAGS.get(tag, f"something tagged {tag!r}")


def did_you_mean(word: str, known: Iterable[str] | Mapping[str, object]) -> str:
    """A cure for a word that is none of `known`: the nearest one, or all of them."""
    names = sorted(known)
    near = difflib.get_close_matches(word, names, n=1)
    if near:
        return f"Did you mean {near[0]!r}?"
    return f"Use one of: {', '.join(names)}" if names else "There is none to use yet"
