"""The backend `costs`: what the accounts cost this month."""

from fulfillment.ops.costs.port import Costs
from fulfillment.ops.costs.reading import CostExplorer
from fulfillment.ops.reach import Reach

__all__ = ["Costs", "connect"]


def connect(reach: Reach) -> Costs:
    return CostExplorer(reach)
