"""Amazon ECS: the deployments of a service that began in a time range. Calls only."""

from datetime import datetime
from typing import TYPE_CHECKING

from fulfillment.ops.failures import reading
from fulfillment.ops.images import tag_of
from fulfillment.ops.metrics.port import Deployed
from fulfillment.ops.metrics.spans import Span
from fulfillment.sentences import phrase

if TYPE_CHECKING:
    from mypy_boto3_ecs import ECSClient
    from mypy_boto3_ecs.type_defs import ServiceDeploymentBriefTypeDef, ServiceRevisionTypeDef

_MOST = 10
"""The newest: more marks could not be told apart. DescribeServiceRevisions takes twenty."""


class Deployments:
    """Reads one cluster. Raises `OpsError`."""

    def __init__(self, client: "ECSClient", cluster: str, environment: str) -> None:
        self._client = client
        self._cluster = cluster
        self._environment = environment

    def begun(self, service: str, span: Span) -> tuple[Deployed, ...]:
        """Oldest first; a restart is one too. ECS remembers them for 90 days."""
        what = phrase("read_service_deployments", service=service, environment=self._environment)
        with reading(what):
            briefs = self._client.list_service_deployments(
                service=service,
                cluster=self._cluster,
                createdAt={"after": span.start, "before": span.end},
            )["serviceDeployments"]
            # Held against the range again: a later page or another clock may know more.
            inside = [one for one in briefs if span.start <= _begun(one) < span.end]
            newest = sorted(inside, key=_begun)[-_MOST:]
            revisions = [one["targetServiceRevisionArn"] for one in newest if _has_revision(one)]
            found = self._revisions(revisions) if revisions else {}
        return tuple(
            Deployed(
                _begun(one).timestamp(),
                _version(found.get(one.get("targetServiceRevisionArn", "")), service),
            )
            for one in newest
        )

    def _revisions(self, arns: list[str]) -> "dict[str, ServiceRevisionTypeDef]":
        answer = self._client.describe_service_revisions(serviceRevisionArns=sorted(set(arns)))
        return {one.get("serviceRevisionArn", ""): one for one in answer["serviceRevisions"]}


def _begun(one: "ServiceDeploymentBriefTypeDef") -> datetime:
    return one.get("startedAt") or one["createdAt"]


def _has_revision(one: "ServiceDeploymentBriefTypeDef") -> bool:
    return bool(one.get("targetServiceRevisionArn"))


def _version(revision: "ServiceRevisionTypeDef | None", service: str) -> str:
    images = revision.get("containerImages", []) if revision else []
    named = [one for one in images if one.get("containerName") == service] or images
    return tag_of(named[0].get("image", "")) if named else ""
