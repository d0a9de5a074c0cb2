"""Versions and scans, read from the simulated account; and from AWS's other shapes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from fulfillment.errors import OpsError
from fulfillment.ops.reach import Reach
from fulfillment.ops.registry import Registry, connect
from fulfillment.turn import Person
from tests.fulfillment.language import told
from tests.fulfillment.ops.faults import client_error, failing
from tests.fulfillment.world import Fulfillment

ANA = Person("ana", "Ana", "terminal:ana", {"*": "approver"})
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def reach_of(fulfillment: Fulfillment) -> Reach:
    return fulfillment.application.dispatcher.backends(ANA, ("staging", "production")).reach


@pytest.fixture
def registry(fulfillment: Fulfillment) -> Registry:
    return connect(reach_of(fulfillment))


def test_versions_come_newest_first_with_what_their_scans_found(registry: Registry) -> None:
    found = registry.versions("production", "orders")

    assert (found.repository, found.has_more) == ("orders", False)
    assert [one.tags for one in found.versions] == [
        ("3.13.0",),
        ("3.12.1",),
        ("3.12.0",),
        ("3.11.0",),
        ("3.10.2",),
    ]
    newest, scanned, unscanned, *_ = found.versions
    assert newest.age_seconds == pytest.approx(30 * 3_600, abs=60)
    assert newest.size > 40_000_000
    assert scanned.counts == {"critical": 1, "high": 2, "medium": 1}
    assert unscanned.counts is None


def test_a_scan_is_of_what_runs_and_worst_first(registry: Registry) -> None:
    found = registry.scan("production", "orders")

    assert (found.version, found.state) == ("3.12.1", "complete")
    assert [one.severity for one in found.findings] == ["critical", "high", "high", "medium"]
    assert (found.findings[0].package, found.findings[0].installed) == ("libheif", "1.17.6")
    assert found.age_seconds == pytest.approx(9 * 86_400, abs=60)


def test_a_version_may_be_named_and_one_without_findings_is_clean(registry: Registry) -> None:
    found = registry.scan("staging", "gateway", "1.10.0")

    assert (found.state, found.counts, found.findings) == ("complete", {}, ())


def test_no_scan_is_an_answer(registry: Registry) -> None:
    assert registry.scan("production", "payments").state == "none"


def test_a_version_that_is_not_there(registry: Registry) -> None:
    with pytest.raises(OpsError) as caught:
        registry.scan("production", "orders", "9.9")

    assert caught.value.kind == "not found"
    assert told(caught.value).endswith("because the registry has no such version.")


def test_a_repository_that_is_gone(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch)("ecr.DescribeImages", client_error("RepositoryNotFoundException"))

    with pytest.raises(OpsError) as caught:
        connect(reach_of(fulfillment)).versions("production", "orders")
    assert told(caught.value).endswith("because there is no such repository.")


@dataclass
class ScriptedClient:
    """ECS with one service and its image; ECR with pages, of which it counts those asked for."""

    image: str
    pages: list[dict[str, Any]]
    asked: int = 0

    def client(self, service: str, *_: object) -> "ScriptedClient":
        assert service in ("ecs", "ecr")
        return self

    def describe_services(self, **_: object) -> dict[str, Any]:
        return {"services": [{"serviceName": "orders", "taskDefinition": "orders:1"}]}

    def describe_task_definition(self, **_: object) -> dict[str, Any]:
        return {"taskDefinition": {"containerDefinitions": [{"name": "o", "image": self.image}]}}

    def get_paginator(self, _: str) -> "ScriptedClient":
        return self

    def paginate(self, **given: Any) -> Iterator[dict[str, Any]]:
        assert given["registryId"] == "210987654321"
        for page in self.pages:
            self.asked += 1
            yield page


def scripted(fulfillment: Fulfillment, client: ScriptedClient) -> Registry:
    reach = replace(reach_of(fulfillment), sessions=client, clock=lambda: NOW)  # type: ignore[arg-type]
    object.__setattr__(client, "ahead", NOW - NOW)
    return connect(reach)


IMAGE = "210987654321.dkr.ecr.eu-west-1.amazonaws.com/shop/orders:1.0.0"


def test_a_huge_repository_is_read_in_bounds(fulfillment: Fulfillment) -> None:
    pages = [{"imageDetails": [{"imageTags": [f"{n}"], "imagePushedAt": NOW}]} for n in range(9)]
    client = ScriptedClient(IMAGE, pages)
    found = scripted(fulfillment, client).versions("staging", "orders")

    assert (len(found.versions), found.has_more, client.asked) == (5, True, 6)
    assert found.repository == "shop/orders"


def test_an_empty_repository(fulfillment: Fulfillment) -> None:
    client = ScriptedClient(IMAGE, [{"imageDetails": []}])

    assert scripted(fulfillment, client).versions("staging", "orders").versions == ()


def test_enhanced_findings_and_untriaged_ones(fulfillment: Fulfillment) -> None:
    page = {
        "imageScanStatus": {"status": "ACTIVE"},
        "imageScanFindings": {
            "findingSeverityCounts": {"UNTRIAGED": 1, "HIGH": 1},
            "enhancedFindings": [
                {"severity": "UNTRIAGED", "title": "Something"},
                {
                    "severity": "HIGH",
                    "description": "It overflows.",
                    "packageVulnerabilityDetails": {
                        "vulnerabilityId": "CVE-1",
                        "vulnerablePackages": [
                            {"name": "zlib", "version": "1.2", "fixedInVersion": "1.3"}
                        ],
                    },
                },
            ],
        },
    }
    found = scripted(fulfillment, ScriptedClient(IMAGE, [page])).scan("staging", "orders")

    assert found.counts == {"high": 1, "undefined": 1}
    first, second = found.findings
    assert (first.name, first.package, first.fixed_in) == ("CVE-1", "zlib", "1.3")
    assert (second.name, second.severity) == ("Something", "undefined")


@pytest.mark.parametrize(
    ("status", "state"), [("PENDING", "under way"), ("UNSUPPORTED_IMAGE", "failed")]
)
def test_a_scan_that_is_not_complete(fulfillment: Fulfillment, status: str, state: str) -> None:
    page = {"imageScanStatus": {"status": status, "description": "why"}}
    found = scripted(fulfillment, ScriptedClient(IMAGE, [page])).scan("staging", "orders")

    assert (found.state, found.reason) == (state, "why" if state == "failed" else "")


def test_an_image_from_elsewhere_is_told(fulfillment: Fulfillment) -> None:
    client = ScriptedClient("docker.example/orders:1", [])

    with pytest.raises(OpsError) as caught:
        scripted(fulfillment, client).versions("staging", "orders")
    assert told(caught.value).endswith("because its image does not come from Amazon ECR.")
