"""The backend `maintenance`: what AWS has scheduled, and certificates that end."""

from fulfillment.ops.maintenance.port import Maintenance
from fulfillment.ops.maintenance.reading import AwsMaintenance
from fulfillment.ops.reach import Reach

__all__ = ["Maintenance", "connect"]


def connect(reach: Reach) -> Maintenance:
    return AwsMaintenance(reach)
