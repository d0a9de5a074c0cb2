"""The one place that writes to a service's account. Never sends anything twice."""

from typing import Any, Protocol

from fulfillment.catalog.environments import Environments
from fulfillment.errors import OpsError
from fulfillment.ops.failures import writing
from fulfillment.ops.sessions import Sessions
from fulfillment.sentences import phrase
from fulfillment.turn import Person


class ServiceWriter(Protocol):
    """What acts need of AWS."""

    def force_new_deployment(self, environment: str, service: str) -> str:
        """Replace every task by a new one of the same version; gives ECS's id of the deployment.

        Raises `OutcomeUnknown` where the answer was lost, `OpsError` where nothing was done.
        """


class EcsWriter:
    """`ServiceWriter` over ECS, in the name of one person."""

    def __init__(self, environments: Environments, sessions: Sessions, person: Person) -> None:
        self._environments = environments
        self._sessions = sessions
        self._person = person

    def force_new_deployment(self, environment: str, service: str) -> str:
        what = phrase("restart_service", service=service, environment=environment)
        where = self._environments.get(environment)
        if where is None:
            raise OpsError("not found", what, phrase("no_such_environment"))
        client: Any = self._sessions.client("ecs", where, self._person)
        with writing(what):
            answer = client.update_service(
                cluster=where.cluster, service=service, forceNewDeployment=True
            )
        primary = [one for one in answer["service"]["deployments"] if one["status"] == "PRIMARY"]
        return str(primary[0]["id"]) if primary else ""
