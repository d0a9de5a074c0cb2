"""ECS services that run: what boto3 sees of rollouts, failures, scaling and tasks."""

from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.deploy.account.cluster import LONG, Shop, a_shop
from tests.deploy.account.harness import Server


@pytest.fixture
def shop(server: Server) -> Shop:
    return a_shop(server)


def counts(service: dict[str, Any]) -> tuple[int, int, int]:
    return service["desiredCount"], service["runningCount"], service["pendingCount"]


def test_a_new_service_starts_its_tasks_and_becomes_steady(shop: Shop) -> None:
    made = shop.create(tasks=2)
    assert counts(made) == (2, 0, 2)
    assert [one["lastStatus"] for one in shop.tasks()] == ["PROVISIONING"] * 2
    shop.server.advance(5)
    assert [one["lastStatus"] for one in shop.tasks()] == ["PENDING"] * 2
    shop.server.advance(10)
    assert counts(shop.describe()) == (2, 2, 0)
    assert shop.describe()["deployments"][0]["rolloutState"] == "IN_PROGRESS"

    shop.server.advance(20)

    service = shop.describe()
    assert service["deployments"][0]["rolloutState"] == "COMPLETED"
    assert shop.messages()[:2] == [
        "(service app) has reached a steady state.",
        f"(service app) (deployment {service['deployments'][0]['id']}) deployment completed.",
    ]


def test_a_deployment_rolls_to_completion(shop: Shop) -> None:
    before = shop.steady(tasks=3)
    wanted = shop.register("better")

    changed = shop.update(taskDefinition=wanted.rpartition("/")[2])

    assert changed["taskDefinition"] == wanted
    assert [(one["status"], one["taskDefinition"]) for one in changed["deployments"]] == [
        ("PRIMARY", wanted),
        ("ACTIVE", before["taskDefinition"]),
    ]
    primary = changed["deployments"][0]
    assert (primary["desiredCount"], primary["pendingCount"], primary["runningCount"]) == (3, 3, 0)
    for seen in shop.wait_for():
        assert 3 <= seen["runningCount"] <= 6
    tasks = shop.tasks()
    assert {one["taskDefinitionArn"] for one in tasks} == {wanted}
    assert {one["startedBy"] for one in tasks} == {primary["id"]}
    assert {one["group"] for one in tasks} == {"service:app"}


def test_a_restart_keeps_the_minimum_healthy_and_exceeds_no_maximum(shop: Shop) -> None:
    configuration = {"minimumHealthyPercent": 50, "maximumPercent": 100}
    service = shop.steady(tasks=4, deploymentConfiguration=configuration)
    old = {one["taskArn"] for one in shop.tasks()}

    shop.update(forceNewDeployment=True)

    seen = shop.wait_for()
    assert min(one["runningCount"] for one in seen) == 2
    assert max(one["runningCount"] + one["pendingCount"] for one in seen) == 4
    assert old.isdisjoint(one["taskArn"] for one in shop.tasks())
    assert shop.describe()["taskDefinition"] == service["taskDefinition"]
    assert shop.describe()["deployments"][0]["id"] != service["deployments"][0]["id"]


def test_a_failing_deployment_keeps_the_old_tasks_and_counts_failures(shop: Shop) -> None:
    shop.steady(tasks=2)
    old = {one["taskArn"] for one in shop.tasks()}
    shop.update(taskDefinition=shop.register("crash"))

    shop.server.advance(60)
    early = shop.describe()["deployments"][0]
    shop.server.advance(600)

    late, serving = shop.describe()["deployments"]
    assert early["failedTasks"] > 0
    assert late["failedTasks"] > early["failedTasks"]
    assert late["rolloutState"] == "IN_PROGRESS"
    assert (serving["status"], serving["runningCount"]) == ("ACTIVE", 2)
    assert old <= {one["taskArn"] for one in shop.tasks()}
    assert (
        "(service app) is unable to consistently start tasks successfully. For more information, "
        "see the Troubleshooting section of the Amazon ECS Developer Guide."
    ) in shop.messages()


def test_a_task_that_exits_tells_its_exit_code_and_reason(shop: Shop) -> None:
    shop.create("crash", tasks=1)

    shop.server.advance(30)

    stopped = shop.tasks("STOPPED")[0]
    assert stopped["lastStatus"] == "STOPPED"
    assert stopped["stopCode"] == "EssentialContainerExited"
    assert stopped["stoppedReason"] == "Essential container in task exited"
    assert stopped["containers"][0]["exitCode"] == 3
    assert stopped["containers"][0]["reason"] == "it crashed"
    assert stopped["createdAt"] < stopped["startedAt"] < stopped["stoppingAt"]
    assert stopped["stoppingAt"] < stopped["stoppedAt"]


