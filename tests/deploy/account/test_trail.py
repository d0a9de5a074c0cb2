"""What was changed is looked up as in CloudTrail, and alarms remember their states."""

import json
from collections.abc import Mapping
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from tests.deploy.account.harness import ROLE, Server

WRITES = {"LookupAttributes": [{"AttributeKey": "ReadOnly", "AttributeValue": "false"}]}


def put_alarm(cloudwatch: Any, name: str) -> None:
    cloudwatch.put_metric_alarm(
        AlarmName=name,
        MetricName="CPUUtilization",
        Namespace="AWS/ECS",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
        Statistic="Average",
    )


def newest(server: Server, **asked: Any) -> Mapping[str, Any]:
    event: Mapping[str, Any] = server.client("cloudtrail").lookup_events(**asked)["Events"][0]
    return event


def test_a_write_is_recorded_with_who_made_it(server: Server) -> None:
    assumed = server.client("sts").assume_role(
        RoleArn=ROLE, RoleSessionName="ana-at-work", SourceIdentity="ana"
    )["Credentials"]
    cloudwatch = boto3.client(
        "cloudwatch",
        endpoint_url=server.url,
        region_name="us-east-1",
        aws_access_key_id=assumed["AccessKeyId"],
        aws_secret_access_key=assumed["SecretAccessKey"],
        aws_session_token=assumed["SessionToken"],
    )
    put_alarm(cloudwatch, "trail-who")
    event = newest(server, **WRITES)
    record = json.loads(event["CloudTrailEvent"])

    assert (event["EventName"], event["Username"]) == ("PutMetricAlarm", "ana-at-work")
    assert event["Resources"][0]["ResourceName"] == "trail-who"
    assert record["userIdentity"]["sessionContext"]["sourceIdentity"] == "ana"
    assert record["userIdentity"]["arn"].endswith(":assumed-role/test/ana-at-work")
    assert record["requestParameters"]["AlarmName"] == "trail-who"
    assert "Boto3" in record["userAgent"]


def test_reads_refused_calls_and_own_resources_are_not_recorded(server: Server) -> None:
    put_alarm(server.client("cloudwatch"), "trail-last")
    server.client("ecs").list_clusters()
    server.client("ssm").put_parameter(Name="/trail", Value="x", Type="String")
    with pytest.raises(ClientError):
        server.client("ecs").update_service(cluster="nowhere", service="nothing")

    assert newest(server)["Resources"][0]["ResourceName"] == "trail-last"


def test_events_are_looked_up_by_attribute_and_time_in_pages(server: Server) -> None:
    names = [f"trail-page-{number}" for number in range(3)]
    for name in names:
        put_alarm(server.client("cloudwatch"), name)
        server.advance(60)
    by_name = {
        "LookupAttributes": [{"AttributeKey": "EventName", "AttributeValue": "PutMetricAlarm"}]
    }
    pages = (
        server.client("cloudtrail")
        .get_paginator("lookup_events")
        .paginate(**by_name, PaginationConfig={"PageSize": 2, "MaxItems": 3})
    )
    found = [one for page in pages for one in page["Events"]]
    one = newest(
        server,
        StartTime=found[1]["EventTime"],
        EndTime=found[1]["EventTime"],
        **by_name,
    )

    assert [event["Resources"][0]["ResourceName"] for event in found] == names[::-1]
    assert one["EventId"] == found[1]["EventId"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"NextToken": "made up"}, "InvalidNextTokenException"),
        ({"StartTime": 2, "EndTime": 1}, "InvalidTimeRangeException"),
        (
            {"LookupAttributes": [*WRITES["LookupAttributes"]] * 2},
            "InvalidLookupAttributesException",
        ),
    ],
)
def test_what_cloudtrail_refuses_is_refused(
    server: Server, asked: dict[str, Any], code: str
) -> None:
    with pytest.raises(ClientError) as caught:
        server.client("cloudtrail").lookup_events(**asked)

    assert caught.value.response["Error"]["Code"] == code


def test_an_alarm_remembers_its_states(server: Server) -> None:
    cloudwatch = server.client("cloudwatch")
    put_alarm(cloudwatch, "trail-states")
    for state in ("ALARM", "ALARM", "OK"):
        server.advance(60)
        cloudwatch.set_alarm_state(
            AlarmName="trail-states", StateValue=state, StateReason="made up"
        )
    items = cloudwatch.describe_alarm_history(
        AlarmName="trail-states", HistoryItemType="StateUpdate", ScanBy="TimestampAscending"
    )["AlarmHistoryItems"]
    since = cloudwatch.describe_alarm_history(
        AlarmName="trail-states", StartDate=items[1]["Timestamp"], MaxRecords=1
    )["AlarmHistoryItems"]

    assert [one["HistorySummary"] for one in items] == [
        "Alarm updated from OK to ALARM",
        "Alarm updated from ALARM to OK",
    ]
    assert json.loads(items[0]["HistoryData"])["newState"]["stateReason"] == "made up"
    assert since == items[1:]
    assert (items[1]["Timestamp"] - items[0]["Timestamp"]).total_seconds() == pytest.approx(120)
