"""The backend `tasks`: the tasks of a service, one by one."""

from fulfillment.ops.reach import Reach
from fulfillment.ops.tasks.port import Tasks
from fulfillment.ops.tasks.reading import AwsTasks

__all__ = ["Tasks", "connect"]


def connect(reach: Reach) -> Tasks:
    return AwsTasks(reach)
