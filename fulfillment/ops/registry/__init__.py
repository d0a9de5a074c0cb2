"""The backend `registry`: the images of a service, and what their scans found."""

from fulfillment.ops.reach import Reach
from fulfillment.ops.registry.port import Registry
from fulfillment.ops.registry.reading import EcrRegistry

__all__ = ["Registry", "connect"]


def connect(reach: Reach) -> Registry:
    return EcrRegistry(reach)
