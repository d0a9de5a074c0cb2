"""Services, deployments and tasks in botocore's shapes."""

from typing import Any

from deploy.local.account.ecs.model import (
    ContainerSpec,
    Deployment,
    Event,
    Service,
    TargetGroup,
    Task,
)


def service(record: Service, tags: list[dict[str, str]] | None = None) -> dict[str, Any]:
    """`services[]` of DescribeServices; `tags` only where they were asked for."""
    shape = {
        "serviceArn": record.arn,
        "serviceName": record.name,
        "clusterArn": record.cluster_arn,
        "status": record.status,
        "desiredCount": record.desired_count,
        "runningCount": record.count(None, "RUNNING"),
        "pendingCount": record.count(None, "PROVISIONING", "PENDING"),
        "taskDefinition": record.primary.spec.arn,
        "deploymentConfiguration": dict(record.configuration),
        "deployments": [deployment(record, one) for one in record.deployments],
        "events": [event(one) for one in record.events],
        "createdAt": record.created_at,
        **_settings(record),
    }
    return shape if tags is None else {**shape, "tags": tags}


def _settings(record: Service) -> dict[str, Any]:
    described = {
        "deploymentController": {"type": "ECS"},
        "schedulingStrategy": "REPLICA",
        "healthCheckGracePeriodSeconds": 0,
        "enableECSManagedTags": False,
        "propagateTags": "NONE",
        "enableExecuteCommand": False,
        "loadBalancers": [],
        "serviceRegistries": [],
        "placementConstraints": [],
        "placementStrategy": [],
    }
    return {**described, **record.settings}


def deployment(record: Service, one: Deployment) -> dict[str, Any]:
    """`deployments[]` of a service."""
    return {
        "id": one.id,
        "status": one.status,
        "taskDefinition": one.spec.arn,
        "desiredCount": one.desired_count,
        "runningCount": record.count(one, "RUNNING"),
        "pendingCount": record.count(one, "PROVISIONING", "PENDING"),
        "failedTasks": one.failed_tasks,
        "createdAt": one.created_at,
        "updatedAt": one.updated_at,
        "rolloutState": one.rollout_state,
        "rolloutStateReason": one.rollout_reason,
        **_placement(record),
    }


def _placement(record: Service) -> dict[str, Any]:
    names = ("launchType", "platformVersion", "platformFamily", "networkConfiguration")
    return {name: record.settings[name] for name in names if name in record.settings}


def event(one: Event) -> dict[str, Any]:
    return {"id": one.id, "createdAt": one.created_at, "message": one.message}


def task(record: Service, one: Task) -> dict[str, Any]:
    """`tasks[]` of DescribeTasks."""
    shape: dict[str, Any] = {
        "taskArn": one.arn,
        "clusterArn": record.cluster_arn,
        "taskDefinitionArn": one.spec.arn,
        "group": f"service:{record.name}",
        "startedBy": one.deployment_id,
        "lastStatus": one.status,
        "desiredStatus": one.desired_status,
        "healthStatus": one.health,
        "createdAt": one.created_at,
        "cpu": one.spec.cpu,
        "memory": one.spec.memory,
        "version": one.version,
        "attachments": [_network_interface(one)],
        "availabilityZone": one.subnet.zone,
        "connectivity": "CONNECTED",
        "containers": [_container(one, spec) for spec in one.spec.containers],
        "overrides": {"containerOverrides": [], "inferenceAcceleratorOverrides": []},
        "attributes": [],
        "tags": [],
    }
    shape.update(_moments(one))
    shape.update({k: v for k, v in record.settings.items() if k in _TASK_SETTINGS})
    return shape


_TASK_SETTINGS = frozenset({"launchType", "platformVersion", "platformFamily"})


def _moments(one: Task) -> dict[str, Any]:
    given = {
        "startedAt": one.started_at,
        "pullStartedAt": one.started_at and one.created_at,
        "pullStoppedAt": one.started_at,
        "connectivityAt": one.started_at,
        "stoppingAt": one.stopping_at,
        "stoppedAt": one.stopped_at,
        "stopCode": one.stop_code or None,
        "stoppedReason": one.stopped_reason or None,
        "executionStoppedAt": one.stopped_at if one.exit_code is not None else None,
    }
    return {name: value for name, value in given.items() if value is not None}


def _network_interface(one: Task) -> dict[str, Any]:
    return {
        "id": f"{one.id[:8]}-{one.id[8:12]}-{one.id[12:16]}-{one.id[16:20]}-{one.id[20:]}",
        "type": "ElasticNetworkInterface",
        "status": "DELETED" if one.status == "STOPPED" else "ATTACHED",
        "details": [
            {"name": "subnetId", "value": one.subnet.id},
            {"name": "networkInterfaceId", "value": f"eni-{one.id[:17]}"},
            {"name": "privateIPv4Address", "value": one.ip},
        ],
    }


