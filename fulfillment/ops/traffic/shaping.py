"""From what AWS describes to `Routes`: pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fulfillment.ops.state import Targets
from fulfillment.ops.traffic.port import Condition, Record, Rule, Share

if TYPE_CHECKING:
    from mypy_boto3_ecs.type_defs import ServiceTypeDef
    from mypy_boto3_elbv2.type_defs import ActionOutputTypeDef, RuleTypeDef
    from mypy_boto3_route53.type_defs import ResourceRecordSetOutputTypeDef

_CONDITIONS: Mapping[str, tuple[Condition, str]] = {
    "host-header": ("host", "HostHeaderConfig"),
    "path-pattern": ("path", "PathPatternConfig"),
    "http-request-method": ("method", "HttpRequestMethodConfig"),
    "source-ip": ("source", "SourceIpConfig"),
}
_DUALSTACK = "dualstack."


def groups_of(services: "Iterable[ServiceTypeDef]") -> dict[str, str]:
    """ARN of a target group -> the service that registers its tasks there."""
    found: dict[str, str] = {}
    for service in services:
        for one in service.get("loadBalancers", []):
            advanced: Mapping[str, Any] = one.get("advancedConfiguration") or {}
            arns = (one.get("targetGroupArn"), advanced.get("alternateTargetGroupArn"))
            found.update({arn: service["serviceName"] for arn in arns if arn})
    return found


def with_public_addresses(services: "Iterable[ServiceTypeDef]") -> tuple[str, ...]:
    """Services whose tasks get a public address."""
    found = []
    for service in services:
        network = service.get("networkConfiguration", {}).get("awsvpcConfiguration")
        if network and network.get("assignPublicIp") == "ENABLED":
            found.append(service["serviceName"])
    return tuple(sorted(found))


def rule(
    one: "RuleTypeDef",
    services: Mapping[str, str],
    targets: Mapping[str, Targets | None],
) -> Rule | None:
    """None for a rule that forwards nothing to a service of the environment."""
    shares = [
        Share(_name(arn), services.get(arn, ""), percent, targets.get(arn))
        for action in one.get("Actions", [])
        for arn, percent in weights(action).items()
    ]
    if not any(share.service for share in shares):
        return None
    return Rule(_conditions(one), tuple(shares))


def weights(action: "ActionOutputTypeDef") -> dict[str, float]:
    """ARN of a target group -> percent of the traffic, as ELB shares it out by weight.

    The weight of a single group is ignored.
    """
    groups = action.get("ForwardConfig", {}).get("TargetGroups", [])
    if action.get("Type") != "forward":
        return {}
    if len(groups) <= 1:
        arn = groups[0].get("TargetGroupArn") if groups else action.get("TargetGroupArn")
        return {arn: 100.0} if arn else {}
    total = sum(one.get("Weight", 1) for one in groups)
    return {
        one.get("TargetGroupArn", ""): 100.0 * one.get("Weight", 1) / total if total else 0.0
        for one in groups
    }


def records(
    found: "Sequence[ResourceRecordSetOutputTypeDef]", balancers: Mapping[str, str]
) -> tuple[Record, ...]:
    """Those that lead to one of `balancers` (DNS name -> name), and what shares their name."""
    sets: dict[tuple[str, str], list[ResourceRecordSetOutputTypeDef]] = {}
    for one in found:
        sets.setdefault((one["Name"], one["Type"]), []).append(one)
    kept: dict[tuple[str, str, str], Record] = {}
    for members in sets.values():
        made = [_record(one, _total(members), len(members), balancers) for one in members]
        if any(one.is_ours for one in made):
            # A and AAAA of one name say the same.
            kept.update({(one.name, one.identifier, one.target): one for one in made})
    return tuple(kept.values())


def _total(members: "Sequence[ResourceRecordSetOutputTypeDef]") -> int:
    return sum(one.get("Weight", 0) for one in members)


def _record(
    one: "ResourceRecordSetOutputTypeDef", total: int, count: int, balancers: Mapping[str, str]
) -> Record:
    target = _target(one)
    weight = one.get("Weight")
    # All weights zero is equal shares.
    share = None if weight is None else 100.0 * weight / total if total else 100.0 / count
    return Record(
        name=_host(one["Name"]),
        target=balancers.get(target, target),
        is_ours=target in balancers,
        identifier=one.get("SetIdentifier", ""),
        percent=share,
    )


def _target(one: "ResourceRecordSetOutputTypeDef") -> str:
    if alias := one.get("AliasTarget"):
        return _host(alias["DNSName"])
    values = [record["Value"] for record in one.get("ResourceRecords", [])]
    return _host(values[0]) if values else ""


def _host(name: str) -> str:
    """As a person writes it: Route 53 adds a full stop and keeps a wildcard as its code."""
    return name.rstrip(".").lower().removeprefix(_DUALSTACK).replace("\\052", "*")


def _conditions(one: "RuleTypeDef") -> tuple[tuple[Condition, tuple[str, ...]], ...]:
    return tuple(_condition(dict(each)) for each in one.get("Conditions", []))


def _condition(one: Mapping[str, Any]) -> tuple[Condition, tuple[str, ...]]:
    field = one.get("Field", "")
    if field in _CONDITIONS:
        kind, config = _CONDITIONS[field]
        return kind, tuple(one.get(config, {}).get("Values") or one.get("Values") or ())
    if field == "query-string":
        pairs = one.get("QueryStringConfig", {}).get("Values", [])
        return "query", tuple(f"{pair.get('Key', '*')}={pair.get('Value', '')}" for pair in pairs)
    header = one.get("HttpHeaderConfig", {})
    name = header.get("HttpHeaderName", "")
    return "header", tuple(f"{name}: {value}" for value in header.get("Values", []))


def _name(arn: str) -> str:
    """ "arn:…:targetgroup/orders-staging/067a" -> "orders-staging"."""
    return arn.rpartition(":")[2].split("/")[1]
