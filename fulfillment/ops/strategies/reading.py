"""`Strategies` over ECS and what `traffic` reads of load balancers and DNS."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fulfillment.catalog.environments import Environment
from fulfillment.errors import OpsError
from fulfillment.ops.ecs import Ecs
from fulfillment.ops.reach import Reach
from fulfillment.ops.strategies.judging import readiness
from fulfillment.ops.strategies.port import Facts, Readiness, Requirement, Surveyed
from fulfillment.ops.traffic import Traffic
from fulfillment.ops.traffic.port import Balancer, Routes
from fulfillment.ops.traffic.reading import AwsTraffic
from fulfillment.ops.visible import shown
from fulfillment.sentences import Phrase

if TYPE_CHECKING:
    from mypy_boto3_ecs.type_defs import ServiceTypeDef

_Found = tuple[tuple[Readiness, ...], tuple[Phrase, ...]]


class AwsStrategies:
    """As one person may see it. Calls: one list and a tenth of the services to ECS, and those of
    `AwsTraffic`."""

    def __init__(self, reach: Reach, traffic: Traffic | None = None) -> None:
        self._reach = reach
        self._traffic = traffic or AwsTraffic(reach)

    def survey(self, environments: Sequence[str], service: str | None = None) -> Surveyed:
        def ask(environment: str) -> _Found:
            return self._environment(self._reach.environment(environment), service)

        found, gaps = self._reach.each(ask, environments)
        inside = tuple(gap for _, some in found for gap in some)
        return Surveyed(tuple(one for some, _ in found for one in some), (*gaps, *inside))

    def _environment(self, where: Environment, service: str | None) -> _Found:
        client = self._reach.client("ecs", where.name)
        ecs = Ecs(client, where.cluster, where.name, self._reach.clock)
        if service:
            described = ecs.service(service).services
        else:
            names = shown(self._reach, where, ecs.service_names())
            described = ecs.services(names).services
        routes, gaps = self._routes(where)
        judged = (readiness(_facts(where, one, routes)) for one in described)
        return tuple(sorted(judged, key=lambda one: one.service)), gaps

    def _routes(self, where: Environment) -> tuple[Routes | None, tuple[Phrase, ...]]:
        try:
            routes = self._traffic.routes(where.name)
        except OpsError as error:
            return None, (error.phrase,)
        return routes, routes.gaps


def _facts(where: Environment, one: "ServiceTypeDef", routes: Routes | None) -> Facts:
    configuration: Mapping[str, Any] = one.get("deploymentConfiguration", {})
    return Facts(
        environment=where.name,
        service=one["serviceName"],
        current=str(configuration.get("strategy", "ROLLING")),
        has={**_of_ecs(one), **_of_routes(where, one["serviceName"], routes)},
    )


def _of_ecs(one: "ServiceTypeDef") -> dict[Requirement, bool | None]:
    configuration: Mapping[str, Any] = one.get("deploymentConfiguration", {})
    groups = [each for each in one.get("loadBalancers", []) if each.get("targetGroupArn")]
    advanced = [each.get("advancedConfiguration") or {} for each in groups]
    alarms = configuration.get("alarms", {})
    desired = one.get("desiredCount", 0)
    return {
        "ecs_controller": one.get("deploymentController", {}).get("type", "ECS") == "ECS",
        "replica": one.get("schedulingStrategy", "REPLICA") == "REPLICA",
        "one_task": desired >= 1,
        "two_tasks": desired > 1,
        "target_group": bool(groups),
        "second_group": any(each.get("alternateTargetGroupArn") for each in advanced),
        "listener_rule": any(each.get("productionListenerRule") for each in advanced),
        "balancer_role": any(each.get("roleArn") for each in advanced),
        "alarms": bool(alarms.get("enable") and alarms.get("alarmNames")),
    }


def _of_routes(
    where: Environment, service: str, routes: Routes | None
) -> dict[Requirement, bool | None]:
    """Unknown where routes could not be read; not having a zone is known without reading."""
    has_zone = bool(where.hosted_zone)
    if routes is None:
        weighted = None if has_zone else False
        return {
            "hosted_zone": has_zone,
            "weighted_records": weighted,
            "application_balancer": None,
            "shared_rule": None,
        }
    mine = [one for one in routes.balancers if _leads_to(one, service)]
    application = [one for one in mine if one.is_application]
    return {
        "hosted_zone": has_zone,
        "weighted_records": any(_has_companion(routes, one.name) for one in mine),
        "application_balancer": bool(application),
        "shared_rule": any(_is_shared(one, service) for one in application),
    }


def _leads_to(balancer: Balancer, service: str) -> bool:
    return any(
        share.service == service
        for listener in balancer.listeners
        for rule in listener.rules
        for share in rule.shares
    )


def _has_companion(routes: Routes, balancer: str) -> bool:
    """Whether a weighted record leads to the balancer, and another of its name elsewhere."""
    weighted = [one for one in routes.records if one.percent is not None]
    names = {one.name for one in weighted if one.is_ours and one.target == balancer}
    return any(sum(one.name == name for one in weighted) > 1 for name in names)


def _is_shared(balancer: Balancer, service: str) -> bool:
    """Whether a rule shares traffic out between the service and another one."""
    rules = [rule for listener in balancer.listeners for rule in listener.rules]
    owners = [{share.service for share in rule.shares} for rule in rules]
    return any(service in one and len(one) > 1 for one in owners)
