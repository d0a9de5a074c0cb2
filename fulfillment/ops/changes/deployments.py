"""Deployments of ECS services by whoever made them: what came in place of what, and how it ended.

Which services moved at all is seen from DescribeServices, ten a call; only those are asked further.
ECS lists service deployments since October 2024, for 90 days.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from fulfillment.catalog.environments import Environment
from fulfillment.ops.changes.port import Change, Window
from fulfillment.ops.changes.source import Place, Read
from fulfillment.ops.ecs import Ecs
from fulfillment.ops.failures import reading
from fulfillment.ops.images import tag_of
from fulfillment.ops.reach import Reach
from fulfillment.ops.visible import shown
from fulfillment.sentences import Phrase, phrase
from fulfillment.wording import age_phrase

if TYPE_CHECKING:
    from mypy_boto3_ecs import ECSClient
    from mypy_boto3_ecs.type_defs import ServiceDeploymentTypeDef, ServiceTypeDef

_AT_ONCE = 20
"""DescribeServiceDeployments and DescribeServiceRevisions take at most twenty."""
_FOREVER = timedelta(days=3650)
"""Service revisions never change."""
_UNDER_WAY = frozenset({"PENDING", "IN_PROGRESS", "STOP_REQUESTED"})
_ENDED: Mapping[str, Phrase] = {
    "STOPPED": phrase("rollout_stopped"),
    "ROLLBACK_REQUESTED": phrase("rollout_rolling_back"),
    "ROLLBACK_IN_PROGRESS": phrase("rollout_rolling_back"),
    "ROLLBACK_SUCCESSFUL": phrase("rollout_rolled_back"),
    "ROLLBACK_FAILED": phrase("rollout_rollback_failed"),
}


def deployments(reach: Reach, place: Place, window: Window) -> Read:
    """A `Source`: one entry a deployment, at its start, or at its end where only that is within."""
    found = [change for where in place.asked for change in _Cluster(reach, where).read(window)]
    return Read(found)


@dataclass(frozen=True)
class _Moved:
    """A service with deployments that may be within the window."""

    service: "ServiceTypeDef"
    deployments: "tuple[ServiceDeploymentTypeDef, ...]"


@dataclass(frozen=True)
class _Cluster:
    reach: Reach
    where: Environment

    def read(self, window: Window) -> list[Change]:
        client: ECSClient = self.reach.client("ecs", self.where.name)
        ecs = Ecs(client, self.where.cluster, self.where.name, self.reach.clock)
        names = [window.service] if window.service else ecs.service_names()
        told = shown(self.reach, self.where, names)
        described = ecs.services(told).services if told else ()
        moved = [one for one in described if _has_moved(one, window.start)]
        submit = self.reach.workers.inner.submit
        futures: list[Future[_Moved]] = [submit(self._moved, client, one, window) for one in moved]
        found = [future.result() for future in futures]
        versions = self._versions(client, found)
        now = self.reach.now()
        return [
            _change(one, deployment, versions, self.where.name, window, now)
            for one in found
            for deployment in one.deployments
        ]

    def _moved(self, client: "ECSClient", service: "ServiceTypeDef", window: Window) -> _Moved:
        """The newest twenty deployments of a service, those of the window among them."""
        name = service["serviceName"]
        with reading(phrase("read_service_deployments", service=name, environment=self.where.name)):
            listed = client.list_service_deployments(
                cluster=self.where.cluster, service=name, maxResults=_AT_ONCE
            )["serviceDeployments"]
            arns = [one["serviceDeploymentArn"] for one in listed if _is_within(one, window)]
            if not arns:
                return _Moved(service, ())
            answer = client.describe_service_deployments(serviceDeploymentArns=arns)
        return _Moved(service, tuple(answer["serviceDeployments"]))

    def _versions(self, client: "ECSClient", moved: Sequence[_Moved]) -> dict[str, str]:
        """Revision -> version."""
        names = {arn: one.service["serviceName"] for one in moved for arn in _revisions(one)}
        last = self.reach.remembered.last
        known = {arn: last(_key(arn), "") for arn in names}
        missing = [arn for arn, version in known.items() if not version]
        for some in _chunks(missing, _AT_ONCE):
            with reading(phrase("read_revisions", environment=self.where.name)):
                answer = client.describe_service_revisions(serviceRevisionArns=some)
            for revision in answer["serviceRevisions"]:
                arn = revision["serviceRevisionArn"]
                version = _version(revision.get("containerImages", []), names[arn])
                self.reach.remembered.get(_key(arn), _FOREVER, partial(str, version))
                known[arn] = version
        return known


def _has_moved(service: "ServiceTypeDef", start: datetime) -> bool:
    moments = (
        one.get(key) for one in service.get("deployments", []) for key in ("createdAt", "updatedAt")
    )
    return any(isinstance(moment, datetime) and moment >= start for moment in moments)


def _is_within(one: Mapping[str, Any], window: Window) -> bool:
    moments = (one.get(key) for key in ("createdAt", "finishedAt"))
    return any(moment is not None and window.holds(moment) for moment in moments)


def _revisions(moved: _Moved) -> Iterator[str]:
    for one in moved.deployments:
        yield from (source["arn"] for source in one.get("sourceServiceRevisions", []))
        if arn := one.get("targetServiceRevision", {}).get("arn"):
            yield arn


def _version(images: Sequence[Mapping[str, Any]], service: str) -> str:
    """As `fulfillment.ops.images.version_of`: the service's own container, else the first."""
    named = [one for one in images if one.get("containerName") == service]
    chosen = (named or images)[:1]
    return tag_of(chosen[0].get("image", "")) if chosen else ""


