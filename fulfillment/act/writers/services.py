"""The one place that writes to ECS services. Never sends anything twice."""

from typing import Any, Protocol

from fulfillment.ops.failures import writing
from fulfillment.ops.reach import Reach
from fulfillment.sentences import phrase


class ServiceWriter(Protocol):
    """What acts need of AWS."""

    def force_new_deployment(self, environment: str, service: str) -> str:
        """Replace every task by a new one of the same version; gives ECS's id of the deployment.

        Raises `OutcomeUnknown` where the answer was lost, `OpsError` where nothing was done.
        """


def connect(reach: Reach) -> ServiceWriter:
    return EcsWriter(reach)


class EcsWriter:
    """`ServiceWriter` over ECS, in the name of one person."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    def force_new_deployment(self, environment: str, service: str) -> str:
        what = phrase("restart_service", service=service, environment=environment)
        cluster = self._reach.environment(environment).cluster
        client: Any = self._reach.client("ecs", environment)
        with writing(what):
            answer = client.update_service(
                cluster=cluster, service=service, forceNewDeployment=True
            )
        primary = [one for one in answer["service"]["deployments"] if one["status"] == "PRIMARY"]
        return str(primary[0]["id"]) if primary else ""
