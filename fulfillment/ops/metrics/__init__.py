"""The backend `metrics`: how a service went over time, beside an earlier time, and what was
deployed meanwhile."""

from fulfillment.ops.metrics.backend import AwsMetrics
from fulfillment.ops.metrics.port import Metrics
from fulfillment.ops.reach import Reach

__all__ = ["Metrics", "connect"]


def connect(reach: Reach) -> Metrics:
    return AwsMetrics(reach)
