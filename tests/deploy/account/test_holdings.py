"""What the account holds beside what runs, as AWS would tell it."""

from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError

from deploy.local.world.holdings import holdings
from tests.deploy.account.harness import Server

SHOP = {"repositoryName": "shop"}


def test_images_come_in_pages_with_the_size_of_their_layers(server: Server) -> None:
    ecr = server.client("ecr")
    pages = ecr.get_paginator("describe_images").paginate(
        **SHOP, PaginationConfig={"PageSize": 1}, filter={"tagStatus": "TAGGED"}
    )
    (image,) = [one for page in pages for one in page["imageDetails"]]

    assert image["imageSizeInBytes"] > 40_000_000
    assert image["imageScanFindingsSummary"]["findingSeverityCounts"] == {"HIGH": 1}
    assert ecr.describe_images(**SHOP, filter={"tagStatus": "UNTAGGED"})["imageDetails"] == []


def test_a_token_leads_on(server: Server) -> None:
    ecr = server.client("ecr")
    (identifier,) = ecr.list_images(**SHOP)["imageIds"]
    twice = ecr.describe_images(**SHOP, imageIds=[identifier], maxResults=1)

    assert "nextToken" not in twice


def test_an_image_that_is_not_there_has_no_scan_either(server: Server) -> None:
    with pytest.raises(ClientError) as error:
        server.client("ecr").describe_image_scan_findings(**SHOP, imageId={"imageTag": "9"})
    assert error.value.response["Error"]["Code"] == "ImageNotFoundException"


def test_a_stack_that_is_not_there_is_an_error(server: Server) -> None:
    with pytest.raises(ClientError) as error:
        server.client("cloudformation").describe_stacks(StackName="none")
    assert error.value.response["Error"]["Code"] == "ValidationError"


def test_costs_are_of_the_clock_s_month_and_the_one_before(server: Server) -> None:
    now = datetime.fromisoformat(server.control("GET", "/ground/clock")["now"]).astimezone(UTC)
    start = now.date().replace(day=1).isoformat()
    period = {"Start": start, "End": now.date().replace(day=28).isoformat()}
    (month,) = server.client("ce").get_cost_and_usage(
        TimePeriod=period, Granularity="MONTHLY", Metrics=["UnblendedCost"]
    )["ResultsByTime"]

    assert month["Estimated"] is True
    (group,) = month["Groups"]
    assert group["Keys"] == ["Amazon Elastic Container Service"]
    assert float(group["Metrics"]["UnblendedCost"]["Amount"]) == 12.5


def test_what_a_world_forgot_is_named() -> None:
    with pytest.raises(KeyError, match="created"):
        holdings({"stacks": {"x": {"status": "CREATE_COMPLETE"}}}, "1", "r", datetime.now(UTC))
