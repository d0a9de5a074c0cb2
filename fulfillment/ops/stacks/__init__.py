"""The backend `stacks`: CloudFormation's stacks, and their drift as it was last detected."""

from fulfillment.ops.reach import Reach
from fulfillment.ops.stacks.port import Stacks
from fulfillment.ops.stacks.reading import CloudFormationStacks

__all__ = ["Stacks", "connect"]


def connect(reach: Reach) -> Stacks:
    return CloudFormationStacks(reach)
