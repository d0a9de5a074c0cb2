"""Elastic Load Balancing v2: the health of targets."""

from typing import TYPE_CHECKING

from fulfillment.ops.failures import reading
from fulfillment.ops.state import Targets
from fulfillment.sentences import phrase

if TYPE_CHECKING:
    from mypy_boto3_elbv2 import ElasticLoadBalancingv2Client
    from mypy_boto3_elbv2.type_defs import TargetHealthTypeDef

_MAX_REASONS = 3


class LoadBalancer:
    """Reads target groups. Raises `OpsError`."""

    def __init__(self, client: "ElasticLoadBalancingv2Client", environment: str) -> None:
        self._client = client
        self._environment = environment

    def targets(self, target_group_arn: str, service: str) -> Targets:
        what = phrase("read_targets", service=service, environment=self._environment)
        with reading(what):
            answer = self._client.describe_target_health(TargetGroupArn=target_group_arn)
        healths = [one.get("TargetHealth", {}) for one in answer["TargetHealthDescriptions"]]
        states = [health.get("State", "") for health in healths]
        healthy, unhealthy = states.count("healthy"), states.count("unhealthy")
        return Targets(healthy, unhealthy, len(states) - healthy - unhealthy, _reasons(healths))


def _reasons(healths: "list[TargetHealthTypeDef]") -> tuple[str, ...]:
    """Why targets are unhealthy, each reason once."""
    said = [
        health.get("Description") or str(health.get("Reason", ""))
        for health in healths
        if health.get("State") == "unhealthy"
    ]
    return tuple(dict.fromkeys(reason for reason in said if reason))[:_MAX_REASONS]


def together(groups: list[Targets]) -> Targets | None:
    """The targets of several groups as one; None of none."""
    if not groups:
        return None
    reasons = dict.fromkeys(reason for group in groups for reason in group.reasons)
    return Targets(
        healthy=sum(group.healthy for group in groups),
        unhealthy=sum(group.unhealthy for group in groups),
        other=sum(group.other for group in groups),
        reasons=tuple(reasons)[:_MAX_REASONS],
    )
