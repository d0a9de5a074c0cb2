"""A world's hosted zone in moto's Route 53."""

from collections.abc import Mapping
from typing import Any

from deploy.local.account.slim_moto import HostedZone, elbv2_backends, route53_backends
from deploy.local.world.model import World
from deploy.local.world.routing import RecordData

_BALANCERS = "Z35SXDOTRQ7X7K"
"""The zone that aliases to load balancers of us-east-1 name."""


def build_zone(world: World, balancers: Mapping[str, str]) -> None:
    """`balancers`: environment -> ARN of its load balancer."""
    routing = world.routing
    if not routing.zone:
        return
    make: Any = HostedZone  # to mypy it is abstract: what CloudFormation alone would call
    zone = make(f"{routing.domain}.", routing.zone, False, "ground")
    elb = elbv2_backends[world.account][world.region]
    for record in routing.records:
        arn = balancers.get(record.environment, "")
        address = elb.load_balancers[arn].dns_name if arn else ""
        zone.add_rrset(_record(record, address))
    route53_backends[world.account]["aws"].zones[routing.zone] = zone


def _record(record: RecordData, address: str) -> dict[str, Any]:
    shape: dict[str, Any] = {"Name": f"{record.name}.", "Type": "A"}
    if record.weight is not None:
        shape |= {"SetIdentifier": record.identifier, "Weight": record.weight}
    if not record.value:
        name = f"dualstack.{address}."
        alias = {"HostedZoneId": _BALANCERS, "DNSName": name, "EvaluateTargetHealth": True}
        return {**shape, "AliasTarget": alias}
    return {**shape, "TTL": 60, "ResourceRecords": [record.value]}
