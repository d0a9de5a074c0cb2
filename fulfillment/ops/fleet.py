"""The port through which handlers see services; `fulfillment.ops.aws_fleet` implements it."""

from collections.abc import Sequence
from typing import Protocol

from fulfillment.ops.reach import Reach
from fulfillment.ops.state import EnvironmentState, Found, ServiceState, Survey


class Fleet(Protocol):
    """Services of the environments that the person of a turn may ask about. Reads only."""

    def environments(self) -> tuple[str, ...]:
        """Names, in the order of the environments file."""

    def service_names(self, environment: str) -> tuple[str, ...]:
        """Sorted; at most 30 seconds old. Raises `OpsError`."""

    def known_service_names(self, environment: str) -> tuple[str, ...]:
        """What `service_names` gave last, however old, without asking anybody; () for nothing."""

    def services(self, environment: str) -> EnvironmentState:
        """Every service of an environment. Raises `OpsError` where nothing could be read."""

    def service(self, environment: str, name: str) -> ServiceState:
        """One service. Raises `OpsError`, of kind "not found" where there is none."""

    def survey(self, environments: Sequence[str]) -> Survey:
        """`services` of several environments, side by side; failures are gaps."""

    def find(self, name: str, environments: Sequence[str]) -> Found:
        """`service` in several environments, side by side; failures are gaps, absence is not."""


def connect(reach: Reach) -> Fleet:
    from fulfillment.ops.aws_fleet import AwsFleet  # noqa: PLC0415 - who only names the port

    return AwsFleet(reach)
