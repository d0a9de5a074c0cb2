"""ECS's lists, pages, and what it says of what is not there."""

import pytest

from tests.deploy.account.cluster import Shop, a_shop
from tests.deploy.account.harness import Server


@pytest.fixture
def shop(server: Server) -> Shop:
    return a_shop(server)


def test_lists_come_in_pages(server: Server) -> None:
    shop = a_shop(server, balanced=False)
    definition = shop.register("good")
    for number in range(12):
        shop.ecs.create_service(
            cluster=shop.cluster, serviceName=f"s{number:02}", taskDefinition=definition
        )

    first = shop.ecs.list_services(cluster=shop.cluster)
    second = shop.ecs.list_services(cluster=shop.cluster, nextToken=first["nextToken"])
    by_five = shop.ecs.get_paginator("list_services").paginate(
        cluster=shop.cluster, PaginationConfig={"PageSize": 5}
    )

    assert (len(first["serviceArns"]), len(second["serviceArns"])) == (10, 2)
    assert "nextToken" not in second
    names = [arn.rpartition("/")[2] for page in by_five for arn in page["serviceArns"]]
    assert names == [f"s{number:02}" for number in range(12)]


def test_task_definitions_are_listed_newest_first_on_request(shop: Shop) -> None:
    arns = [shop.register(str(number)) for number in range(11)]

    listed = shop.ecs.list_task_definitions(familyPrefix=shop.cluster, sort="DESC", maxResults=3)

    assert listed["taskDefinitionArns"] == arns[:-4:-1]
    assert listed["nextToken"]


def test_what_does_not_exist_is_an_error_in_ecs_s_words(shop: Shop) -> None:
    ecs, cluster = shop.ecs, shop.cluster
    with pytest.raises(ecs.exceptions.ServiceNotFoundException):
        ecs.update_service(cluster=cluster, service="none")
    with pytest.raises(ecs.exceptions.ServiceNotFoundException):
        ecs.list_tasks(cluster=cluster, serviceName="none")
    with pytest.raises(ecs.exceptions.ClusterNotFoundException):
        ecs.list_services(cluster="none")
    missing = ecs.describe_services(cluster=cluster, services=["none"])
    assert missing["services"] == []
    assert [one["reason"] for one in missing["failures"]] == ["MISSING"]
    shop.create()
    with pytest.raises(ecs.exceptions.ClientException, match="Unable to describe"):
        shop.update(taskDefinition="none:1")
