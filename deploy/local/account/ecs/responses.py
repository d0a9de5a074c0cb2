"""The ECS operations that the fleet answers, on top of moto's clusters and task definitions."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from deploy.local.account.ecs import rendering
from deploy.local.account.ecs.fleet import (
    DEFAULT_CONFIGURATION,
    Fleet,
    target_groups,
    task_spec,
)
from deploy.local.account.ecs.model import (
    Deployment,
    Service,
    Subnet,
    Task,
    breaker_threshold,
)
from deploy.local.account.slim_moto import (
    ActionResult,
    EC2ContainerServiceResponse,
    EcsClientException,
    ECSException,
    InvalidParameterException,
    MotoService,
    ServiceNotFoundException,
    ec2_backends,
)

Item = TypeVar("Item")

_KEPT = (
    "launchType",
    "platformVersion",
    "networkConfiguration",
    "loadBalancers",
    "serviceRegistries",
    "healthCheckGracePeriodSeconds",
    "enableExecuteCommand",
    "propagateTags",
)
_NOWHERE = Subnet("subnet-00000000", "10.0.0.", "us-east-1a")


class EcsResponse(EC2ContainerServiceResponse):
    """ECS with services that run. One instance a request."""

    def __init__(self, fleet: Fleet) -> None:
        super().__init__()
        self._fleet = fleet

    # --- services -----------------------------------------------------------------------------

    def create_service(self) -> ActionResult:
        params = dict(self._get_params())
        self._check_new(params)
        network = _with_security_groups(params.get("networkConfiguration"))
        made = self._create_in_moto(params, network)
        service = self._record(made, params, network)
        self._fleet.add(service)
        spec = task_spec(self.ecs_backend.describe_task_definition(params["taskDefinition"]))
        self._fleet.scheduler.deploy(service, spec)
        return ActionResult({"service": rendering.service(service, self._tags(service))})

    def _check_new(self, params: Mapping[str, Any]) -> None:
        cluster = self._cluster_name()
        existing = self._fleet.find(cluster, params["serviceName"])
        if existing is not None and existing.status != "INACTIVE":
            raise InvalidParameterException("Creation of service was not idempotent.")
        if not params.get("taskDefinition"):
            raise InvalidParameterException("TaskDefinition can not be blank.")
        _check_strategy(params.get("deploymentConfiguration") or {})

    def _create_in_moto(self, params: Mapping[str, Any], network: Any) -> MotoService:
        return self.ecs_backend.create_service(
            self._cluster_name(),
            params["serviceName"],
            int(params.get("desiredCount") or 0),
            params["taskDefinition"],
            params.get("loadBalancers"),
            params.get("schedulingStrategy"),
            params.get("tags"),
            params.get("deploymentController"),
            params.get("launchType"),
            network_configuration=network,
        )

    def _record(self, made: MotoService, params: Mapping[str, Any], network: Any) -> Service:
        settings = {name: params[name] for name in _KEPT if params.get(name) is not None}
        settings.setdefault("launchType", made.launch_type)
        if settings["launchType"] == "FARGATE":
            settings.setdefault("platformVersion", "1.4.0")
            settings.setdefault("platformFamily", "Linux")
        if network:
            settings["networkConfiguration"] = network
        return Service(
            arn=made.arn,
            name=made.name,
            cluster=made.cluster_name,
            cluster_arn=made.cluster_arn,
            desired_count=made.desired_count,
            created_at=self._fleet.timeline.now(),
            configuration={
                **DEFAULT_CONFIGURATION,
                **_given(params.get("deploymentConfiguration")),
            },
            target_groups=target_groups(params.get("loadBalancers") or ()),
            subnets=self._subnets(network),
            settings=settings,
        )

    def _subnets(self, network: Any) -> tuple[Subnet, ...]:
        wanted = (network or {}).get("awsvpcConfiguration", {}).get("subnets") or []
        if not wanted:
            return (_NOWHERE,)
        backend = ec2_backends[self.current_account][self.region]
        return tuple(
            Subnet(one.id, one.cidr_block.rpartition(".")[0] + ".", one.availability_zone)
            for one in backend.describe_subnets(subnet_ids=wanted)
        )

    def update_service(self) -> ActionResult:
        params = dict(self._get_params())
        service = self._service(params["service"])
        if service.status != "ACTIVE":
            raise _not_active()
        _check_strategy(params.get("deploymentConfiguration") or {})
        wanted = params.get("taskDefinition") or service.primary.spec.arn
        spec = task_spec(self.ecs_backend.describe_task_definition(wanted))
        self._apply_settings(service, params)
        scheduler = self._fleet.scheduler
        count = params.get("desiredCount")
        if count is not None and int(count) != service.desired_count:
            scheduler.scale(service, int(count))
        if params.get("forceNewDeployment") or spec.arn != service.primary.spec.arn:
            scheduler.deploy(service, spec)
        self._mirror(service)
        return ActionResult({"service": rendering.service(service)})

    def _apply_settings(self, service: Service, params: Mapping[str, Any]) -> None:
        changed = _given(params.get("deploymentConfiguration"))
        service.configuration = {**service.configuration, **changed}
        kept = {name: params[name] for name in _KEPT if params.get(name) is not None}
        service.settings.update(kept)

    def _mirror(self, service: Service) -> None:
        """Keep moto's own record true for what reads it (DescribeClusters, tags)."""
        made = self.ecs_backend.services[f"{service.cluster}:{service.name}"]
        made.desired_count = service.desired_count
        made.task_definition = service.primary.spec.arn
        made.status = service.status

    def delete_service(self) -> ActionResult:
        service = self._service(self._get_param("service"))
        if service.desired_count > 0 and not self._get_param("force"):
            raise InvalidParameterException(
                "The service cannot be stopped while it is scaled above 0."
            )
        self._fleet.scheduler.close(service)
        self._mirror(service)
        return ActionResult({"service": rendering.service(service)})

    def describe_services(self) -> ActionResult:
        cluster = self._cluster_name()
        wanted = self._get_param("services", [])
        if not 1 <= len(wanted) <= 10:
            raise InvalidParameterException(
                f"services must have 1 to 10 entries, it has {len(wanted)}."
            )
        with_tags = "TAGS" in self._get_param("include", [])
        found, failures = self._find_all(wanted, lambda name: self._fleet.find(cluster, name))
        services = [rendering.service(one, self._tags(one) if with_tags else None) for one in found]
        missing = [
            {"arn": self._arn_of("service", cluster, name), "reason": "MISSING"}
            for name in failures
        ]
        return ActionResult({"services": services, "failures": missing})

    def list_services(self) -> ActionResult:
        cluster = self._cluster_name()
        launch_type = self._get_param("launchType")
        arns = [
            one.arn
            for one in self._fleet.in_cluster(cluster)
            if one.status != "INACTIVE"
            and launch_type in (None, one.settings.get("launchType"))
            and self._get_param("schedulingStrategy", "REPLICA") == "REPLICA"
        ]
        return self._page("serviceArns", arns, 10)

    # --- tasks --------------------------------------------------------------------------------

    def list_tasks(self) -> ActionResult:
        name = self._get_param("serviceName")
        if name:
            self._service(name)
        arns = [
            task.arn
            for service, task in self._fleet.tasks(self._cluster_name())
            if self._is_wanted(service, task)
        ]
        return self._page("taskArns", arns, 100)

    def _is_wanted(self, service: Service, task: Task) -> bool:
        name = self._get_param("serviceName")
        family = self._get_param("family")
        started_by = self._get_param("startedBy")
        return (
            task.desired_status == self._get_param("desiredStatus", "RUNNING")
            and name in (None, service.name, service.arn)
            and family in (None, task.spec.family)
            and started_by in (None, task.deployment_id)
            and self._get_param("containerInstance") is None
        )

    def describe_tasks(self) -> ActionResult:
        cluster = self._cluster_name()
        wanted = self._get_param("tasks", [])
        if not 1 <= len(wanted) <= 100:
            raise InvalidParameterException(
                f"Tasks must have 1 to 100 entries, it has {len(wanted)}."
            )
        by_id = {task.id: (service, task) for service, task in self._fleet.tasks(cluster)}
        found, failures = self._find_all(wanted, lambda name: by_id.get(name.rpartition("/")[2]))
        missing = [
            {"arn": self._arn_of("task", cluster, name), "reason": "MISSING"} for name in failures
        ]
        return ActionResult(
            {"tasks": [rendering.task(*pair) for pair in found], "failures": missing}
        )

    def stop_task(self) -> ActionResult:
        wanted = self._get_param("task").rpartition("/")[2]
        for service, task in self._fleet.tasks(self._cluster_name()):
            if task.id == wanted:
                reason = self._get_param("reason") or "Task stopped by user"
                self._fleet.scheduler.stop_task(service, task, reason)
                return ActionResult({"task": rendering.task(service, task)})
        raise InvalidParameterException("The referenced task was not found.")

    # --- service deployments ------------------------------------------------------------------

    def list_service_deployments(self) -> ActionResult:
        service = self._service(self._get_param("service"))
        statuses = self._get_param("status") or []
        found = [
            rendering.service_deployment_brief(service, one)
            for one in service.history
            if not statuses or one.outcome in statuses
        ]
        return self._page("serviceDeployments", found, 20)

    def describe_service_deployments(self) -> ActionResult:
        wanted = self._get_param("serviceDeploymentArns", [])
        found, failures = self._find_all(
            wanted, lambda arn: self._deployment(lambda one: one.service_deployment_arn == arn)
        )
        described = [
            rendering.service_deployment(service, one, breaker_threshold(service))
            for service, one in found
        ]
        return ActionResult({"serviceDeployments": described, "failures": _missing(failures)})

    def describe_service_revisions(self) -> ActionResult:
        wanted = self._get_param("serviceRevisionArns", [])
        found, failures = self._find_all(
            wanted, lambda arn: self._deployment(lambda one: one.revision_arn == arn)
        )
        described = [rendering.service_revision(service, one) for service, one in found]
        return ActionResult({"serviceRevisions": described, "failures": _missing(failures)})

    def _deployment(
        self, is_wanted: Callable[[Deployment], bool]
    ) -> tuple[Service, Deployment] | None:
        for service in self._fleet.services.values():
            for one in service.history:
                if is_wanted(one):
                    return service, one
        return None

    # --- clusters and task definitions --------------------------------------------------------

    def describe_clusters(self) -> ActionResult:
        for name, cluster in self.ecs_backend.clusters.items():
            services = self._fleet.in_cluster(name)
            cluster.active_services_count = sum(one.status == "ACTIVE" for one in services)
            cluster.running_tasks_count = sum(one.count(None, "RUNNING") for one in services)
            cluster.pending_tasks_count = sum(
                one.count(None, "PROVISIONING", "PENDING") for one in services
            )
        return super().describe_clusters()

    def list_clusters(self) -> ActionResult:
        return self._page("clusterArns", self.ecs_backend.list_clusters(), 100)

    def list_task_definitions(self) -> ActionResult:
        arns = self.ecs_backend.list_task_definitions(
            self._get_param("familyPrefix"), self._get_param("status", "ACTIVE")
        )
        ordered = sorted(arns, key=_family_and_revision)
        if self._get_param("sort") == "DESC":
            ordered.reverse()
        return self._page("taskDefinitionArns", ordered, 100)

    # --- helpers ------------------------------------------------------------------------------

    def _cluster_name(self) -> str:
        name: str = self.ecs_backend._get_cluster(self._get_param("cluster") or "default").name
        return name

    def _service(self, name_or_arn: str) -> Service:
        service = self._fleet.find(self._cluster_of(name_or_arn), name_or_arn)
        if service is None:
            raise ServiceNotFoundException
        return service

    def _cluster_of(self, name_or_arn: str) -> str:
        """A service ARN names its cluster where the request does not."""
        parts = name_or_arn.rpartition(":")[2].split("/")
        if self._get_param("cluster") is None and len(parts) == 3:
            return parts[1]
        return self._cluster_name()

    def _tags(self, service: Service) -> list[dict[str, str]]:
        tags: list[dict[str, str]] = self.ecs_backend.list_tags_for_resource(service.arn)
        return tags

    def _arn_of(self, kind: str, cluster: str, name: str) -> str:
        if name.startswith("arn:"):
            return name
        return f"arn:aws:ecs:{self.region}:{self.current_account}:{kind}/{cluster}/{name}"

    def _find_all(
        self, wanted: Sequence[str], find: Callable[[str], Item | None]
    ) -> tuple[list[Item], list[str]]:
        found, failures = [], []
        for name in wanted:
            item = find(name)
            if item is None:
                failures.append(name)
            else:
                found.append(item)
        return found, failures

    def _page(self, key: str, items: Sequence[Any], default: int) -> ActionResult:
        """One page of `items`; the token is the position that the next page starts at."""
        size = int(self._get_param("maxResults") or default)
        start = _position(self._get_param("nextToken"))
        result: dict[str, Any] = {key: list(items[start : start + size])}
        if start + size < len(items):
            result["nextToken"] = str(start + size)
        return ActionResult(result)