def _change(
    moved: _Moved,
    one: "ServiceDeploymentTypeDef",
    versions: Mapping[str, str],
    environment: str,
    window: Window,
    now: datetime,
) -> Change:
    began, finished = one["createdAt"], one.get("finishedAt")
    status = str(one.get("status", ""))
    at = began if window.holds(began) or finished is None else finished
    failed = _failed_tasks(moved.service, one) if status in _UNDER_WAY else 0
    return Change(
        at=at,
        kind="deployment",
        what=_what(one, versions, _outcome(status, began, finished or now, failed)),
        environment=environment,
        service=moved.service["serviceName"],
        is_trouble=bool(failed) or status in _ENDED,
        began=began,
    )


def _what(one: "ServiceDeploymentTypeDef", versions: Mapping[str, str], outcome: Phrase) -> Phrase:
    version = _known(versions, one.get("targetServiceRevision", {}).get("arn", ""))
    sources = [source.get("arn", "") for source in one.get("sourceServiceRevisions", [])]
    before = _known(versions, sources[0]) if sources else None
    if before is None:
        return phrase("first_rollout", version=version, outcome=outcome)
    if isinstance(version, str) and before == version:
        return phrase("same_rollout", version=version, outcome=outcome)
    return phrase("rollout_in_place", before=before, version=version, outcome=outcome)


def _known(versions: Mapping[str, str], arn: str) -> str | Phrase:
    return versions.get(arn, "") or phrase("unknown_version")


def _outcome(status: str, began: datetime, until: datetime, failed: int) -> Phrase:
    lasted = age_phrase(max((until - began).total_seconds(), 0))
    if failed:
        return phrase("rollout_loses", age=lasted, count=failed)
    if status in _UNDER_WAY:
        return phrase("rollout_under_way", age=lasted)
    return _ENDED.get(status) or phrase("rollout_finished", age=lasted)


def _failed_tasks(service: "ServiceTypeDef", one: "ServiceDeploymentTypeDef") -> int:
    """Of the rollout under way, which is the primary deployment of the same moment."""
    for deployment in service.get("deployments", []):
        apart = abs((deployment["createdAt"] - one["createdAt"]).total_seconds())
        if deployment.get("status") == "PRIMARY" and apart <= 1:
            return deployment.get("failedTasks", 0)
    return 0


def _key(arn: str) -> tuple[str, str]:
    return ("service revision", arn)


def _chunks(arns: Sequence[str], size: int) -> Iterable[list[str]]:
    return (list(arns[start : start + size]) for start in range(0, len(arns), size))
