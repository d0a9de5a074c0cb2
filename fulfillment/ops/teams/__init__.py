"""The backend `teams`: who owns a service and who is on call, from the environments file."""

from typing import Protocol

from fulfillment.catalog.environments import Environments
from fulfillment.catalog.teams import Team
from fulfillment.ops.reach import Reach


class Teams(Protocol):
    def all(self) -> tuple[Team, ...]:
        """In the order of the file."""

    def of(self, service: str) -> Team | None:
        """The team that looks after a service: the first that lists it, else its owner."""


def connect(reach: Reach) -> Teams:
    return WrittenTeams(reach.all_environments)


class WrittenTeams:
    """`Teams` as written down."""

    def __init__(self, environments: Environments) -> None:
        self._environments = environments
        self._teams = environments.teams

    def all(self) -> tuple[Team, ...]:
        return self._teams

    def of(self, service: str) -> Team | None:
        listed = next((one for one in self._teams if service in one.services), None)
        return listed or next(
            (one for one in self._teams if one.name in self._owners(service)), None
        )

    def _owners(self, service: str) -> set[str]:
        places = self._environments.names()
        return {self._environments.owner(place, service) for place in places} - {""}