def _container(one: Task, spec: ContainerSpec) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "name": spec.name,
        "image": spec.image,
        "taskArn": one.arn,
        "containerArn": f"{one.arn.replace(':task/', ':container/')}/{spec.name}",
        "lastStatus": _container_status(one),
        "healthStatus": one.health,
        "cpu": str(spec.cpu),
        "networkInterfaces": [
            {"attachmentId": one.id[:8], "privateIpv4Address": one.ip},
        ],
    }
    if spec.memory is not None:
        shape["memory"] = str(spec.memory)
    if one.exit_code is not None:
        shape["exitCode"] = one.exit_code
    if one.container_reason:
        shape["reason"] = one.container_reason
    return shape


def _container_status(one: Task) -> str:
    if one.exit_code is not None or one.status in ("DEPROVISIONING", "STOPPED"):
        return "STOPPED"
    return "RUNNING" if one.started_at else "PENDING"


def service_deployment_brief(record: Service, one: Deployment) -> dict[str, Any]:
    """`serviceDeployments[]` of ListServiceDeployments."""
    shape = {
        "serviceDeploymentArn": one.service_deployment_arn,
        "serviceArn": record.arn,
        "clusterArn": record.cluster_arn,
        "status": one.outcome,
        "startedAt": one.created_at,
        "createdAt": one.created_at,
        "targetServiceRevisionArn": one.revision_arn,
    }
    optional = {"finishedAt": one.finished_at, "statusReason": one.outcome_reason or None}
    return {**shape, **{name: value for name, value in optional.items() if value}}


def service_deployment(record: Service, one: Deployment, threshold: int) -> dict[str, Any]:
    """`serviceDeployments[]` of DescribeServiceDeployments."""
    shape = {
        **service_deployment_brief(record, one),
        "updatedAt": one.updated_at,
        "deploymentConfiguration": dict(record.configuration),
        "targetServiceRevision": _revision_counts(record, one),
        "deploymentCircuitBreaker": _breaker(record, one, threshold),
    }
    del shape["targetServiceRevisionArn"]
    source = next((d for d in record.history if d.revision_arn == one.source_revision_arn), None)
    if source is not None:
        shape["sourceServiceRevisions"] = [_revision_counts(record, source)]
    if one.rolled_back_to:
        shape["rollback"] = {
            "reason": one.rollout_reason,
            "serviceRevisionArn": one.rolled_back_to,
        }
    return shape


def _revision_counts(record: Service, one: Deployment) -> dict[str, Any]:
    return {
        "arn": one.revision_arn,
        "requestedTaskCount": one.desired_count,
        "runningTaskCount": record.count(one, "RUNNING"),
        "pendingTaskCount": record.count(one, "PROVISIONING", "PENDING"),
    }


def _breaker(record: Service, one: Deployment, threshold: int) -> dict[str, Any]:
    if not record.breaker.get("enable"):
        return {"status": "DISABLED", "failureCount": one.failed_tasks, "threshold": threshold}
    tripped = one.failed_tasks >= threshold
    watching = one.outcome == "IN_PROGRESS"
    status = "TRIGGERED" if tripped else "MONITORING" if watching else "MONITORING_COMPLETE"
    return {"status": status, "failureCount": one.failed_tasks, "threshold": threshold}


def service_revision(record: Service, one: Deployment) -> dict[str, Any]:
    """`serviceRevisions[]` of DescribeServiceRevisions."""
    return {
        "serviceRevisionArn": one.revision_arn,
        "serviceArn": record.arn,
        "clusterArn": record.cluster_arn,
        "taskDefinition": one.spec.arn,
        "createdAt": one.created_at,
        "containerImages": [
            {"containerName": container.name, "image": container.image}
            for container in one.spec.containers
        ],
        "loadBalancers": record.settings.get("loadBalancers", []),
        **_placement(record),
    }


def target(group: TargetGroup, one: Task) -> dict[str, Any]:
    """`TargetHealthDescriptions[]` of ELBv2's DescribeTargetHealth."""
    health = {
        "State": one.target.state,
        "Reason": one.target.reason or None,
        "Description": one.target.description or None,
    }
    return {
        "Target": {"Id": one.ip, "Port": group.port},
        "HealthCheckPort": str(group.port),
        "TargetHealth": {name: value for name, value in health.items() if value},
    }
