"""One YAML file as nodes with their lines, or why it is refused. What is read is bounded: its
size, how deep it is nested, and how many values it has once its aliases are followed."""

import re
import stat
from dataclasses import dataclass, field
from pathlib import Path

import yaml

MAX_BYTES = 1_000_000
"""Of a file. The largest of the product has 33 KB."""
MAX_DEPTH = 100
"""Lists and mappings inside each other: libyaml's composer is recursive, and crashes on more."""
MAX_NODES = 100_000
"""Values of a file, those of an alias counted at each place that names it."""

_WRITE = "Write it; an intent leaves out a language with `locales` in intent.yaml"
_QUOTE = (
    "Write lists one item a line, and quote text that begins with [, {, *, & or !,"
    " or that holds ': ' or ' #'"
)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML 1.2's booleans: `yes`, `no`, `on` and `off` are words that people say to a bot."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


class Refused(Exception):  # noqa: N818 - becomes a problem of the document, never reaches a caller
    """A file is not read: the line (from 1), what is wrong there, and the cure."""

    def __init__(self, line: int, message: str, cure: str) -> None:
        self.line = line
        self.message = message
        self.cure = cure
        super().__init__(message)


def compose(path: Path) -> yaml.Node:
    """The root node of the file at `path`: no cycles, within the limits. Raises Refused."""
    text = _read(path)
    try:
        _check_depth(text)
        node: yaml.Node | None = yaml.compose(text, _Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or "unreadable characters"
        line = mark.line + 1 if mark else 1
        raise Refused(line, f"this is not YAML: {reason}", _QUOTE) from error
    if node is None:
        raise Refused(1, "the file is empty", "Fill it or remove it")
    _Measure().of(node)
    return node


def line_of(node: yaml.Node) -> int:
    """The line that `node` begins on, from 1."""
    return int(node.start_mark.line) + 1


def _read(path: Path) -> str:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise Refused(1, "this is not a regular file", "Put a YAML file in its place")
        if found.st_size > MAX_BYTES:
            message = f"the file has {found.st_size:,} bytes, of at most {MAX_BYTES:,}"
            raise Refused(1, message, "Split it or make it smaller")
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise Refused(1, "the file is not there", _WRITE) from error
    except (OSError, ValueError) as error:
        message = f"the file cannot be read: {error}"
        raise Refused(1, message, "Make it readable UTF-8") from error


def _check_depth(text: str) -> None:
    """Looks at events, which come without recursion, before anything is composed."""
    depth = 0
    for event in yaml.parse(text, _Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise _too_deep(event.start_mark.line + 1 if event.start_mark else 1)


def _too_deep(line: int) -> Refused:
    message = f"lists and mappings are nested deeper than {MAX_DEPTH} levels"
    return Refused(line, message, "Nest them less; quote text that begins with [ or {")


@dataclass(frozen=True)
class _Extent:
    nodes: int = 1
    depth: int = 0


@dataclass
class _Measure:
    """Measures each node once. The text defines an anchor before it names it, so that a known node
    is met again only where an alias names it: this recursion is no deeper than the text is."""

    known: dict[int, _Extent | None] = field(default_factory=dict)
    """By id of the node; None while the node itself is being measured."""

    def of(self, node: yaml.Node) -> _Extent:
        if isinstance(node, yaml.ScalarNode):
            return _Extent()
        if id(node) in self.known:
            extent = self.known[id(node)]
            if extent is None:
                message = "an alias here names the very list or mapping that contains it"
                raise Refused(line_of(node), message, "Write out what it should hold")
            return extent
        self.known[id(node)] = None
        extent = self._sum(node)
        self.known[id(node)] = extent
        return extent

    def _sum(self, node: yaml.Node) -> _Extent:
        nodes, depth = 1, 0
        for child in _children(node):
            extent = self.of(child)
            nodes, depth = nodes + extent.nodes, max(depth, extent.depth)
        if depth >= MAX_DEPTH:
            raise _too_deep(line_of(node))
        if nodes > MAX_NODES:
            message = f"there are more than {MAX_NODES:,} values from here, aliases followed"
            raise Refused(line_of(node), message, "Use fewer aliases, or split the file")
        return _Extent(nodes, depth + 1)


def _children(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [child for pair in node.value for child in pair]
    return list(node.value)
