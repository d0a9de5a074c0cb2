"""Builds a world straight into the backends; only what is still under way is lived through.

Steady services are placed as they are. A rollout that has begun is really carried out by the
scheduler on a clock of the past, so that its tasks, failures and events are those that would have
happened; then the fleet moves to the account's clock.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from deploy.local.account.account import Account, reset_world_backends
from deploy.local.account.clock import SimulatedClock
from deploy.local.account.curves import Curve, Curves, Key
from deploy.local.account.ecs.fleet import DEFAULT_CONFIGURATION, Fleet, task_spec
from deploy.local.account.ecs.model import Service, Subnet, TargetGroup, TaskSpec
from deploy.local.account.logs.insights import LogSearches
from deploy.local.account.slim_moto import ecs_backends
from deploy.local.world.backends import (
    Alternate,
    Balancer,
    Network,
    build_alarms,
    build_balancer,
    build_network,
    build_registry,
    build_topics,
    image,
)
from deploy.local.world.code import labels_of
from deploy.local.world.holdings import holdings
from deploy.local.world.load import curves_of
from deploy.local.world.logs import sources_of
from deploy.local.world.model import RunningData, ServiceData, World
from deploy.local.world.releases import build_pipelines
from deploy.local.world.trail import Deployed, build_trail
from deploy.local.world.zone import build_zone


def build(account: Account, world: World) -> None:
    """Make the account hold `world`, as of its clock's time, and nothing of another world."""
    with account.lock:
        reset_world_backends()
        now = account.clock.now()
        past = SimulatedClock(now - timedelta(seconds=world.longest_rollout))
        fleet = Fleet.build(past, account.lock, world.durations, world.behaviours)
        network = build_network(world)
        build_registry(world, now)
        balancers = {}
        curves: dict[Key, Curve] = {}
        for environment, running in world.environments.items():
            balancer = build_balancer(world, environment, network)
            balancers[environment] = balancer.arn
            _Cluster(world, environment, network, balancer, fleet, now).build(running)
            build_alarms(world, environment, balancer, now)
            curves |= curves_of(world.load, environment, balancer.dimensions(), now)
        build_zone(world, balancers)
        _live_through(fleet, past, world, now)
        build_topics(world)
        pipelines = build_pipelines(
            world.pipelines,
            account.clock,
            account.lock,
            account=world.account,
            region=world.region,
        )
        account.use(fleet, pipelines)
        deployed = _deployed(fleet, now)
        build_trail(account.trail, world.trail, deployed, world.region, now)
        account.curves = Curves(curves)
        account.logs = LogSearches(account.clock.now, sources_of(world.logs, fleet, now))
        account.holdings = holdings(world.held, world.account, world.region, now)
        account.lex_durations = world.lex_durations
        fleet.timeline.move_to(account.clock)


def _live_through(fleet: Fleet, past: SimulatedClock, world: World, now: datetime) -> None:
    """Start each rollout when it was started, up to now."""
    for environment, many in world.environments.items():
        for running in many:
            service = fleet.find(environment, running.service)
            if running.rollout is not None and service is not None:
                spec = _revision(world, environment, running, running.rollout.version)
                started = now - timedelta(seconds=running.rollout.started)
                past.call_at(started, partial(fleet.scheduler.deploy, service, spec))
    past.advance(world.longest_rollout)


def _deployed(fleet: Fleet, now: datetime) -> Iterator[Deployed]:
    """Every deployment that there was, whenever."""
    for service in fleet.services.values():
        for one in service.history:
            yield Deployed(
                environment=service.cluster,
                service=service.name,
                version=one.spec.containers[0].image.rpartition(":")[2],
                ago=(now - one.created_at).total_seconds(),
                task_definition=one.spec.arn,
            )


