"""The port through which handlers see the registry: plain data, no AWS shapes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from fulfillment.sentences import Phrase

Severity = Literal["critical", "high", "medium", "low", "informational", "undefined"]
SEVERITIES: tuple[Severity, ...] = (
    "critical",
    "high",
    "medium",
    "low",
    "informational",
    "undefined",
)
"""Worst first."""
ScanState = Literal["complete", "under way", "failed", "none"]


@dataclass(frozen=True)
class Version:
    """An image of a repository."""

    tags: tuple[str, ...]
    """Newest last; never empty: images without a tag are no versions."""
    digest: str
    age_seconds: float
    """Since it was pushed."""
    size: int
    """Bytes, compressed."""
    counts: Mapping[Severity, int] | None = None
    """Findings of its last scan by severity; None where it was not scanned."""


@dataclass(frozen=True)
class Versions:
    """The versions of a repository, newest first."""

    repository: str
    versions: tuple[Version, ...]
    has_more: bool = False
    """There are more images than were read; the newest may be among them."""


@dataclass(frozen=True)
class Finding:
    name: str
    """ "CVE-2026-1234"."""
    severity: Severity
    package: str = ""
    installed: str = ""
    """Version of the package."""
    fixed_in: str = ""
    title: str = ""
    link: str = ""


@dataclass(frozen=True)
class Scan:
    """What the scan of an image found, worst first."""

    repository: str
    version: str
    state: ScanState
    age_seconds: float | None = None
    """Since it was completed."""
    counts: Mapping[Severity, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    """AWS's, of one that failed."""
    gaps: tuple[Phrase, ...] = ()


class Registry(Protocol):
    """Reads only. An environment tells which repository a service's images come from.

    Raise `OpsError`; of kind "not found" where there is no such repository, image or service.
    """

    def versions(self, environment: str, service: str) -> Versions:
        """Of the repository that the service's image comes from."""

    def scan(self, environment: str, service: str, version: str = "") -> Scan:
        """Of a version of that repository; of what the service runs where none is given."""
