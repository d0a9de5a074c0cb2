"""What was done through Ground Control, as far as the person may know of it."""

from fulfillment.audit.reading import Action, History
from fulfillment.ops.audit.port import AuditTrail
from fulfillment.ops.audit.visible import VisibleTrail
from fulfillment.ops.reach import Reach

__all__ = ["Action", "AuditTrail", "History", "connect"]


def connect(reach: Reach) -> AuditTrail:
    return VisibleTrail(reach)
