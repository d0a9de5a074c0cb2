"""What a world needs of moto's plain backends: network, registry, load balancers, alarms."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from deploy.local.account.ecs.model import Subnet
from deploy.local.account.slim_moto import (
    cloudwatch_backends,
    ec2_backends,
    ecr_backends,
    elbv2_backends,
    sns_backends,
)
from deploy.local.world.model import AlarmData, CompositeAlarmData, MetricData, World

_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
_LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip"


@dataclass(frozen=True)
class Network:
    vpc: str
    public: tuple[Subnet, ...]
    private: tuple[Subnet, ...]
    security_group: str


@dataclass(frozen=True)
class Alternate:
    """What blue/green switches to, and by which rule: ARNs."""

    target_group: str
    rule: str


@dataclass(frozen=True)
class Balancer:
    """An environment's load balancer."""

    arn: str
    target_groups: Mapping[str, str]
    """Service -> ARN of its target group."""
    alternates: Mapping[str, Alternate]
    """Of the services that have two target groups."""

    def dimensions(self) -> dict[str, dict[str, str]]:
        """Service -> what CloudWatch tells its target group by."""
        balancer = self.arn.partition(":loadbalancer/")[2]
        return {
            service: {"LoadBalancer": balancer, "TargetGroup": arn.rpartition(":")[2]}
            for service, arn in self.target_groups.items()
        }


def image(world: World, service: str, version: str) -> str:
    """The image of a version, as a task definition names it."""
    return f"{world.account}.dkr.ecr.{world.region}.amazonaws.com/{service}:{version}"


def build_network(world: World) -> Network:
    """A VPC with the world's subnets; the public ones have a way to the internet."""
    ec2 = ec2_backends[world.account][world.region]
    vpc = ec2.create_vpc(world.vpc_cidr, tags=[{"Key": "Name", "Value": "shop"}])
    gateway = ec2.create_internet_gateway()
    ec2.attach_internet_gateway(gateway.id, vpc.id)
    routes = ec2.create_route_table(vpc.id)
    ec2.create_route(routes.id, "0.0.0.0/0", gateway_id=gateway.id)
    group = ec2.create_security_group("shop-tasks", "Tasks of the shop", vpc_id=vpc.id)
    made: dict[bool, list[Subnet]] = {True: [], False: []}
    for data in world.subnets:
        subnet = ec2.create_subnet(vpc.id, data.cidr, availability_zone=data.zone)
        ec2.create_tags([subnet.id], {"Name": data.name})
        if data.public:
            ec2.associate_route_table(routes.id, subnet_id=subnet.id)
            subnet.map_public_ip_on_launch = True
        prefix = data.cidr.rpartition(".")[0] + "."
        made[data.public].append(Subnet(subnet.id, prefix, data.zone))
    return Network(vpc.id, tuple(made[True]), tuple(made[False]), group.id)


def build_registry(world: World, now: datetime) -> None:
    """A repository a service, an image a version."""
    ecr = ecr_backends[world.account][world.region]
    for service in world.services.values():
        tags = [{"Key": "owner", "Value": service.owner}]
        repository = ecr.create_repository(service.name, None, {}, None, "IMMUTABLE", tags)
        for version, age in service.versions.items():
            pushed = now - timedelta(seconds=age)
            made = ecr.put_image(service.name, _manifest(service.name, version), version)
            made.image_pushed_at = int(pushed.timestamp())
        repository.created_at = (now - timedelta(weeks=60)).replace(tzinfo=None)


def _manifest(service: str, version: str) -> str:
    """A manifest with a layer of its own: moto derives the digest from the layers."""
    digest = hashlib.sha256(f"{service}:{version}".encode()).hexdigest()
    size = 40_000_000 + int(digest[:6], 16)
    return json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": _MANIFEST,
            "config": {"mediaType": _MANIFEST, "size": 7023, "digest": f"sha256:{digest}"},
            "layers": [{"mediaType": _LAYER, "size": size, "digest": f"sha256:{digest}"}],
        }
    )


def build_balancer(world: World, environment: str, network: Network) -> Balancer:
    """A load balancer with a target group and a path rule for each public service."""
    elb = elbv2_backends[world.account][world.region]
    subnets = [subnet.id for subnet in network.public]
    balancer = elb.create_load_balancer(
        f"shop-{environment}", [network.security_group], subnets, loadbalancer_type="application"
    )
    groups = {
        service.name: _target_group(elb, f"{service.name}-{environment}", service.port, network)
        for service in world.services.values()
        if service.public
    }
    not_found = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}
    listener = elb.create_listener(balancer.arn, "HTTP", "80", "", None, [not_found])
    twofold = [one.service for one in world.environments[environment] if one.two_groups]
    alternates = {
        name: _target_group(elb, f"{name}-{environment}-2", world.services[name].port, network)
        for name in twofold
    }
    shares = [(f"/{name}/*", _own(name, groups, alternates)) for name in groups]
    shares += [
        (route.path, {groups[name]: weight for name, weight in route.weights.items()})
        for route in world.routing.routes
        if route.environment == environment
    ]
    rules = [
        _rule(elb, listener.arn, priority, path, weights)
        for priority, (path, weights) in enumerate(shares, start=1)
    ]
    made = dict(zip(groups, rules, strict=False))
    return Balancer(
        balancer.arn,
        groups,
        {name: Alternate(arn, made[name]) for name, arn in alternates.items()},
    )


