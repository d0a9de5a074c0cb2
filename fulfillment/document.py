"""Reading the documents that people write (policy, environments), with every problem at once."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fulfillment.errors import DocumentError


@dataclass(frozen=True)
class Complaint:
    """What is wrong at a path of a document ("people.ana.identities[0]"), and after "; " the cure,
    where it is not plain."""

    path: str
    problem: str


@dataclass
class Reader:
    """Reads values out of parsed JSON or YAML and remembers what is wrong instead of raising."""

    name: str
    """What the document is called in messages: "policy"."""
    complaints: list[Complaint] = field(default_factory=list)

    def complain(self, path: str, problem: str) -> None:
        self.complaints.append(Complaint(path, problem))

    def mapping(self, value: object, path: str, known: tuple[str, ...] = ()) -> Mapping[str, Any]:
        """`value` as a mapping with text keys; only the keys of `known`, where it names any."""
        if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
            self.complain(path, "must be a mapping with text keys")
            return {}
        for key in value if known else ():
            if key not in known:
                self.complain(path, f"unknown key {key!r}; use one of {', '.join(known)}")
        return value

    def items(self, value: object, path: str) -> Iterator[tuple[str, Any, str]]:
        """(key, value, path) of a mapping whose keys are names that the author chooses."""
        for key, item in self.mapping(value, path).items():
            yield key, item, f"{path}.{key}"

    def text(self, value: object, path: str, pattern: str = r".+", hint: str = "text") -> str:
        """`value` as a text that matches `pattern` wholly; "" after a complaint."""
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            self.complain(path, f"{value!r} must be {hint}")
            return ""
        return value

    def texts(self, value: object, path: str) -> tuple[str, ...]:
        if not isinstance(value, list | tuple):
            self.complain(path, "must be a list of texts")
            return ()
        return tuple(self.text(item, f"{path}[{n}]") for n, item in enumerate(value))

    def finish(self) -> None:
        """Raises `DocumentError` with every problem, where there are any."""
        if self.complaints:
            lines = (f"{self.name}: {one.path}: {one.problem}" for one in self.complaints)
            raise DocumentError("\n".join(lines))
