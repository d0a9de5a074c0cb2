"""What is extended of moto's other services."""

from datetime import datetime, timedelta

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.deploy.account.harness import ROLE, Server


def now(server: Server) -> datetime:
    return datetime.fromisoformat(server.control("GET", "/ground/clock")["now"])


def test_a_session_carries_its_source_identity_and_works(server: Server) -> None:
    assumed = server.client("sts").assume_role(
        RoleArn=ROLE,
        RoleSessionName="ana",
        SourceIdentity="ana",
        Tags=[{"Key": "channel", "Value": "web"}],
    )
    credentials = assumed["Credentials"]

    session = boto3.Session(
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
        region_name="us-east-1",
    )
    who = session.client("sts", endpoint_url=server.url).get_caller_identity()
    clusters = session.client("ecs", endpoint_url=server.url).list_clusters()["clusterArns"]

    assert assumed["SourceIdentity"] == "ana"
    assert who["Arn"] == "arn:aws:sts::123456789012:assumed-role/test/ana"
    assert any(arn.endswith("cluster/test") for arn in clusters)


def test_a_session_s_credentials_expire_on_the_simulated_clock(server: Server) -> None:
    assumed = server.client("sts").assume_role(RoleArn=ROLE, RoleSessionName="ana")

    left = assumed["Credentials"]["Expiration"] - now(server)

    assert abs(left - timedelta(hours=1)) < timedelta(seconds=2)


def test_an_alarm_s_state_changes_on_the_simulated_clock(server: Server) -> None:
    watch = server.client("cloudwatch")
    server.advance(3 * 3600)

    watch.set_alarm_state(AlarmName="shop-test-cpu", StateValue="OK", StateReason="calm again")

    alarm = watch.describe_alarms(AlarmNames=["shop-test-cpu"])["MetricAlarms"][0]
    assert (alarm["StateValue"], alarm["StateReason"]) == ("OK", "calm again")
    assert abs(alarm["StateUpdatedTimestamp"] - now(server)) < timedelta(seconds=2)


def test_targets_of_a_group_can_be_asked_for_one_by_one(server: Server) -> None:
    balancing = server.client("elbv2")
    group = balancing.describe_target_groups()["TargetGroups"][0]["TargetGroupArn"]
    everything = balancing.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
    target = everything[0]["Target"]

    found = balancing.describe_target_health(TargetGroupArn=group, Targets=[target])

    assert found["TargetHealthDescriptions"] == everything[:1]


def test_a_target_group_that_is_not_there_is_an_error(server: Server) -> None:
    with pytest.raises(ClientError) as error:
        server.client("elbv2").describe_target_health(TargetGroupArn="arn:aws:none")
    assert error.value.response["Error"]["Code"] == "TargetGroupNotFound"


def test_a_conditional_write_has_one_winner(server: Server) -> None:
    dynamodb = server.client("dynamodb")
    dynamodb.create_table(
        TableName="plans",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    item = {"TableName": "plans", "Item": {"id": {"S": "1"}}}
    dynamodb.put_item(**item, ConditionExpression="attribute_not_exists(id)")

    with pytest.raises(dynamodb.exceptions.ConditionalCheckFailedException):
        dynamodb.put_item(**item, ConditionExpression="attribute_not_exists(id)")
