"""The port through which handlers see stacks: plain data, no AWS shapes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from fulfillment.sentences import Phrase

StackState = Literal["failed", "rolled back", "under way", "fine"]
"""Worst first. "rolled back": its last update was undone, and it is as it was before."""
Drift = Literal["drifted", "in sync", "not checked"]


@dataclass(frozen=True)
class Drifted:
    """A resource that is not as its stack says."""

    name: str
    """Its logical id."""
    type: str
    """ "AWS::CloudWatch::Alarm"."""
    is_deleted: bool


@dataclass(frozen=True)
class Stack:
    name: str
    environment: str
    """"" for one that environments share."""
    state: StackState
    status: str
    """In CloudFormation's words: "UPDATE_COMPLETE"."""
    reason: str
    age_seconds: float
    """Since it was last updated, or created."""
    drift: Drift = "not checked"
    drift_age_seconds: float | None = None
    """Since the drift was detected: it may have changed since."""
    drifted: tuple[Drifted, ...] = ()
    """At most ten."""


@dataclass(frozen=True)
class Survey:
    """Stacks worst first, then by name; nested ones belong to their parents and are left out."""

    stacks: tuple[Stack, ...]
    has_more: bool = False
    gaps: tuple[Phrase, ...] = ()


class Stacks(Protocol):
    """Reads only; a detection of drift is never started."""

    def survey(self, environments: Sequence[str]) -> Survey:
        """Stacks of those environments; those of none too, for whoever may know of everything in
        all environments of the account. What is left out, and failures, are gaps."""
