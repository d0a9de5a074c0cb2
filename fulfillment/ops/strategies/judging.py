"""What each strategy asks of a service: a table, and the judgement by it. Pure.

Where the figures are from: task arithmetic and `advancedConfiguration` from the ECS API reference
(deploymentConfiguration, loadBalancers), weights of rules and records from those of ELB and
Route 53.
"""

from collections.abc import Mapping

from fulfillment.ops.strategies.port import Facts, Judged, Readiness, Requirement, Strategy

_OWN: tuple[Requirement, ...] = ("ecs_controller", "replica")
_SHIFTING: tuple[Requirement, ...] = (
    *_OWN,
    "one_task",
    "target_group",
    "second_group",
    "listener_rule",
    "balancer_role",
)
_BY_DNS: tuple[Requirement, ...] = ("target_group", "hosted_zone", "weighted_records")
TABLE: Mapping[Strategy, tuple[Requirement, ...]] = {
    # 50/100 of one task can neither stop the old nor start the new one.
    "rolling": (*_OWN, "two_tasks"),
    "doubling": (*_OWN, "one_task"),
    # Without an alarm nothing would stop traffic from shifting on.
    "canary": (*_SHIFTING, "alarms"),
    "linear": (*_SHIFTING, "alarms"),
    "blue_green": _SHIFTING,
    "blue_green_dns": _BY_DNS,
    "weighted": _BY_DNS,
    "strangler": ("target_group", "application_balancer", "shared_rule"),
}
_IMPLIED: Mapping[Requirement, tuple[Requirement, ...]] = {
    "target_group": (
        "second_group",
        "listener_rule",
        "balancer_role",
        "weighted_records",
        "application_balancer",
        "shared_rule",
    ),
    "hosted_zone": ("weighted_records",),
    "application_balancer": ("shared_rule",),
}
"""What cannot be there without the first: naming that one is enough."""


def readiness(facts: Facts) -> Readiness:
    """Every strategy judged by what is known."""
    judged = tuple(_judged(strategy, needs, facts) for strategy, needs in TABLE.items())
    return Readiness(facts.environment, facts.service, facts.current, judged)


def _judged(strategy: Strategy, needs: tuple[Requirement, ...], facts: Facts) -> Judged:
    lacks = [one for one in needs if facts.has[one] is False]
    implied = {other for one in lacks for other in _IMPLIED.get(one, ())}
    return Judged(
        strategy,
        lacks=tuple(one for one in lacks if one not in implied),
        unread=tuple(one for one in needs if facts.has[one] is None),
    )
