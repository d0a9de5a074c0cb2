"""What the example world shows to whoever asks AWS's own questions."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deploy.local.world import model
from tests.deploy.account.harness import Server

ENVIRONMENTS = ("staging", "production")
SERVICES = ("cards", "gateway", "inventory", "monolith", "orders", "payments")
FAILING = ("production", "inventory")
STEADY = [one for one in itertools.product(ENVIRONMENTS, SERVICES) if one != FAILING]
REGISTRY = "123456789012.dkr.ecr.us-east-1.amazonaws.com"


def services(server: Server, environment: str) -> dict[str, dict[str, Any]]:
    """By name, found as discovery finds them."""
    ecs = server.client("ecs")
    arns = ecs.list_services(cluster=environment)["serviceArns"]
    found = ecs.describe_services(cluster=environment, services=arns, include=["TAGS"])["services"]
    return {one["serviceName"]: one for one in found}


def image(server: Server, task_definition: str) -> str:
    found = server.client("ecs").describe_task_definition(taskDefinition=task_definition)
    containers: list[dict[str, str]] = found["taskDefinition"]["containerDefinitions"]
    return containers[0]["image"]


def tasks(server: Server, service: str, status: str) -> list[dict[str, Any]]:
    ecs = server.client("ecs")
    where = {"cluster": "production"}
    arns = ecs.list_tasks(**where, serviceName=service, desiredStatus=status)["taskArns"]
    found: list[dict[str, Any]] = ecs.describe_tasks(**where, tasks=arns[:100])["tasks"]
    return found


def now(server: Server) -> datetime:
    return datetime.fromisoformat(server.control("GET", "/ground/clock")["now"]).astimezone(UTC)


def test_both_environments_have_every_service(server: Server) -> None:
    names = [arn.rpartition("/")[2] for arn in server.client("ecs").list_clusters()["clusterArns"]]
    assert sorted(names) == sorted(ENVIRONMENTS)
    for environment in ENVIRONMENTS:
        assert tuple(services(server, environment)) == SERVICES


@pytest.mark.parametrize(("environment", "name"), STEADY)
def test_a_service_is_steady_and_plausible(server: Server, environment: str, name: str) -> None:
    service = services(server, environment)[name]
    deployment = service["deployments"][0]
    tags = {tag["key"]: tag["value"] for tag in service["tags"]}

    assert len(service["deployments"]) == 1
    assert deployment["rolloutState"] == "COMPLETED"
    assert 2 <= service["desiredCount"] == service["runningCount"] <= 4
    assert timedelta(hours=1) < now(server) - deployment["createdAt"] < timedelta(weeks=8)
    assert service["events"][0]["message"] == f"(service {name}) has reached a steady state."
    assert tags["ground:service"] == name
    assert tags["owner"].startswith("team-")
    assert image(server, service["taskDefinition"]).startswith(f"{REGISTRY}/{name}:")


def test_versions_differ_between_the_environments(server: Server) -> None:
    versions = {
        environment: {
            name: image(server, service["taskDefinition"]).rpartition(":")[2]
            for name, service in services(server, environment).items()
        }
        for environment in ENVIRONMENTS
    }

    assert versions["staging"]["orders"] == "3.13.0"
    assert versions["production"]["orders"] == "3.12.1"
    differing = [one for one in SERVICES if versions["staging"][one] != versions["production"][one]]
    assert len(differing) >= 4


@pytest.mark.parametrize("name", SERVICES)
def test_every_version_that_ever_ran_is_in_the_registry_since_before(
    server: Server, name: str
) -> None:
    details = server.client("ecr").describe_images(repositoryName=name)["imageDetails"]
    pushed = {one["imageTags"][0]: one["imagePushedAt"] for one in details}
    assert len(pushed) >= 3
    assert len({one["imageDigest"] for one in details}) == len(details)
    for environment in ENVIRONMENTS:
        listed = server.client("ecs").list_service_deployments(cluster=environment, service=name)
        for deployment in listed["serviceDeployments"]:
            revision = server.client("ecs").describe_service_revisions(
                serviceRevisionArns=[deployment["targetServiceRevisionArn"]]
            )["serviceRevisions"][0]
            tag = revision["containerImages"][0]["image"].rpartition(":")[2]
            assert pushed[tag] < deployment["createdAt"]


def test_public_services_have_healthy_targets_and_private_ones_healthy_containers(
    server: Server,
) -> None:
    public = set()
    subnets = {
        one["SubnetId"]: one["MapPublicIpOnLaunch"]
        for one in server.client("ec2").describe_subnets()["Subnets"]
    }
    for name, service in services(server, "production").items():
        network = service["networkConfiguration"]["awsvpcConfiguration"]
        assert {subnets[one] for one in network["subnets"]} == {bool(service["loadBalancers"])}
        if service["loadBalancers"]:
            public.add(name)
            group = service["loadBalancers"][0]["targetGroupArn"]
            health = server.client("elbv2").describe_target_health(TargetGroupArn=group)
            states = [one["TargetHealth"]["State"] for one in health["TargetHealthDescriptions"]]
            assert states.count("healthy") == service["desiredCount"]
        else:
            found = tasks(server, name, "RUNNING")
            assert {one["healthStatus"] for one in found} == {"HEALTHY"}
    assert public == {"gateway", "orders", "inventory"}


def test_inventory_in_production_is_failing_its_rollout_and_still_serves(server: Server) -> None:
    service = services(server, "production")["inventory"]
    failing, serving = service["deployments"]

    assert image(server, failing["taskDefinition"]) == f"{REGISTRY}/inventory:2.4.0"
    assert image(server, serving["taskDefinition"]) == f"{REGISTRY}/inventory:2.3.1"
    assert (failing["status"], failing["rolloutState"]) == ("PRIMARY", "IN_PROGRESS")
    assert failing["failedTasks"] >= 6
    assert timedelta(minutes=20) < now(server) - failing["createdAt"] < timedelta(minutes=40)
    assert serving["runningCount"] == service["desiredCount"] == 3
    assert any("unable to consistently start tasks" in one["message"] for one in service["events"])
    stopped = [one for one in tasks(server, "inventory", "STOPPED") if "stoppedAt" in one]
    assert stopped
    for task in stopped:
        assert task["containers"][0]["exitCode"] == 1
        assert "STOCK_DB_URL" in task["containers"][0]["reason"]
        assert task["startedBy"] == failing["id"]


def test_it_keeps_trying_and_failing_while_time_passes(server: Server) -> None:
    before = services(server, "production")["inventory"]["deployments"][0]["failedTasks"]

    server.advance(900)

    failing, serving = services(server, "production")["inventory"]["deployments"]
    assert failing["failedTasks"] > before
    assert serving["runningCount"] == 3


def test_one_alarm_is_ringing_on_another_service_and_says_why(server: Server) -> None:
    alarms = server.client("cloudwatch").describe_alarms()["MetricAlarms"]
    ringing = [one for one in alarms if one["StateValue"] == "ALARM"]

    assert len(alarms) >= 6
    assert [one["AlarmName"] for one in ringing] == ["orders-production-latency"]
    assert "greater than the threshold (1.5)" in ringing[0]["StateReason"]
    assert ringing[0]["ExtendedStatistic"] == "p99"
    assert ringing[0]["StateUpdatedTimestamp"] < now(server)
    group = services(server, "production")["orders"]["loadBalancers"][0]["targetGroupArn"]
    dimensions = {one["Name"]: one["Value"] for one in ringing[0]["Dimensions"]}
    assert group.endswith(dimensions["TargetGroup"])


def test_a_service_can_be_restarted_in_the_living_world(server: Server) -> None:
    ecs = server.client("ecs")
    before = {one["taskArn"] for one in tasks(server, "orders", "RUNNING")}
    ecs.update_service(cluster="production", service="orders", forceNewDeployment=True)

    server.advance(300)

    after = services(server, "production")["orders"]
    assert [one["rolloutState"] for one in after["deployments"]] == ["COMPLETED"]
    assert before.isdisjoint(one["taskArn"] for one in tasks(server, "orders", "RUNNING"))


def test_durations_and_behaviours_are_data() -> None:
    world = model.load()

    assert world.behaviours["inventory:2.4.0"].exit_code == 1
    assert world.durations.health_checks == 10
