"""Which commit an image was built from."""

from fulfillment.ops.provenance.port import Origin, Origins, Provenance, Running
from fulfillment.ops.provenance.reading import Labels
from fulfillment.ops.reach import Reach

__all__ = ["Origin", "Origins", "Provenance", "Running", "connect"]


def connect(reach: Reach) -> Provenance:
    return Labels(reach)
