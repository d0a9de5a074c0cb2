"""`Registry` over Amazon ECR."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from fulfillment.errors import OpsError
from fulfillment.ops.ecs import Ecs
from fulfillment.ops.failures import reading
from fulfillment.ops.images import image_of, tag_of
from fulfillment.ops.observed import observed_at, seconds_since
from fulfillment.ops.reach import Reach
from fulfillment.ops.registry.port import (
    SEVERITIES,
    Finding,
    Scan,
    ScanState,
    Severity,
    Version,
    Versions,
)
from fulfillment.sentences import phrase

if TYPE_CHECKING:
    from mypy_boto3_ecr import ECRClient
    from mypy_boto3_ecr.type_defs import ImageDetailTypeDef, ImageIdentifierTypeDef

_IMAGE = re.compile(
    r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?/"
    r"(?P<repository>[^:@]+)(?::(?P<tag>[^@]+))?(?:@(?P<digest>sha256:[0-9a-f]+))?"
)
_PAGES = 5
"""Of up to 1,000 images or findings each: ECR sorts neither, so all of them would be needed."""
_PAGE = 1_000
_STATES: Mapping[str, ScanState] = {
    "COMPLETE": "complete",
    "ACTIVE": "complete",
    "IN_PROGRESS": "under way",
    "PENDING": "under way",
}
_DIGEST = re.compile(r"(sha256:)?[0-9a-f]{64}")


@dataclass(frozen=True)
class _Image:
    """Where the image of a service is."""

    account: str
    region: str
    repository: str
    id: "ImageIdentifierTypeDef"
    version: str


class EcrRegistry:
    """As one person may see it. Calls: two to ECS, then one to ECR for each 1,000 images or
    findings, at most five."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    def versions(self, environment: str, service: str) -> Versions:
        image = self._image(environment, service)
        client = self._client(environment, image)
        found: list[Version] = []
        with reading(phrase("read_repository", repository=image.repository)):
            pages = iter(
                client.get_paginator("describe_images").paginate(
                    registryId=image.account,
                    repositoryName=image.repository,
                    filter={"tagStatus": "TAGGED"},
                    PaginationConfig={"PageSize": _PAGE},
                )
            )
            for page in islice(pages, _PAGES):
                now = observed_at(page, self._reach.now())
                found += [_version(one, now) for one in page["imageDetails"]]
            has_more = next(pages, None) is not None
        newest_first = sorted(found, key=lambda one: one.age_seconds)
        return Versions(image.repository, tuple(newest_first), has_more)

    def scan(self, environment: str, service: str, version: str = "") -> Scan:
        image = self._image(environment, service)
        wanted = version or image.version
        identifier = _identifier(version) if version else image.id
        client = self._client(environment, image)
        what = phrase("read_scan", repository=image.repository, version=wanted)
        try:
            with reading(what):
                return self._scan(client, image, identifier, wanted)
        except OpsError as error:
            # No scan is an answer, not a failure.
            if error.phrase.values["why"] == phrase("no_scan"):
                return Scan(image.repository, wanted, "none")
            raise

    def _scan(
        self, client: "ECRClient", image: _Image, identifier: "ImageIdentifierTypeDef", version: str
    ) -> Scan:
        pages = client.get_paginator("describe_image_scan_findings").paginate(
            registryId=image.account,
            repositoryName=image.repository,
            imageId=identifier,
            PaginationConfig={"PageSize": _PAGE},
        )
        found: list[Finding] = []
        scan = Scan(image.repository, version, "none")
        for page in islice(pages, _PAGES):
            now = observed_at(page, self._reach.now())
            found += _findings(page.get("imageScanFindings", {}))
            scan = _summary(image.repository, version, dict(page), now)
        worst_first = sorted(found, key=lambda one: (SEVERITIES.index(one.severity), one.name))
        return replace(scan, findings=tuple(worst_first))

    def _image(self, environment: str, service: str) -> _Image:
        """Where the service's image is. Raises `OpsError`, also where that is not ECR."""
        where = self._reach.environment(environment)
        client = self._reach.client("ecs", where.name)
        ecs = Ecs(client, where.cluster, where.name, self._reach.clock)
        (described,) = ecs.service(service).services
        definition = ecs.task_definition(described.get("taskDefinition", ""))
        name = image_of(definition, service)
        found = _IMAGE.fullmatch(name)
        if found is None:
            what = phrase("read_images", service=service, environment=where.name)
            raise OpsError("failed", what, phrase("image_elsewhere"))
        identifier: ImageIdentifierTypeDef
        if found["digest"]:
            identifier = {"imageDigest": found["digest"]}
        else:
            identifier = {"imageTag": found["tag"] or "latest"}
        return _Image(
            found["account"], found["region"], found["repository"], identifier, tag_of(name)
        )

    def _client(self, environment: str, image: _Image) -> "ECRClient":
        client: ECRClient = self._reach.client("ecr", environment, image.region)
        return client