def _own(name: str, groups: Mapping[str, str], alternates: Mapping[str, str]) -> dict[str, int]:
    """ARN of a target group -> weight, in the rule of a service."""
    second = {alternates[name]: 0} if name in alternates else {}
    return {groups[name]: 1, **second}


def _rule(elb: Any, listener: str, priority: int, path: str, weights: Mapping[str, int]) -> str:
    condition = {"Field": "path-pattern", "PathPatternConfig": {"Values": [path]}}
    shares = [{"TargetGroupArn": arn, "Weight": weight} for arn, weight in weights.items()]
    forward: dict[str, Any] = {"Type": "forward", "ForwardConfig": {"TargetGroups": shares}}
    if len(shares) == 1:
        forward["TargetGroupArn"] = shares[0]["TargetGroupArn"]
    arn: str = elb.create_rule(listener, [condition], priority, [forward]).arn
    return arn


def _target_group(elb: Any, name: str, port: int, network: Network) -> str:
    group = elb.create_target_group(
        name,
        vpc_id=network.vpc,
        protocol="HTTP",
        port=port,
        target_type="ip",
        healthcheck_path="/health",
        healthcheck_interval_seconds=5,
        healthcheck_timeout_seconds=2,
        healthy_threshold_count=2,
        unhealthy_threshold_count=2,
    )
    arn: str = group.arn
    return arn


def build_alarms(world: World, environment: str, balancer: Balancer, now: datetime) -> None:
    """The environment's alarms, in the state that the world gives them."""
    cloudwatch = cloudwatch_backends[world.account][world.region]
    for alarm in world.alarms:
        if alarm.environment == environment:
            _put_alarm(cloudwatch, alarm, world.metrics[alarm.metric], balancer, now)
    for composite in world.composite_alarms:
        if composite.environment == environment:
            _put_composite(cloudwatch, composite, now)


def _put_alarm(
    cloudwatch: Any, alarm: AlarmData, metric: MetricData, balancer: Balancer, now: datetime
) -> None:
    is_percentile = metric.statistic.startswith("p")
    made = cloudwatch.put_metric_alarm(
        name=alarm.name,
        namespace=metric.namespace,
        metric_name=metric.metric,
        comparison_operator="GreaterThanThreshold",
        evaluation_periods=3,
        datapoints_to_alarm=3,
        period=60,
        threshold=float(alarm.threshold),
        statistic=None if is_percentile else metric.statistic,
        extended_statistic=metric.statistic if is_percentile else None,
        description=alarm.description,
        dimensions=_dimensions(alarm, metric, balancer),
        alarm_actions=[],
        treat_missing_data="notBreaching",
        tags=[
            {"Key": "ground:service", "Value": alarm.service},
            {"Key": "ground:environment", "Value": alarm.environment},
        ],
    )
    reason = alarm.reason or (
        "Threshold Crossed: 3 out of the last 3 datapoints were not greater than the threshold "
        f"({alarm.threshold})"
    )
    since = (now - timedelta(seconds=alarm.since)).replace(tzinfo=None)
    if alarm.rang:
        made.update_state("Threshold Crossed", "{}", "ALARM")
        made.state_updated_timestamp = since - timedelta(seconds=alarm.rang)
    made.update_state(reason, "{}", alarm.state)
    made.state_updated_timestamp = since
    made.configuration_updated_timestamp = since - timedelta(weeks=6)


def _put_composite(cloudwatch: Any, alarm: CompositeAlarmData, now: datetime) -> None:
    made = cloudwatch.put_metric_alarm(
        name=alarm.name,
        namespace="",
        metric_name="",
        comparison_operator="",
        evaluation_periods=0,
        period=0,
        threshold=0.0,
        statistic="",
        description=alarm.description,
        dimensions=[],
        alarm_actions=[],
        rule=alarm.rule,
        tags=[{"Key": "ground:environment", "Value": alarm.environment}],
    )
    made.update_state(f"{alarm.rule} evaluated to {alarm.state}", "{}", alarm.state)
    made.state_updated_timestamp = (now - timedelta(seconds=alarm.since)).replace(tzinfo=None)


def _dimensions(alarm: AlarmData, metric: MetricData, balancer: Balancer) -> list[dict[str, str]]:
    if metric.dimensions == "service":
        values = {"ClusterName": alarm.environment, "ServiceName": alarm.service}
    else:
        values = balancer.dimensions()[alarm.service]
    return [{"Name": name, "Value": value} for name, value in values.items()]


def build_topics(world: World) -> None:
    """Topics that somebody may subscribe to."""
    for name in world.topics:
        sns_backends[world.account][world.region].create_topic(name)
