"""Elastic Load Balancing v2: balancers, listeners, rules, target groups. Calls only."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from fulfillment.ops.failures import reading
from fulfillment.sentences import phrase

if TYPE_CHECKING:
    from mypy_boto3_elbv2 import ElasticLoadBalancingv2Client
    from mypy_boto3_elbv2.type_defs import (
        ListenerTypeDef,
        LoadBalancerTypeDef,
        RuleTypeDef,
        TargetGroupTypeDef,
    )

_AT_ONCE = 20
"""DescribeLoadBalancers takes at most twenty ARNs; the others are held to it too."""
MOST_RULES = 400
"""Of a listener; its quota is 200 where nobody raised it."""


class Balancing:
    """Every method raises `OpsError`."""

    def __init__(self, client: "ElasticLoadBalancingv2Client", environment: str) -> None:
        self._client = client
        self._what = phrase("read_load_balancers", environment=environment)

    def target_groups(self, arns: Sequence[str]) -> "tuple[TargetGroupTypeDef, ...]":
        found: list[TargetGroupTypeDef] = []
        for some in _chunks(arns):
            with reading(self._what):
                answer = self._client.describe_target_groups(TargetGroupArns=some)
            found += answer["TargetGroups"]
        return tuple(found)

    def balancers(self, arns: Sequence[str]) -> "tuple[LoadBalancerTypeDef, ...]":
        found: list[LoadBalancerTypeDef] = []
        for some in _chunks(arns):
            with reading(self._what):
                answer = self._client.describe_load_balancers(LoadBalancerArns=some)
            found += answer["LoadBalancers"]
        return tuple(found)

    def listeners(self, balancer_arn: str) -> "tuple[ListenerTypeDef, ...]":
        with reading(self._what):
            pages = self._client.get_paginator("describe_listeners").paginate(
                LoadBalancerArn=balancer_arn
            )
            return tuple(one for page in pages for one in page["Listeners"])

    def rules(self, listener_arn: str) -> "tuple[RuleTypeDef, ...]":
        """In the order in which they are tried; one more than `MOST_RULES` where there are more."""
        with reading(self._what):
            pages = self._client.get_paginator("describe_rules").paginate(ListenerArn=listener_arn)
            found = (one for page in pages for one in page["Rules"])
            some = list(islice(found, MOST_RULES + 1))
        return tuple(sorted(some, key=lambda one: _priority(one.get("Priority", ""))))


def _priority(text: str) -> float:
    return float(text) if text.isdigit() else float("inf")


def _chunks(arns: Sequence[str]) -> Iterable[list[str]]:
    return (list(arns[start : start + _AT_ONCE]) for start in range(0, len(arns), _AT_ONCE))
