"""Amazon CloudWatch Logs: what services log."""

from fulfillment.ops.logs.insights import InsightsLogs
from fulfillment.ops.logs.port import Found, Logs
from fulfillment.ops.reach import Reach

__all__ = ["Found", "Logs", "connect"]


def connect(reach: Reach) -> Logs:
    return InsightsLogs(reach)
