"""The port through which handlers see what was done."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from fulfillment.audit.reading import History


class AuditTrail(Protocol):
    """Reads only."""

    def history(
        self, environments: Sequence[str], start: datetime, end: datetime, service: str = ""
    ) -> History:
        """What began from `start` (included) to `end` (not included) in these environments: of one
        service, or of all (""). Raises `OpsError`."""
