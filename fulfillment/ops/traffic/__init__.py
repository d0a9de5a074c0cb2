"""The backend `traffic`: which way requests take to the services of an environment."""

from fulfillment.ops.reach import Reach
from fulfillment.ops.traffic.port import Traffic
from fulfillment.ops.traffic.reading import AwsTraffic

__all__ = ["Traffic", "connect"]


def connect(reach: Reach) -> Traffic:
    return AwsTraffic(reach)