def _position(token: str | None) -> int:
    if token is None:
        return 0
    if not token.isdecimal():
        raise InvalidParameterException("Invalid token.")
    return int(token)


def _family_and_revision(arn: str) -> tuple[str, int]:
    family, _, revision = arn.rpartition("/")[2].rpartition(":")
    return family, int(revision)


def _missing(arns: Sequence[str]) -> list[dict[str, str]]:
    return [{"arn": arn, "reason": "MISSING"} for arn in arns]


def _given(configuration: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (configuration or {}).items() if value is not None}


def _with_security_groups(network: Any) -> Any:
    """moto needs `securityGroups`; AWS takes the VPC's default group where there are none."""
    if not network:
        return None
    inner = network["awsvpcConfiguration"]
    return {"awsvpcConfiguration": {"assignPublicIp": "DISABLED", "securityGroups": [], **inner}}


def _check_strategy(configuration: Mapping[str, Any]) -> None:
    strategy = configuration.get("strategy") or "ROLLING"
    if strategy != "ROLLING":
        raise EcsClientException(
            f"The simulated account does not serve the deployment strategy {strategy}, only "
            "ROLLING: see deploy/local/account/operations.yaml."
        )


def _not_active() -> ECSException:
    return ECSException("ServiceNotActiveException", "Service was not ACTIVE.")
