"""What changed lately: one timeline of several sources, each of which may fail alone."""

from fulfillment.ops.changes.port import (
    Change,
    Changes,
    Deployers,
    Kind,
    Timeline,
    Window,
)
from fulfillment.ops.changes.timeline import Sources
from fulfillment.ops.reach import Reach

__all__ = ["Change", "Changes", "Deployers", "Kind", "Timeline", "Window", "connect"]


def connect(reach: Reach) -> Changes:
    return Sources(reach)
