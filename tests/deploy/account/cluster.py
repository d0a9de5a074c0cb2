"""An ECS service to play with: made by boto3, watched by boto3, moved by the server's clock."""

import uuid
from dataclasses import dataclass
from typing import Any

from tests.deploy.account.harness import Server

LONG = 600
"""Simulated seconds that any rollout of a few tasks is over in."""


@dataclass(frozen=True)
class Shop:
    """One service in a cluster of its own."""

    server: Server
    cluster: str
    target_group: str

    @property
    def ecs(self) -> Any:
        return self.server.client("ecs")

    def register(self, tag: str) -> str:
        made = self.ecs.register_task_definition(
            family=self.cluster,
            networkMode="awsvpc",
            requiresCompatibilities=["FARGATE"],
            cpu="256",
            memory="512",
            containerDefinitions=[{"name": "app", "image": f"registry/app:{tag}", "memory": 512}],
        )
        arn: str = made["taskDefinition"]["taskDefinitionArn"]
        return arn

    def create(self, tag: str = "good", tasks: int = 2, **more: Any) -> dict[str, Any]:
        subnet = self.server.client("ec2").describe_subnets(
            Filters=[{"Name": "cidr-block", "Values": ["10.0.0.0/24"]}]
        )["Subnets"][0]["SubnetId"]
        balancer = {"targetGroupArn": self.target_group, "containerName": "app"}
        made: dict[str, Any] = self.ecs.create_service(
            cluster=self.cluster,
            serviceName="app",
            taskDefinition=self.register(tag),
            desiredCount=tasks,
            launchType="FARGATE",
            networkConfiguration={"awsvpcConfiguration": {"subnets": [subnet]}},
            loadBalancers=[{**balancer, "containerPort": 8080}] if self.target_group else [],
            **more,
        )["service"]
        return made

    def steady(self, tag: str = "good", tasks: int = 2, **more: Any) -> dict[str, Any]:
        """Create it and let it become steady."""
        self.create(tag, tasks, **more)
        self.server.advance(LONG)
        return self.describe()

    def describe(self) -> dict[str, Any]:
        found: dict[str, Any] = self.ecs.describe_services(
            cluster=self.cluster, services=["app"], include=["TAGS"]
        )["services"][0]
        return found

    def update(self, **changes: Any) -> dict[str, Any]:
        changed: dict[str, Any] = self.ecs.update_service(
            cluster=self.cluster, service="app", **changes
        )["service"]
        return changed

    def tasks(self, status: str = "RUNNING") -> list[dict[str, Any]]:
        arns = self.ecs.list_tasks(cluster=self.cluster, serviceName="app", desiredStatus=status)[
            "taskArns"
        ]
        if not arns:
            return []
        found: list[dict[str, Any]] = self.ecs.describe_tasks(cluster=self.cluster, tasks=arns)[
            "tasks"
        ]
        return found

    def targets(self) -> list[tuple[str, str]]:
        """(state, reason) of each target, sorted."""
        found = self.server.client("elbv2").describe_target_health(
            TargetGroupArn=self.target_group
        )["TargetHealthDescriptions"]
        health = [one["TargetHealth"] for one in found]
        return sorted((one["State"], one.get("Reason", "")) for one in health)

    def messages(self) -> list[str]:
        """Events, newest first."""
        return [event["message"] for event in self.describe()["events"]]

    def wait_for(self, seconds: int = LONG) -> list[dict[str, Any]]:
        """Advance second by second; the service as it was at each."""
        seen = []
        for _ in range(seconds):
            self.server.advance(1)
            seen.append(self.describe())
            if _is_steady(seen[-1]):
                return seen
        raise AssertionError(f"not steady after {seconds} s: {seen[-1]['deployments']}")


def _is_steady(service: dict[str, Any]) -> bool:
    only = service["deployments"]
    return len(only) == 1 and only[0]["rolloutState"] == "COMPLETED"


def a_shop(server: Server, *, balanced: bool = True) -> Shop:
    """A new empty cluster; its service will be behind the world's target group, or behind none."""
    name = f"shop-{uuid.uuid4().hex[:8]}"
    server.client("ecs").create_cluster(clusterName=name)
    return Shop(server, name, f"arn:aws:elasticloadbalancing:{name}" if balanced else "")