def test_an_image_that_is_not_there_never_runs(shop: Shop) -> None:
    shop.create("missing", tasks=1)

    shop.server.advance(30)

    stopped = shop.tasks("STOPPED")[0]
    assert stopped["stopCode"] == "TaskFailedToStart"
    assert stopped["stoppedReason"] == "CannotPullContainerError: app:missing: not found"
    assert "startedAt" not in stopped
    assert shop.describe()["deployments"][0]["failedTasks"] == 1


def test_the_circuit_breaker_rolls_back(shop: Shop) -> None:
    breaker = {"deploymentCircuitBreaker": {"enable": True, "rollback": True}}
    before = shop.steady(tasks=2, deploymentConfiguration=breaker)
    failing = shop.update(taskDefinition=shop.register("crash"))["deployments"][0]

    shop.server.advance(LONG)

    after = shop.describe()
    assert after["taskDefinition"] == before["taskDefinition"]
    assert [one["id"] for one in after["deployments"]] == [before["deployments"][0]["id"]]
    assert after["deployments"][0]["rolloutState"] == "COMPLETED"
    messages = shop.messages()
    assert (
        f"(service app) (deployment {failing['id']}) deployment failed: tasks failed to start."
    ) in messages
    assert f"(service app) rolling back to deployment {before['deployments'][0]['id']}." in messages
    assert deployments(shop)[0]["status"] == "ROLLBACK_SUCCESSFUL"


def test_the_circuit_breaker_without_rollback_gives_up(shop: Shop) -> None:
    breaker = {"deploymentCircuitBreaker": {"enable": True, "rollback": False}}
    shop.steady(tasks=2, deploymentConfiguration=breaker)
    shop.update(taskDefinition=shop.register("crash"))

    shop.server.advance(LONG)
    given_up = shop.describe()["deployments"][0]
    shop.server.advance(LONG)

    assert given_up["rolloutState"] == "FAILED"
    assert given_up["rolloutStateReason"] == (
        "ECS deployment circuit breaker: tasks failed to start."
    )
    assert given_up["failedTasks"] == shop.describe()["deployments"][0]["failedTasks"]
    assert len(shop.tasks()) == 2
    breaker_now = deployments(shop)[0]["deploymentCircuitBreaker"]
    assert breaker_now == {"status": "TRIGGERED", "failureCount": 4, "threshold": 3}


def test_what_create_service_is_given_is_described(shop: Shop) -> None:
    configuration = {
        "minimumHealthyPercent": 50,
        "maximumPercent": 150,
        "deploymentCircuitBreaker": {"enable": True, "rollback": True},
    }
    shop.create(
        deploymentConfiguration=configuration, tags=[{"key": "owner", "value": "team-shop"}]
    )

    described = shop.describe()
    assert configuration.items() <= described["deploymentConfiguration"].items()
    assert described["tags"] == [{"key": "owner", "value": "team-shop"}]
    assert described["launchType"] == "FARGATE"
    assert described["loadBalancers"][0]["containerName"] == "app"


def test_scaling_starts_and_stops_tasks_without_a_new_deployment(shop: Shop) -> None:
    before = shop.steady(tasks=2)

    shop.update(desiredCount=5)
    shop.server.advance(LONG)
    assert counts(shop.describe()) == (5, 5, 0)
    shop.update(desiredCount=1)
    shop.server.advance(LONG)

    after = shop.describe()
    assert counts(after) == (1, 1, 0)
    assert [one["id"] for one in after["deployments"]] == [before["deployments"][0]["id"]]
    assert after["deployments"][0]["desiredCount"] == 1


def test_a_task_that_a_user_stops_is_replaced(shop: Shop) -> None:
    shop.steady(tasks=2)
    victim = shop.tasks()[0]["taskArn"]

    stopping = shop.ecs.stop_task(cluster=shop.cluster, task=victim, reason="because")["task"]
    shop.server.advance(LONG)

    assert stopping["desiredStatus"] == "STOPPED"
    running = [one["taskArn"] for one in shop.tasks()]
    assert len(running) == 2
    assert victim not in running
    stopped = shop.tasks("STOPPED")[0]
    assert (stopped["taskArn"], stopped["stopCode"]) == (victim, "UserInitiated")
    assert stopped["stoppedReason"] == "because"


def test_stopped_tasks_are_kept_for_an_hour(shop: Shop) -> None:
    shop.steady(tasks=1)
    shop.update(desiredCount=0)
    shop.server.advance(3000)
    assert len(shop.tasks("STOPPED")) == 1

    shop.server.advance(700)

    assert shop.tasks("STOPPED") == []


def test_targets_follow_their_tasks(shop: Shop) -> None:
    shop.create(tasks=1)
    assert shop.targets() == []
    shop.server.advance(13)
    assert shop.targets() == [("initial", "Elb.RegistrationInProgress")]
    shop.server.advance(5)
    assert shop.targets() == [("initial", "Elb.InitialHealthChecking")]
    shop.server.advance(10)
    assert shop.targets() == [("healthy", "")]

    shop.update(desiredCount=0)

    assert shop.targets() == [("draining", "Target.DeregistrationInProgress")]
    shop.server.advance(30)
    assert shop.targets() == []


