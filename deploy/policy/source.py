"""The policy as written: its data, what can be read of it, and the line of each of its values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.errors import Problem
from deploy.documents import Document, document_of, read_document
from fulfillment.document import Reader
from fulfillment.identity.policy import Policy
from fulfillment.identity.reading import read_policy

RULE = "policy-form"


@dataclass(frozen=True)
class Source:
    """As much of a policy as can be read. `lines`: by path ("people.ana.identities[0]")."""

    file: str
    policy: Policy
    lines: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    data: Any = None
    """As functions read it, where there are no problems."""

    def line(self, path: str) -> int:
        """Of the value at a path, or of what stands around it."""
        while path not in self.lines and path:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.lines.get(path, 1)


def read_source(path: Path, name: str = "") -> Source:
    """The policy at `path`, called `name` in problems; never raises for what is in the file."""
    called = name or path.name
    return _source(called, read_document(path, called))


def source_of(data: Any, name: str = "the policy") -> Source:
    """A policy that no file holds."""
    return _source(name, document_of(data))


def _source(name: str, document: Document) -> Source:
    told = tuple(replace(one, rule=RULE) for one in document.problems)
    if document.data is None and told:
        return Source(name, Policy(()), {}, told)
    reader = Reader("policy")
    policy = read_policy(reader, document.data)
    source = Source(name, policy, document.lines, (), document.data)
    complaints = tuple(
        _problem(name, source.line(_path(one.path)), one.problem) for one in reader.complaints
    )
    return replace(source, problems=(*told, *complaints))


def _path(path: str) -> str:
    return "" if path == "the document" else path


def _problem(file: str, line: int, problem: str) -> Problem:
    message, _, cure = problem.partition("; ")
    cure = f"{cure[:1].upper()}{cure[1:]}" if cure else "docs/permissions.md shows the form"
    return Problem(file, line, message, cure, RULE)
