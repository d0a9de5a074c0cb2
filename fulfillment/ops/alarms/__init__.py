"""Amazon CloudWatch's alarms, and what people have said about them."""

from fulfillment.ops.alarms.backend import ReachedAlarms
from fulfillment.ops.alarms.matching import belongs_to_cluster, belongs_to_service
from fulfillment.ops.alarms.port import Alarms, Firing
from fulfillment.ops.reach import Reach

__all__ = ["Alarms", "Firing", "belongs_to_cluster", "belongs_to_service", "connect"]


def connect(reach: Reach) -> Alarms:
    return ReachedAlarms(reach)
