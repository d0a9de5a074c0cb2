"""The port through which handlers see what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from fulfillment.sentences import Phrase

Kind = Literal["deployment", "write", "alarm", "pipeline", "action"]
"""A deployment; a call that wrote; an alarm's state; a run of a pipeline; what was done through us.
"""


@dataclass(frozen=True)
class Window:
    """From `start` (included) to `end` (not included), aware; of one service, or of all ("")."""

    start: datetime
    end: datetime
    service: str = ""

    def holds(self, moment: datetime) -> bool:
        return self.start <= moment < self.end


@dataclass(frozen=True)
class Change:
    """Something that happened."""

    at: datetime
    kind: Kind
    what: Phrase
    """Part of a sentence. It holds texts from outside: to be shown by `wording.shown`."""
    environment: str = ""
    """"" where it is of a whole account."""
    service: str = ""
    by: str = ""
    """Who, as AWS knows them, or one of our people; "" where that is not known."""
    is_trouble: bool = False
    is_ours: bool = False
    """Done through Ground Control."""
    began: datetime | None = None
    """Of a deployment: when it was started, also where that is before the window."""
    operation: str = ""
    """Of a write: "UpdateService"."""


@dataclass(frozen=True)
class Timeline:
    changes: tuple[Change, ...]
    """Newest first."""
    gaps: tuple[Phrase, ...] = ()
    """What could not be read, or not wholly, and why: whole sentences."""
    is_read: bool = True
    """Whether any source could be read."""


@dataclass(frozen=True)
class Deployers:
    """Who began a deployment, by environment; where nobody says, there is none."""

    by: Mapping[str, Change]
    gaps: tuple[Phrase, ...] = ()


class Changes(Protocol):
    """Reads only."""

    def recent(self, environments: Sequence[str], window: Window) -> Timeline:
        """What changed in these environments. Never raises `OpsError`: failures are gaps."""

    def deployers(self, service: str, began: Mapping[str, datetime]) -> Deployers:
        """Who began the deployments of a service that began at these moments, by environment."""
