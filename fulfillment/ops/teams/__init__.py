"""The backend `teams`: who owns a service and who is on call, from the environments file."""

from dataclasses import replace
from typing import Protocol

from fulfillment.catalog.teams import Team
from fulfillment.ops.reach import Reach


class Teams(Protocol):
    def all(self) -> tuple[Team, ...]:
        """In the order of the file, each with those of its services that the person may know of in
        some environment that they may ask about."""

    def of(self, service: str) -> Team | None:
        """The team that looks after a service: the first that lists it, else its owner."""


def connect(reach: Reach) -> Teams:
    return WrittenTeams(reach)


class WrittenTeams:
    """`Teams` as written down."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._environments = reach.all_environments
        self._teams = reach.all_environments.teams

    def all(self) -> tuple[Team, ...]:
        return tuple(
            replace(one, services=tuple(filter(self._is_known, one.services)))
            for one in self._teams
        )

    def of(self, service: str) -> Team | None:
        listed = next((one for one in self._teams if service in one.services), None)
        return listed or next(
            (one for one in self._teams if one.name in self._owners(service)), None
        )

    def _is_known(self, service: str) -> bool:
        return any(self._reach.sees(place, service) for place in self._reach.names())

    def _owners(self, service: str) -> set[str]:
        places = self._environments.names()
        return {self._environments.owner(place, service) for place in places} - {""}
