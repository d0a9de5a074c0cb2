"""The port through which handlers see source code: plain data, whatever hosts it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

Relation = Literal["identical", "ahead", "behind", "diverged"]
"""Of the second of two commits to the first: the same, a descendant, an ancestor, neither."""


@dataclass(frozen=True)
class Commit:
    id: str
    """All 40 digits."""
    title: str
    """The first line of its message: text from outside, as are all names here."""
    author: str = ""
    at: datetime | None = None
    url: str = ""


@dataclass(frozen=True)
class Comparison:
    """What lies between two commits."""

    relation: Relation
    commits: tuple[Commit, ...] = ()
    """Of the second and not of the first, newest first, at most a hundred."""
    total: int = 0
    url: str = ""


@dataclass(frozen=True)
class Pull:
    """A pull request."""

    number: int
    title: str
    url: str = ""
    commit: str = ""
    """What it became on the branch that it was merged into; "" while it is not merged."""


class SourceHost(Protocol):
    """Reads only. Methods raise `OpsError`, of kind "not found" for what the host has not."""

    @property
    def is_set_up(self) -> bool:
        """Whether there is a host to ask."""

    def repository(self, service: str, source: str) -> str:
        """owner/name of a service: from the address that its image says (`source`), else from the
        environments file; "" where neither tells, or the address is not of this host."""

    def compare(self, repository: str, first: str, second: str) -> Comparison:
        """Two commits, by id (7 digits or more) or tag."""

    def commit(self, repository: str, reference: str) -> Commit:
        """By id (7 digits or more) or tag."""

    def having(self, repositories: Sequence[str], commit: str) -> tuple[tuple[str, Commit], ...]:
        """Which of several repositories have a commit, side by side."""

    def pull(self, repository: str, number: int) -> Pull: ...

    def pulls(self, repositories: Sequence[str], number: int) -> tuple[tuple[str, Pull], ...]:
        """The pull requests of that number in several repositories, side by side."""
