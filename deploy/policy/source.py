"""The policy file as data, and the line of each of its values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.composing import Refused, compose
from bot.composing import line_of as line_of_node
from bot.errors import Problem
from fulfillment.document import Reader
from fulfillment.identity.policy import Policy
from fulfillment.identity.reading import read_policy

RULE = "policy-form"
_SCALARS = yaml.constructor.SafeConstructor()


@dataclass(frozen=True)
class Source:
    """As much of a policy as can be read. `lines`: by path ("people.ana.identities[0]")."""

    file: str
    policy: Policy
    lines: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def line(self, path: str) -> int:
        """Of the value at a path, or of what stands around it."""
        while path not in self.lines and path:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.lines.get(path, 1)


def read_source(path: Path) -> Source:
    """The policy at `path`; never raises for what is in the file."""
    name = path.name
    try:
        node = compose(path)
    except Refused as refused:
        problem = Problem(name, refused.line, refused.message, refused.cure, RULE)
        return Source(name, Policy(()), {}, (problem,))
    walked = _Walk(name)
    data = walked.data(node, "")
    reader = Reader("policy")
    source = Source(name, read_policy(reader, data), walked.lines)
    told = tuple(
        _problem(name, source.line(_path(one.path)), one.problem) for one in reader.complaints
    )
    return Source(name, source.policy, source.lines, (*walked.problems, *told))


def _path(path: str) -> str:
    return "" if path == "the document" else path


def _problem(file: str, line: int, problem: str) -> Problem:
    message, _, cure = problem.partition("; ")
    cure = f"{cure[:1].upper()}{cure[1:]}" if cure else "docs/permissions.md shows the form"
    return Problem(file, line, message, cure, RULE)


@dataclass
class _Walk:
    file: str
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def data(self, node: yaml.Node, path: str) -> Any:
        """Plain data; of a key that appears twice the first counts, and it is reported."""
        self.lines.setdefault(path, line_of_node(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.data(one, f"{path}[{n}]") for n, one in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return {key: self.data(value, where) for key, value, where in self._items(node, path)}
        return _SCALARS.construct_object(node)

    def _items(self, node: yaml.MappingNode, path: str) -> Iterator[tuple[Any, yaml.Node, str]]:
        seen: dict[Any, int] = {}
        for key_node, value in node.value:
            key, line = _SCALARS.construct_object(key_node), line_of_node(key_node)
            if key in seen:
                cure = f"It is also on line {seen[key]}: keep one of them"
                message = f"the key {key!r} appears twice"
                self.problems.append(Problem(self.file, line, message, cure, RULE))
                continue
            seen[key] = line
            where = f"{path}.{key}" if path else str(key)
            self.lines[where] = line
            yield key, value, where
