"""`Traffic` over the adapters: from the services of a cluster out to the balancers and the DNS."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from fulfillment.catalog.environments import Environment
from fulfillment.errors import OpsError
from fulfillment.ops.ecs import Ecs
from fulfillment.ops.load_balancer import LoadBalancer
from fulfillment.ops.reach import Reach, gathered
from fulfillment.ops.state import Targets
from fulfillment.ops.traffic import shaping
from fulfillment.ops.traffic.balancers import MOST_RULES, Balancing
from fulfillment.ops.traffic.port import Balancer, Listener, Record, Routes, Share, Ways
from fulfillment.ops.traffic.zones import Zone
from fulfillment.ops.visible import names_hidden, shown
from fulfillment.sentences import Phrase, phrase

if TYPE_CHECKING:
    from mypy_boto3_ecs.type_defs import ServiceTypeDef
    from mypy_boto3_elbv2.type_defs import ListenerTypeDef, LoadBalancerTypeDef, RuleTypeDef

Health = Mapping[str, Targets | None]
"""ARN of a target group -> the health of its targets."""


class AwsTraffic:
    """As one person may see it.

    Calls for an environment of s services in g target groups behind b balancers with l listeners:
    1 + s/10 (ECS), g/20 + b/20 + b + l + g (ELB), and a page of 300 records (Route 53).
    """

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    def routes(self, environment: str) -> Routes:
        where = self._reach.environment(environment)
        services = self._services(where)
        owners = shaping.groups_of(services)
        balancing = Balancing(self._reach.client("elbv2", where.name), where.name)
        groups = balancing.target_groups(sorted(owners))
        arns = sorted({arn for group in groups for arn in group.get("LoadBalancerArns", [])})
        described = balancing.balancers(arns)
        health, gaps = self._health(where, owners)
        found, lost = gathered(
            [
                self._reach.workers.inner.submit(self._balancer, balancing, one, owners, health)
                for one in described
            ]
        )
        records, unread = self._records(where, described)
        return Routes(
            environment=where.name,
            balancers=tuple(self._told(where, one) for one in found),
            records=tuple(
                one
                for one in records
                if not names_hidden(self._reach, where.name, [one.name, one.target, one.identifier])
            ),
            with_public_addresses=shaping.with_public_addresses(services),
            gaps=(*lost, *gaps, *unread, *_cut(found)),
            is_whole=not lost,
        )

    def _told(self, where: Environment, balancer: Balancer) -> Balancer:
        """Without the target groups that are named after a service that the person may not know of,
        beside one that they may."""
        return replace(
            balancer, listeners=tuple(self._shared(where, one) for one in balancer.listeners)
        )

    def _shared(self, where: Environment, listener: Listener) -> Listener:
        def is_told(share: Share) -> bool:
            texts = [share.target_group]
            return bool(share.service) or not names_hidden(self._reach, where.name, texts)

        rules = (replace(one, shares=tuple(filter(is_told, one.shares))) for one in listener.rules)
        return replace(listener, rules=tuple(rules))

    def survey(self, environments: Sequence[str]) -> Ways:
        found, gaps = self._reach.each(self.routes, environments)
        inside = [gap for one in found for gap in one.gaps]
        return Ways(tuple(found), (*gaps, *inside))

    def _services(self, where: Environment) -> "Sequence[ServiceTypeDef]":
        client = self._reach.client("ecs", where.name)
        ecs = Ecs(client, where.cluster, where.name, self._reach.clock)
        return ecs.services(shown(self._reach, where, ecs.service_names())).services

    def _health(
        self, where: Environment, owners: Mapping[str, str]
    ) -> tuple[Health, tuple[Phrase, ...]]:
        """Of the groups of every service, side by side."""
        balancer = LoadBalancer(self._reach.client("elbv2", where.name), where.name)
        submit = self._reach.workers.inner.submit

        def ask(arn: str, service: str) -> tuple[str, Targets]:
            return arn, balancer.targets(arn, service)

        found, gaps = gathered([submit(ask, arn, name) for arn, name in sorted(owners.items())])
        return dict(found), gaps

    def _balancer(
        self,
        balancing: Balancing,
        one: "LoadBalancerTypeDef",
        owners: Mapping[str, str],
        health: Health,
    ) -> Balancer:
        listeners = balancing.listeners(one.get("LoadBalancerArn", ""))
        return Balancer(
            name=one.get("LoadBalancerName", ""),
            address=one.get("DNSName", ""),
            is_public=one.get("Scheme") == "internet-facing",
            listeners=tuple(
                _listener(each, balancing.rules(each.get("ListenerArn", "")), owners, health)
                for each in listeners
            ),
            is_application=one.get("Type") == "application",
        )

    def _records(
        self, where: Environment, balancers: "Sequence[LoadBalancerTypeDef]"
    ) -> tuple[tuple[Record, ...], tuple[Phrase, ...]]:
        if not where.hosted_zone:
            return (), ()
        names = {
            one.get("DNSName", "").lower(): one.get("LoadBalancerName", "") for one in balancers
        }
        try:
            found = Zone(self._reach.client("route53", where.name), where.hosted_zone).records()
        except OpsError as error:
            return (), (error.phrase,)
        return shaping.records(found, names), ()


def _cut(found: Sequence[Balancer]) -> list[Phrase]:
    """Whose rules are more than are read."""
    return [
        phrase("rules_cut", balancer=one.name, most=MOST_RULES)
        for one in found
        if any(listener.is_cut for listener in one.listeners)
    ]


def _listener(
    one: "ListenerTypeDef",
    rules: "Sequence[RuleTypeDef]",
    owners: Mapping[str, str],
    health: Health,
) -> Listener:
    made = (shaping.rule(each, owners, health) for each in rules[:MOST_RULES])
    return Listener(
        protocol=str(one.get("Protocol", "")),
        port=one.get("Port", 0),
        rules=tuple(each for each in made if each is not None),
        is_cut=len(rules) > MOST_RULES,
    )
