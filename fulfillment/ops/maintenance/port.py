"""The port through which handlers see what is coming: plain data, no AWS shapes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from fulfillment.sentences import Phrase

Kind = Literal["event", "instance", "certificate"]


@dataclass(frozen=True)
class Upcoming:
    """Something that will happen, or has begun or ended already where `in_seconds` is below 0."""

    kind: Kind
    name: str
    """Of an event its code in words ("task patching retirement"), of an instance its id, of a
    certificate its domain."""
    in_seconds: float | None
    """Until it begins, or the certificate ends; None where AWS does not say when."""
    service: str = ""
    """Of AWS, for an event: "ECS"."""
    entities: tuple[str, ...] = ()
    """What it is about, as AWS names it; at most ten."""
    detail: str = ""
    """Of an instance, AWS's description."""
    renews: bool = False
    """A certificate that ACM renews by itself."""
    is_used: bool = True
    """A certificate that something serves."""


@dataclass(frozen=True)
class Survey:
    """Soonest first; what has no date last."""

    upcoming: tuple[Upcoming, ...]
    gaps: tuple[Phrase, ...] = ()


class Maintenance(Protocol):
    """Reads only."""

    def survey(self, environments: Sequence[str]) -> Survey:
        """Of the accounts and regions of those environments: what AWS has scheduled, and which
        certificates end within 45 days.

        Without what is of another environment, and what names none where another one of that
        account is not allowed; that it is left out is a gap, as failures are.
        """
