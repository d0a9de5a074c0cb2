"""How long the service takes, and where its zips go: all that is needed before it is used."""

from dataclasses import dataclass

TRANSFERS = "/lexv2-models/"
"""What the paths of upload and download URLs begin with."""


@dataclass(frozen=True)
class Durations:
    """Simulated seconds that the service takes for what it answers with 202."""

    creating: float = 2.0
    """Bots, locales and aliases; also an alias that was updated."""
    updating: float = 1.0
    deleting: float = 2.0
    importing: float = 3.0
    exporting: float = 2.0
    build_queued: float = 1.0
    """A build has been asked for and describing the locale still says NotBuilt."""
    building: float = 8.0
    version_hidden: float = 1.0
    """A version has been made and describing it still says that it does not exist."""
    versioning: float = 4.0
    url_valid: float = 300.0
    transfer_kept: float = 7 * 24 * 3600.0
    """Imports and exports are listed for so long."""
