"""Refusals in AWS's codes."""

from deploy.local.account.slim_moto import ServiceException


class HoldingError(ServiceException):
    """`HoldingError(code, message)`. Of our own module: moto looks for an error's shape in the
    service that the class's module is named after, beside the one that answers."""
