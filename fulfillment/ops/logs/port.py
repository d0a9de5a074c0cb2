"""The port through which handlers search what services log."""

from dataclasses import dataclass
from typing import Protocol

from fulfillment.log_patterns import Event
from fulfillment.sentences import Phrase
from fulfillment.time_range import TimeRange


@dataclass(frozen=True)
class Found:
    """What a search has found so far. Messages are as they were logged: secrets are in them."""

    query: str
    """Its id, to look at it again."""
    events: tuple[Event, ...]
    """The newest of what matches, newest first."""
    matched: int
    """How many lines match, of those that were looked at."""
    scanned_bytes: int
    is_over: bool
    """Nothing more will come."""
    missing: Phrase | None = None
    """Why this is not all, as a whole sentence; None where it is, or where more will come."""


class Logs(Protocol):
    """Log lines of services. Reads only. Every method raises `OpsError`."""

    def errors(self, environment: str, service: str, span: TimeRange, *, seconds: float) -> Found:
        """Lines that sound like errors: at most the newest thousand. Waits `seconds` at most."""

    def latest(self, environment: str, service: str, span: TimeRange, *, seconds: float) -> Found:
        """The newest lines, at most fifty. Waits `seconds` at most."""

    def again(self, environment: str, query: str) -> Found:
        """What a search that was begun before has found by now; it is not begun again."""
