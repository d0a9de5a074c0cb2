"""ECR with pages, true sizes, and scans."""

import json
from typing import Any, cast

from deploy.local.account.holdings.data import Holdings, ScanRecord
from deploy.local.account.holdings.errors import HoldingError
from deploy.local.account.holdings.paging import page
from deploy.local.account.slim_moto import ActionResult, ECRResponse

_IMAGES, _FINDINGS = 100, 100


class RegistryResponse(ECRResponse):
    def __init__(self, holdings: Holdings) -> None:
        super().__init__()
        self._holdings = holdings

    def describe_images(self) -> ActionResult:
        found = cast("dict[str, list[Any]]", super().describe_images().result)["imageDetails"]
        wanted = (self._get_param("filter") or {}).get("tagStatus", "ANY")
        kept = [one for one in found if wanted in ("ANY", _tag_status(one))]
        some, token = page(
            kept, self._get_param("nextToken"), self._get_param("maxResults"), _IMAGES
        )
        described = [self._described(one) for one in some]
        return ActionResult({"imageDetails": described, "nextToken": token})

    def describe_image_scan_findings(self) -> ActionResult:
        repository, identifier = self._get_param("repositoryName"), self._get_param("imageId")
        (image,) = self.ecr_backend.describe_images(repository, None, [identifier])
        scan = self._scan(image)
        if scan is None:
            message = f"Image scan does not exist for the image with '{identifier}'"
            raise HoldingError("ScanNotFoundException", message)
        some, token = page(
            scan.findings, self._get_param("nextToken"), self._get_param("maxResults"), _FINDINGS
        )
        findings = {
            **_summary(scan),
            "findings": [
                {
                    "name": one.name,
                    "severity": one.severity,
                    "description": one.description,
                    "uri": f"https://cve.example/{one.name}",
                    "attributes": [
                        {"key": "package_name", "value": one.package},
                        {"key": "package_version", "value": one.installed},
                    ],
                }
                for one in some
            ],
        }
        return ActionResult(
            {
                "registryId": image.registry_id,
                "repositoryName": repository,
                "imageId": image.image_id,
                "imageScanStatus": {"status": "COMPLETE"},
                "imageScanFindings": findings,
                "nextToken": token,
            }
        )

    def _described(self, image: Any) -> dict[str, Any]:
        scan = self._scan(image)
        shape = {
            "registryId": image.registry_id,
            "repositoryName": image.repository_name,
            "imageDigest": image.image_digest,
            "imageTags": getattr(image, "image_tags", None),
            "imageSizeInBytes": _size(image),
            "imagePushedAt": image.image_pushed_at,
            "imageManifestMediaType": image.image_manifest_media_type,
        }
        if scan is None:
            return shape
        status = {"status": "COMPLETE"}
        return {**shape, "imageScanStatus": status, "imageScanFindingsSummary": _summary(scan)}

    def _scan(self, image: Any) -> ScanRecord | None:
        tags = getattr(image, "image_tags", None) or ()
        found = (self._holdings.scans.get((image.repository_name, tag)) for tag in tags)
        return next((one for one in found if one is not None), None)


def _tag_status(image: Any) -> str:
    return "TAGGED" if getattr(image, "image_tags", None) else "UNTAGGED"


def _size(image: Any) -> int:
    layers = json.loads(image.image_manifest).get("layers", [])
    return sum(one["size"] for one in layers)


def _summary(scan: ScanRecord) -> dict[str, Any]:
    severities = [one.severity for one in scan.findings]
    return {
        "imageScanCompletedAt": scan.completed_at,
        "vulnerabilitySourceUpdatedAt": scan.completed_at,
        "findingSeverityCounts": {one: severities.count(one) for one in set(severities)},
    }
