"""The backend `strategies`: which ways of releasing each service is set up for."""

from fulfillment.ops.reach import Reach
from fulfillment.ops.strategies.port import Strategies
from fulfillment.ops.strategies.reading import AwsStrategies

__all__ = ["Strategies", "connect"]


def connect(reach: Reach) -> Strategies:
    return AwsStrategies(reach)
