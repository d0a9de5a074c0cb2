"""The source code of a world: repositories with their commits, pull requests and tags."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from deploy.local.world.spans import seconds


@dataclass(frozen=True)
class CommitData:
    id: str
    """As given, else made of what the commit is: the same in every world that has it."""
    title: str
    author: str
    ago: float
    """Seconds."""
    version: str = ""
    """The tag that it has, "v" before it; and what was built of it."""
    pull: int = 0
    """Number of the pull request that it was merged by."""


@dataclass(frozen=True)
class RepositoryData:
    name: str
    """owner/name"""
    service: str
    commits: tuple[CommitData, ...]
    """Newest first, one line of descent."""
    is_labelled: bool = True
    """Whether its images say which commit they were built from."""
    open_pulls: Mapping[int, str] = field(default_factory=dict)
    """Number -> title."""

    def built(self, version: str) -> CommitData | None:
        return next((one for one in self.commits if one.version == version), None)


def repositories_of(world: Mapping[str, Any]) -> tuple[RepositoryData, ...]:
    """The part `repositories:` of a world file; () where it has none. Raises `ValueError`."""
    return tuple(
        _repository(name, entry) for name, entry in (world.get("repositories") or {}).items()
    )


def labels_of(
    repositories: tuple[RepositoryData, ...], service: str, version: str
) -> dict[str, str]:
    """What an image says of itself, by the keys of the OCI image spec."""
    for one in repositories:
        commit = one.built(version)
        if one.service == service and one.is_labelled and commit is not None:
            return {
                "org.opencontainers.image.source": f"https://github.example/{one.name}",
                "org.opencontainers.image.revision": commit.id,
                "org.opencontainers.image.version": version,
            }
    return {}


def _repository(name: str, entry: Mapping[str, Any]) -> RepositoryData:
    return RepositoryData(
        name=name,
        service=entry["service"],
        commits=tuple(_commit(name, one) for one in entry["commits"]),
        is_labelled=entry.get("labelled", True),
        open_pulls={int(number): title for number, title in (entry.get("open") or {}).items()},
    )


def _commit(repository: str, entry: Mapping[str, Any]) -> CommitData:
    text = f"{repository}\n{entry['title']}\n{entry['author']}\n{entry['ago']}"
    return CommitData(
        id=entry.get("id") or hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest(),
        title=entry["title"],
        author=entry["author"],
        ago=seconds(entry["ago"]),
        version=str(entry.get("version", "")),
        pull=int(entry.get("pull", 0)),
    )