def test_a_sick_task_is_seen_unhealthy_and_replaced(shop: Shop) -> None:
    shop.create("sick", tasks=1)
    shop.server.advance(22)
    assert shop.targets() == [("unhealthy", "Target.ResponseCodeMismatch")]

    shop.server.advance(40)

    stopped = shop.tasks("STOPPED")[0]
    assert stopped["stoppedReason"] == (
        f"Task failed ELB health checks in (target-group {shop.target_group})"
    )
    assert (
        f"(service app) (port 8080) is unhealthy in (target-group {shop.target_group}) due to "
        "(reason Health checks failed with these codes: [503])."
    ) in shop.messages()


def test_a_service_without_load_balancer_counts_tasks_healthy_after_40_seconds(
    server: Server,
) -> None:
    shop = a_shop(server, balanced=False)
    shop.create(tasks=1)

    shop.server.advance(12 + 39)
    assert shop.describe()["deployments"][0]["rolloutState"] == "IN_PROGRESS"
    shop.server.advance(2)

    assert shop.describe()["deployments"][0]["rolloutState"] == "COMPLETED"


def deployments(shop: Shop) -> list[dict[str, Any]]:
    """Service deployments as described, newest first."""
    listed = shop.ecs.list_service_deployments(cluster=shop.cluster, service="app")
    arns = [one["serviceDeploymentArn"] for one in listed["serviceDeployments"]]
    found: list[dict[str, Any]] = shop.ecs.describe_service_deployments(serviceDeploymentArns=arns)[
        "serviceDeployments"
    ]
    return found


def test_service_deployments_tell_where_from_and_where_to(shop: Shop) -> None:
    shop.steady(tasks=1)
    shop.update(taskDefinition=shop.register("better"))

    going, done = deployments(shop)

    assert (going["status"], done["status"]) == ("IN_PROGRESS", "SUCCESSFUL")
    assert [one["arn"] for one in going["sourceServiceRevisions"]] == [
        done["targetServiceRevision"]["arn"]
    ]
    assert going["targetServiceRevision"]["requestedTaskCount"] == 1
    revision = shop.ecs.describe_service_revisions(
        serviceRevisionArns=[going["targetServiceRevision"]["arn"]]
    )["serviceRevisions"][0]
    assert revision["containerImages"] == [{"containerName": "app", "image": "registry/app:better"}]


def test_a_newer_deployment_supersedes_one_under_way(shop: Shop) -> None:
    shop.steady(tasks=1)
    shop.update(taskDefinition=shop.register("crash"))
    shop.update(taskDefinition=shop.register("better"))

    shop.wait_for()

    assert [one["status"] for one in deployments(shop)] == ["SUCCESSFUL", "STOPPED", "SUCCESSFUL"]


def test_a_deleted_service_drains_and_is_gone(shop: Shop) -> None:
    shop.steady(tasks=1)
    with pytest.raises(ClientError, match="while it is scaled above 0"):
        shop.ecs.delete_service(cluster=shop.cluster, service="app")

    deleted = shop.ecs.delete_service(cluster=shop.cluster, service="app", force=True)["service"]
    assert deleted["status"] == "DRAINING"
    shop.server.advance(LONG)

    assert shop.describe()["status"] == "INACTIVE"
    assert shop.ecs.list_services(cluster=shop.cluster)["serviceArns"] == []
    with pytest.raises(shop.ecs.exceptions.ServiceNotActiveException):
        shop.update(desiredCount=1)


def test_a_refused_update_changes_nothing(shop: Shop) -> None:
    before = shop.steady(tasks=1)

    with pytest.raises(ClientError, match="does not serve the deployment strategy BLUE_GREEN"):
        shop.update(
            forceNewDeployment=True,
            deploymentConfiguration={"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 1},
        )

    assert shop.describe() == before


def test_clusters_count_truly(shop: Shop) -> None:
    shop.steady(tasks=3)

    cluster = shop.ecs.describe_clusters(clusters=[shop.cluster])["clusters"][0]

    assert cluster["activeServicesCount"] == 1
    assert (cluster["runningTasksCount"], cluster["pendingTasksCount"]) == (3, 0)


def test_every_answer_carries_the_simulated_time(shop: Shop) -> None:
    made = shop.create(tasks=1)
    shop.server.advance(5 * 3600)

    answer = shop.ecs.describe_services(cluster=shop.cluster, services=["app"])

    headers = answer["ResponseMetadata"]["HTTPHeaders"]
    now = made["createdAt"].astimezone(UTC).timestamp() + 5 * 3600
    assert abs(_seconds(headers["date"]) - now) < 2


def _seconds(date: str) -> float:
    return parsedate_to_datetime(date).timestamp()
