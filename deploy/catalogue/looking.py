"""Looking at an account: the only place of `ground discover` that talks to AWS. Reads only."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from deploy.catalogue.seen import SeenCluster, SeenService
from deploy.errors import DeployError

if TYPE_CHECKING:
    from mypy_boto3_ecs import ECSClient

Clients = Callable[[str], Any]
"""Service name -> boto3 client."""
Tell = Callable[[str], None]
_AT_ONCE = 10
"""Of DescribeServices (ECS API reference)."""
_MOST_SERVICES = 2_000
"""Of a cluster: ECS allows 5,000; more than this no catalogue lists by name."""


def look(
    clients: Clients, region: str, clusters: Sequence[str], owner_tag: str, tell: Tell
) -> tuple[SeenCluster, ...]:
    """The clusters of the region (only `clusters`, if given) with their services.

    Raises DeployError: AWS refuses or does not answer, or there is no such cluster.
    """
    try:
        account = clients("sts").get_caller_identity()["Account"]
        ecs: ECSClient = clients("ecs")
        names = _clusters(ecs)
        missing = [name for name in clusters if name not in names]
        if missing:
            known = ", ".join(names) or "none"
            raise DeployError(f"no cluster {missing[0]!r} in {region}: there are {known}")
        found = []
        for name in clusters or names:
            services = tuple(_services(ecs, name, owner_tag))
            tell(f"{name}: {len(services)} services")
            found.append(SeenCluster(name, account, region, services))
    except (ClientError, BotoCoreError) as error:
        raise DeployError(f"the account in {region} could not be read: {error}") from error
    return tuple(found)


def _clusters(ecs: "ECSClient") -> list[str]:
    pages = ecs.get_paginator("list_clusters").paginate()
    return sorted(arn.rpartition("/")[2] for page in pages for arn in page["clusterArns"])


def _services(ecs: "ECSClient", cluster: str, owner_tag: str) -> Iterator[SeenService]:
    pages = ecs.get_paginator("list_services").paginate(
        cluster=cluster, PaginationConfig={"PageSize": 100, "MaxItems": _MOST_SERVICES}
    )
    arns = [arn for page in pages for arn in page["serviceArns"]]
    for at in range(0, len(arns), _AT_ONCE):
        answer = ecs.describe_services(
            cluster=cluster, services=arns[at : at + _AT_ONCE], include=["TAGS"]
        )
        for service in answer["services"]:
            if service.get("status") != "INACTIVE":
                yield SeenService(service["serviceName"], _tag(service, owner_tag))


def _tag(service: Mapping[str, Any], name: str) -> str:
    wanted = name.casefold()
    tags = {tag.get("key", "").casefold(): tag.get("value", "") for tag in service.get("tags", [])}
    return str(tags.get(wanted, "")).strip()[:100]