@dataclass(frozen=True)
class _Cluster:
    """One environment on its way to being built."""

    world: World
    environment: str
    network: Network
    balancer: Balancer
    fleet: Fleet
    now: datetime

    def build(self, running: tuple[RunningData, ...]) -> None:
        ecs = ecs_backends[self.world.account][self.world.region]
        ecs.create_cluster(self.environment, tags=_tags({"ground:environment": self.environment}))
        for one in running:
            self._build_service(one)

    def _build_service(self, one: RunningData) -> None:
        data = self.world.services[one.service]
        specs = self._register(data, one)
        service = self._place(data, one, specs[one.version])
        scheduler = self.fleet.scheduler
        for version, deployed in sorted(one.history.items(), key=lambda item: -item[1]):
            scheduler.remember(service, specs[version], self._ago(deployed))
        scheduler.begin_steady(service, specs[one.version], self._ago(one.deployed))
        self.fleet.add(service)

    def _register(self, data: ServiceData, one: RunningData) -> dict[str, TaskSpec]:
        """A task definition revision per version, oldest first."""
        versions = sorted(one.history, key=lambda version: -one.history[version])
        versions.append(one.version)
        if one.rollout is not None:
            versions.append(one.rollout.version)
        return {
            version: register(self.world, data, self.environment, version) for version in versions
        }

    def _place(self, data: ServiceData, one: RunningData, spec: TaskSpec) -> Service:
        groups = self._target_groups(data)
        network: dict[str, Any] = {
            "awsvpcConfiguration": {
                "subnets": [subnet.id for subnet in self._subnets(data)],
                "securityGroups": [self.network.security_group],
                "assignPublicIp": "ENABLED" if data.public else "DISABLED",
            }
        }
        made = ecs_backends[self.world.account][self.world.region].create_service(
            self.environment,
            data.name,
            one.tasks,
            spec.arn,
            launch_type="FARGATE",
            network_configuration=network,
            tags=_tags(self._labels(data)),
        )
        return Service(
            arn=made.arn,
            name=made.name,
            cluster=self.environment,
            cluster_arn=made.cluster_arn,
            desired_count=one.tasks,
            created_at=self._ago(max([one.deployed, *one.history.values()])),
            configuration={**DEFAULT_CONFIGURATION, **one.configuration},
            target_groups=groups,
            subnets=self._subnets(data),
            settings=_settings(network, groups, self.balancer.alternates.get(data.name)),
        )

    def _labels(self, data: ServiceData) -> dict[str, str]:
        return {
            "ground:service": data.name,
            "ground:environment": self.environment,
            "owner": data.owner,
            "description": data.description,
            "tier": "public" if data.public else "private",
        }

    def _subnets(self, data: ServiceData) -> tuple[Subnet, ...]:
        return self.network.public if data.public else self.network.private

    def _target_groups(self, data: ServiceData) -> tuple[TargetGroup, ...]:
        if not data.public:
            return ()
        return (TargetGroup(self.balancer.target_groups[data.name], data.name, data.port),)

    def _ago(self, seconds: float) -> datetime:
        return self.now - timedelta(seconds=seconds)


def register(world: World, data: ServiceData, environment: str, version: str) -> TaskSpec:
    """Register a task definition revision of `version`, as the shop's pipeline would."""
    container = {
        "name": data.name,
        "image": image(world, data.name, version),
        "cpu": data.cpu,
        "memory": data.memory,
        "essential": True,
        "portMappings": [{"containerPort": data.port, "protocol": "tcp"}],
        "environment": [{"name": "ENVIRONMENT", "value": environment}],
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {
                "awslogs-group": f"/ecs/{environment}/{data.name}",
                "awslogs-region": world.region,
                "awslogs-stream-prefix": "ecs",
            },
        },
    }
    if labels := labels_of(world.repositories, data.name, version):
        container["dockerLabels"] = labels
    if not data.public:
        check = f"wget -q -O- http://localhost:{data.port}/health || exit 1"
        container["healthCheck"] = {"command": ["CMD-SHELL", check], "interval": 5, "retries": 2}
    definition = ecs_backends[world.account][world.region].register_task_definition(
        f"{data.name}-{environment}",
        [container],
        requires_compatibilities=["FARGATE"],
        network_mode="awsvpc",
        cpu=str(data.cpu),
        memory=str(data.memory),
        execution_role_arn=f"arn:aws:iam::{world.account}:role/ecs-execution",
        tags=_tags({"ground:service": data.name, "version": version}),
    )
    return task_spec(definition)


def _revision(world: World, environment: str, running: RunningData, version: str) -> TaskSpec:
    wanted = image(world, running.service, version)
    backend = ecs_backends[world.account][world.region]
    family = backend.task_definitions[f"{running.service}-{environment}"]
    for definition in family.values():
        if definition.container_definitions[0]["image"] == wanted:
            return task_spec(definition)
    raise KeyError(wanted)


def _settings(
    network: Mapping[str, object], groups: tuple[TargetGroup, ...], alternate: Alternate | None
) -> dict[str, object]:
    return {
        "launchType": "FARGATE",
        "platformVersion": "1.4.0",
        "platformFamily": "Linux",
        "networkConfiguration": network,
        "loadBalancers": [
            {
                "targetGroupArn": group.arn,
                "containerName": group.container,
                "containerPort": group.port,
                **_advanced(alternate),
            }
            for group in groups
        ],
    }


def _advanced(alternate: Alternate | None) -> dict[str, object]:
    """What ECS's blue/green family needs to know of the load balancer."""
    if alternate is None:
        return {}
    account = alternate.rule.split(":")[4]
    return {
        "advancedConfiguration": {
            "alternateTargetGroupArn": alternate.target_group,
            "productionListenerRule": alternate.rule,
            "roleArn": f"arn:aws:iam::{account}:role/ecs-load-balancers",
        }
    }


def _tags(labels: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"key": name, "value": value} for name, value in labels.items() if value]
