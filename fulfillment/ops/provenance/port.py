"""The port through which handlers see where images come from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from fulfillment.sentences import Phrase

How = Literal["label", "version", "tag", ""]
"""By what the commit is known: a label of the image, its version, another tag of the same image."""


@dataclass(frozen=True)
class Origin:
    """Where a version of a service comes from, as far as anything says."""

    service: str
    version: str
    commit: str = ""
    """7 to 40 digits; "" where nothing says it."""
    source: str = ""
    """Address of the repository, where a label says it."""
    how: How = ""
    digest: str = ""
    """Of the image; "" where the registry was not asked, or has no such image."""
    pushed_age_seconds: float | None = None
    gaps: tuple[Phrase, ...] = ()


@dataclass(frozen=True)
class Running:
    """A version that serves in an environment."""

    environment: str
    origin: Origin


@dataclass(frozen=True)
class Origins:
    running: tuple[Running, ...]
    """By service, then in the order of the environments."""
    gaps: tuple[Phrase, ...] = ()


class Provenance(Protocol):
    """Reads only.

    In this order, until one says the commit: the label org.opencontainers.image.revision that the
    task definition repeats (`dockerLabels`), a version that is itself a commit, another tag of the
    same image in the registry. Labels in the image itself are not read: that would take the
    permission to pull it.
    """

    def running(self, environments: Sequence[str], service: str = "") -> Origins:
        """What serves, of one service or of all (""). What cannot be read is a gap."""

    def of_version(self, environments: Sequence[str], service: str, version: str) -> Origin:
        """Of a version: as the first of these environments tells that runs it, else as the registry
        of the first one does. Never raises `OpsError`: what cannot be read is a gap."""
