"""The port through which handlers see alarms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from fulfillment.ops.state import Alarm
from fulfillment.sentences import Phrase


@dataclass(frozen=True)
class Firing:
    """Alarms in the state ALARM; `gaps` says what could not be read, in whole sentences."""

    alarms: tuple[Alarm, ...]
    """Those that nobody has seen to first, then by how long they have been firing."""
    read: tuple[str, ...]
    """Environments whose alarms were read."""
    gaps: tuple[Phrase, ...] = ()


class Alarms(Protocol):
    """Metric and composite alarms of the environments that the person may ask about. Reads only."""

    def firing(self, environments: Sequence[str]) -> Firing:
        """What fires in each environment, side by side; failures are gaps."""

    def alarm(self, environment: str, name: str) -> Alarm:
        """One alarm, in whatever state. Raises `OpsError`, of kind "not found" where none is."""

    def service(self, alarm: Alarm) -> str:
        """The service that it is about, whoever asks; "" where that cannot be told. Raises
        `OpsError`."""

    def environments(self, alarm: Alarm) -> tuple[str, ...]:
        """All that it may stand for: of its account and region, unless it names a cluster."""

    def names(self, environments: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """Every alarm that the person may know of -> what else it is called; at most 30 seconds
        old. Raises `OpsError`."""

    def known(self, environments: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """What `names` gave last for each environment, however old, without asking anybody."""