def _identifier(version: str) -> "ImageIdentifierTypeDef":
    if _DIGEST.fullmatch(version):
        return {"imageDigest": f"sha256:{version.removeprefix('sha256:')}"}
    return {"imageTag": version}


def _version(one: "ImageDetailTypeDef", now: datetime) -> Version:
    summary = one.get("imageScanFindingsSummary")
    return Version(
        tags=tuple(one.get("imageTags", [])),
        digest=one.get("imageDigest", ""),
        age_seconds=seconds_since(one.get("imagePushedAt"), now),
        size=one.get("imageSizeInBytes", 0),
        counts=_counts(summary.get("findingSeverityCounts", {})) if summary else None,
    )


def _summary(repository: str, version: str, page: Mapping[str, Any], now: datetime) -> Scan:
    status = page.get("imageScanStatus", {})
    findings = page.get("imageScanFindings", {})
    completed = findings.get("imageScanCompletedAt")
    state = _STATES.get(str(status.get("status", "COMPLETE")), "failed")
    return Scan(
        repository=repository,
        version=version,
        state=state,
        age_seconds=seconds_since(completed, now) if completed else None,
        counts=_counts(findings.get("findingSeverityCounts", {})),
        reason=status.get("description", "") if state == "failed" else "",
    )


def _counts(given: Mapping[Any, int]) -> dict[Severity, int]:
    """By severity, worst first, without those that were not found."""
    known = {str(name).lower(): count for name, count in given.items()}
    # Enhanced scanning has a word of its own for what basic scanning calls undefined.
    known["undefined"] = known.get("undefined", 0) + known.get("untriaged", 0)
    return {one: known[one] for one in SEVERITIES if known.get(one)}


def _findings(given: Mapping[str, Any]) -> list[Finding]:
    """Of basic and of enhanced scanning (Amazon Inspector), which ECR gives in different shapes."""
    return [
        *(_basic(one) for one in given.get("findings", [])),
        *(_enhanced(one) for one in given.get("enhancedFindings", [])),
    ]


def _basic(one: Mapping[str, Any]) -> Finding:
    attributes = {each.get("key"): each.get("value", "") for each in one.get("attributes", [])}
    return Finding(
        name=one.get("name", ""),
        severity=_severity(one.get("severity")),
        package=attributes.get("package_name", ""),
        installed=attributes.get("package_version", ""),
        title=one.get("description", ""),
        link=one.get("uri", ""),
    )


def _enhanced(one: Mapping[str, Any]) -> Finding:
    details = one.get("packageVulnerabilityDetails", {})
    packages = details.get("vulnerablePackages") or [{}]
    return Finding(
        name=details.get("vulnerabilityId", "") or one.get("title", ""),
        severity=_severity(one.get("severity")),
        package=packages[0].get("name", ""),
        installed=packages[0].get("version", ""),
        fixed_in=packages[0].get("fixedInVersion", ""),
        title=one.get("description", "") or one.get("title", ""),
        link=details.get("sourceUrl", ""),
    )


def _severity(given: object) -> Severity:
    name = str(given or "").lower()
    return next((one for one in SEVERITIES if one == name), "undefined")
