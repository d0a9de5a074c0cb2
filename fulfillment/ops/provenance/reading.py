"""`Provenance` over task definitions and the registry."""

import re
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from fulfillment.catalog.environments import Environment
from fulfillment.errors import OpsError
from fulfillment.ops.ecs import Ecs
from fulfillment.ops.failures import reading
from fulfillment.ops.images import image_of, tag_of
from fulfillment.ops.observed import observed_at, seconds_since
from fulfillment.ops.provenance.port import Origin, Origins, Running
from fulfillment.ops.reach import Reach, gathered
from fulfillment.ops.visible import shown
from fulfillment.sentences import Phrase, phrase

if TYPE_CHECKING:
    from mypy_boto3_ecs.type_defs import ServiceTypeDef, TaskDefinitionTypeDef

_REVISION = "org.opencontainers.image.revision"
_SOURCE = "org.opencontainers.image.source"
"""OCI image spec, annotations: pre-defined keys."""
_COMMIT = re.compile(r"[0-9a-f]{7,40}", re.ASCII)
_COMMIT_TAG = re.compile(r"(?:sha-|git-|commit-)?(?P<commit>[0-9a-f]{7,40})", re.ASCII)
_ECR = re.compile(
    r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?/"
    r"(?P<repository>[^:@]+)"
)
_FOREVER = timedelta(days=3650)
"""Task definitions never change."""


@dataclass(frozen=True)
class _Defined:
    """What a task definition says of a service's own image."""

    image: str
    labels: Mapping[str, str]


class Labels:
    """As one person may see it. Calls: those of the services themselves, one for each task
    definition that is new to the process, and one to ECR for each image that says no commit."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    def running(self, environments: Sequence[str], service: str = "") -> Origins:
        found, gaps = self._reach.each(lambda where: self._in(where, service), environments)
        every = [(one, gap) for some in found for one, gap in some]
        order = list(environments)
        running = sorted(
            (one for one, _ in every if one is not None),
            key=lambda one: (one.origin.service, order.index(one.environment)),
        )
        unread = tuple(gap for _, some in every for gap in some)
        return Origins(tuple(running), (*gaps, *unread))

    def of_version(self, environments: Sequence[str], service: str, version: str) -> Origin:
        found, gaps = self._reach.each(lambda one: self._serving(one, service), environments)
        for where, defined in found:
            if tag_of(defined.image) == version:
                return self._in_registry(where, _labelled(service, defined), defined.image)
        named = _said_by_name(Origin(service, version, gaps=gaps))
        if not found:
            return named
        where, defined = found[0]
        source = replace(named, source=defined.labels.get(_SOURCE, ""))
        return self._in_registry(where, source, defined.image)

    def _serving(self, environment: str, service: str) -> tuple[Environment, _Defined]:
        """Raises `OpsError`, of kind "not found" where it does not run."""
        where = self._reach.environment(environment)
        ecs = self._ecs(where)
        (described,) = ecs.service(service).services
        return where, self._defined(ecs, _serving(described), service)

    def _in(
        self, environment: str, service: str
    ) -> list[tuple[Running | None, tuple[Phrase, ...]]]:
        where = self._reach.environment(environment)
        ecs = self._ecs(where)
        names = [service] if service else list(ecs.service_names())
        told = shown(self._reach, where, names)
        described = ecs.services(told).services if told else ()
        submit = self._reach.workers.inner.submit
        futures: list[Future[Running]] = [
            submit(self._running, where, ecs, one) for one in described if _serving(one)
        ]
        found: list[tuple[Running | None, tuple[Phrase, ...]]] = []
        for future in futures:
            values, gaps = gathered([future])
            found.append((values[0] if values else None, gaps))
        return found

    def _running(self, where: Environment, ecs: Ecs, service: "ServiceTypeDef") -> Running:
        name = service["serviceName"]
        defined = self._defined(ecs, _serving(service), name)
        origin = _labelled(name, defined)
        if not origin.commit:
            origin = self._in_registry(where, origin, defined.image)
        return Running(where.name, origin)

    def _defined(self, ecs: Ecs, arn: str, service: str) -> _Defined:
        def look() -> _Defined:
            definition = ecs.task_definition(arn)
            return _Defined(image_of(definition, service), _labels(definition, service))

        return self._reach.remembered.get(("provenance", arn, service), _FOREVER, look)

    def _in_registry(self, where: Environment, origin: Origin, image: str) -> Origin:
        """With what the registry says of that version: its digest, its age, its other tags."""
        found = _ECR.match(image)
        if found is None or found["region"] != where.region:
            return origin
        repository = found["repository"]
        what = phrase("read_image", repository=repository, version=origin.version)
        try:
            client: Any = self._reach.client("ecr", where.name)
            with reading(what):
                answer = client.describe_images(
                    registryId=found["account"],
                    repositoryName=repository,
                    imageIds=[{"imageTag": origin.version}],
                )
        except OpsError as error:
            return replace(origin, gaps=(*origin.gaps, error.phrase))
        details = answer["imageDetails"][0] if answer["imageDetails"] else {}
        now = observed_at(answer, self._reach.now())
        pushed = details.get("imagePushedAt")
        return replace(
            _tagged(origin, details.get("imageTags", [])),
            digest=str(details.get("imageDigest", "")),
            pushed_age_seconds=seconds_since(pushed, now) if pushed else None,
        )

    def _ecs(self, where: Environment) -> Ecs:
        client = self._reach.client("ecs", where.name)
        return Ecs(client, where.cluster, where.name, self._reach.clock)


def _serving(service: "ServiceTypeDef") -> str:
    """ARN of the task definition that serves, "" of none: as `fulfillment.ops.assemble` sees it."""
    deployments = service.get("deployments", [])
    primary = next((one for one in deployments if one.get("status") == "PRIMARY"), None)
    if primary is None:
        return ""
    older = [one for one in deployments if one is not primary and one.get("runningCount")]
    if primary.get("rolloutState") == "COMPLETED" or not older:
        has_served = primary.get("runningCount") or primary.get("rolloutState") == "COMPLETED"
        return primary.get("taskDefinition", "") if has_served else ""
    return max(older, key=lambda one: one.get("runningCount", 0)).get("taskDefinition", "")


def _labels(definition: "TaskDefinitionTypeDef", service: str) -> Mapping[str, str]:
    image = image_of(definition, service)
    for container in definition.get("containerDefinitions", []):
        if container.get("image", "") == image:
            return dict(container.get("dockerLabels", {}))
    return {}


def _labelled(service: str, defined: _Defined) -> Origin:
    origin = Origin(service, tag_of(defined.image), source=defined.labels.get(_SOURCE, ""))
    revision = defined.labels.get(_REVISION, "").strip().lower()
    if _COMMIT.fullmatch(revision):
        return replace(origin, commit=revision, how="label")
    return _said_by_name(origin)


def _said_by_name(origin: Origin) -> Origin:
    found = _COMMIT_TAG.fullmatch(origin.version.lower())
    # Seven digits and no letter may be a number of whatever kind.
    if found is None or found["commit"].isdecimal():
        return origin
    return replace(origin, commit=found["commit"], how="version")


def _tagged(origin: Origin, tags: Sequence[str]) -> Origin:
    if origin.commit:
        return origin
    for tag in tags:
        found = _COMMIT_TAG.fullmatch(tag.lower())
        if found is not None and not found["commit"].isdecimal():
            return replace(origin, commit=found["commit"], how="tag")
    return origin
