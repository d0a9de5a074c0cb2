"""A YAML file as data, with the line of each of its values and what is wrong with its form.

The only loader of what people write for a build: of a key that appears twice YAML's own keeps the
last without a word.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.composing import Refused, compose
from bot.composing import line_of as line_of_node
from bot.errors import Problem
from deploy.errors import BuildError

_MERGE = "tag:yaml.org,2002:merge"


@dataclass(frozen=True)
class Document:
    """As much of a file as can be read. `lines`: by path ("people.ana.identities[0]"), from 1."""

    data: Any = None
    lines: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read_document(path: Path, name: str = "") -> Document:
    """The file at `path`, called `name` in problems; never raises for what is in it."""
    called = name or str(path)
    if not path.exists():
        return Document(problems=(Problem(called, 0, "the file is not there", "Write it"),))
    try:
        node = compose(path)
    except Refused as refused:
        return Document(problems=(Problem(called, refused.line, refused.message, refused.cure),))
    walk = _Walk(called)
    data = walk.data(node, "")
    return Document(data, walk.lines, tuple(walk.problems))


def read_yaml(path: Path) -> Mapping[str, Any]:
    """A YAML mapping. Raises `BuildError` with every problem: file, line, cure."""
    document = read_document(path)
    if document.problems:
        raise BuildError("\n".join(map(str, document.problems)))
    if not isinstance(document.data, Mapping):
        raise BuildError(f"{path}: must be a mapping of keys to values")
    return document.data


def document_of(data: Any) -> Document:
    """Data that no file holds: each of its values stands on line 0."""
    return Document(data, dict.fromkeys(_paths(data, ""), 0))


def within(path: str, key: object) -> str:
    return f"{path}.{key}" if path else str(key)


def _paths(data: Any, path: str) -> Iterator[str]:
    yield path
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from _paths(value, within(path, key))
    elif isinstance(data, list | tuple):
        for number, value in enumerate(data):
            yield from _paths(value, f"{path}[{number}]")


@dataclass
class _Walk:
    file: str
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    scalars: yaml.constructor.SafeConstructor = field(
        default_factory=yaml.constructor.SafeConstructor
    )
    """It remembers every node that it has read."""

    def data(self, node: yaml.Node, path: str) -> Any:
        """Plain data; of a key that appears twice the first counts, and it is reported."""
        self.lines.setdefault(path, line_of_node(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.data(one, f"{path}[{n}]") for n, one in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: str) -> dict[Any, Any]:
        found = self._merged(node, path)
        for key, line, value in self._items(node):
            where = within(path, key)
            self.lines[where] = line
            found[key] = self.data(value, where)
        return found

    def _items(self, node: yaml.MappingNode) -> Iterator[tuple[Hashable, int, yaml.Node]]:
        """(key, its line, value) of each key that appears for the first time."""
        seen: dict[Hashable, int] = {}
        for key_node, value in node.value:
            if key_node.tag == _MERGE:
                continue
            key, line = self._scalar(key_node), line_of_node(key_node)
            if not isinstance(key_node, yaml.ScalarNode) or not isinstance(key, Hashable):
                self._report(line, "a list or mapping cannot be a key", "Write a text")
            elif key in seen:
                cure = f"It is also on line {seen[key]}: keep one of them"
                self._report(line, f"the key {key!r} appears twice", cure)
            else:
                seen[key] = line
                yield key, line, value

    def _merged(self, node: yaml.MappingNode, path: str) -> dict[Any, Any]:
        """What `<<:` brings; of several mappings the first counts (yaml.org/type/merge.html)."""
        found: dict[Any, Any] = {}
        for named in (value for key, value in node.value if key.tag == _MERGE):
            for one in named.value if isinstance(named, yaml.SequenceNode) else [named]:
                if isinstance(one, yaml.MappingNode):
                    found = {**self._mapping(one, path), **found}
                else:
                    cure = "Name the anchor of a mapping"
                    self._report(line_of_node(one), "<< merges mappings only", cure)
        return found

    def _scalar(self, node: yaml.Node) -> Any:
        try:
            return self.scalars.construct_object(node)
        except (ValueError, yaml.YAMLError) as error:
            reason = getattr(error, "problem", None) or str(error)
            message = f"{node.value!r} cannot be read: {reason}"
            self._report(line_of_node(node), message, "Put it in quotes")
            return str(node.value)

    def _report(self, line: int, message: str, cure: str) -> None:
        self.problems.append(Problem(self.file, line, message, cure))
