"""Calls every operation that answers from what the world's account holds."""

from typing import Any, Protocol

KEYS = ["RSA_2048", "EC_prime256v1"]


class Call(Protocol):
    def __call__(self, api: str, operation: str, /, **parameters: Any) -> Any: ...


def walk_holdings(call: Call) -> None:
    """Raises what the first operation that does not answer raises."""
    for service in (_scans, _stacks, _certificates, _scheduled, _costs):
        service(call)


def _scans(call: Call) -> None:
    where = {"repositoryName": "shop", "imageId": {"imageTag": "1"}}
    found = call("ecr", "DescribeImageScanFindings", **where)
    assert found["imageScanFindings"]["findingSeverityCounts"] == {"HIGH": 1}
    assert found["imageScanFindings"]["findings"][0]["name"] == "CVE-1"


def _stacks(call: Call) -> None:
    (stack,) = call("cloudformation", "DescribeStacks")["Stacks"]
    assert stack["DriftInformation"]["StackDriftStatus"] == "DRIFTED"
    by_name = call("cloudformation", "DescribeStacks", StackName="shop")["Stacks"]
    assert by_name[0]["StackId"] == stack["StackId"]
    drifts = call("cloudformation", "DescribeStackResourceDrifts", StackName="shop")
    assert drifts["StackResourceDrifts"][0]["LogicalResourceId"] == "Alarm"


def _certificates(call: Call) -> None:
    assert call("acm", "ListCertificates")["CertificateSummaryList"] == []
    found = call("acm", "ListCertificates", Includes={"keyTypes": KEYS})["CertificateSummaryList"]
    assert [one["DomainName"] for one in found] == ["www.test.example"]


def _scheduled(call: Call) -> None:
    (event,) = call("health", "DescribeEvents", filter={"eventStatusCodes": ["upcoming"]})["events"]
    assert call("health", "DescribeEvents", filter={"eventStatusCodes": ["open"]})["events"] == []
    wanted = {"eventArns": [event["arn"]]}
    entities = call("health", "DescribeAffectedEntities", filter=wanted)["entities"]
    assert [one["entityValue"] for one in entities] == ["test/shop"]
    (status,) = call("ec2", "DescribeInstanceStatus")["InstanceStatuses"]
    assert status["Events"][0]["Code"] == "instance-stop"


def _costs(call: Call) -> None:
    period = {"Start": "2026-01-01", "End": "2026-03-01"}
    found = call(
        *("ce", "GetCostAndUsage"), TimePeriod=period, Granularity="MONTHLY", Metrics=["X"]
    )
    assert [one["TimePeriod"]["Start"] for one in found["ResultsByTime"]] == [
        "2026-01-01",
        "2026-02-01",
    ]
