"""Calls every operation of `operations.yaml` once, in an order in which each can succeed."""

import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore import xform_name

from deploy.local.account.operations import Operation
from tests.deploy.account.harness import ROLE, Server, an_archive
from tests.deploy.account.holdings_walk import walk_holdings
from tests.deploy.account.lex_walk import walk_lex
from tests.deploy.account.pipeline_walk import walk_pipelines


@dataclass
class Recorder:
    """Calls by AWS's names, and remembers which."""

    server: Server
    called: set[Operation] = field(default_factory=set)
    name: str = field(default_factory=lambda: f"walk-{uuid.uuid4().hex[:8]}")

    def __call__(self, api: str, operation: str, /, **parameters: Any) -> Any:
        answer = getattr(self.server.client(api), xform_name(operation))(**parameters)
        self.called.add(Operation(api, operation))
        return answer


def walk(call: Recorder) -> None:
    """Raises what the first operation that does not answer raises."""
    for service in (_ecs, _balancing, _alarms, _sessions, _parameters, _table, _items):
        service(call)
    for service in (_queues, _functions, _mappings, _registry, _network, _names, _topics, walk_lex):
        service(call)
    walk_pipelines(call)
    walk_holdings(call)
    _logs(call)


def _ecs(call: Recorder) -> None:
    cluster = call("ecs", "CreateCluster", clusterName=call.name)["cluster"]["clusterArn"]
    call("ecs", "ListClusters")
    call("ecs", "DescribeClusters", clusters=[cluster])
    container = {"name": "app", "image": "app:1", "memory": 128}
    for _ in range(2):
        call("ecs", "RegisterTaskDefinition", family=call.name, containerDefinitions=[container])
    call("ecs", "DescribeTaskDefinition", taskDefinition=call.name)
    call("ecs", "DeregisterTaskDefinition", taskDefinition=f"{call.name}:1")
    call("ecs", "ListTaskDefinitions", familyPrefix=call.name)
    where = {"cluster": call.name}
    service = call(
        *("ecs", "CreateService"),
        **where,
        serviceName="app",
        taskDefinition=call.name,
        desiredCount=1,
    )["service"]
    call("ecs", "DescribeServices", **where, services=["app"])
    call("ecs", "ListServices", **where)
    tasks = call("ecs", "ListTasks", **where)["taskArns"]
    call("ecs", "DescribeTasks", **where, tasks=tasks)
    call("ecs", "StopTask", **where, task=tasks[0])
    _service_deployments(call, where)
    arn = service["serviceArn"]
    call("ecs", "TagResource", resourceArn=arn, tags=[{"key": "owner", "value": "us"}])
    assert call("ecs", "ListTagsForResource", resourceArn=arn)["tags"]
    call("ecs", "UntagResource", resourceArn=arn, tagKeys=["owner"])
    call("ecs", "UpdateService", **where, service="app", desiredCount=0)
    call("ecs", "DeleteService", **where, service="app")


def _service_deployments(call: Recorder, where: dict[str, str]) -> None:
    listed = call("ecs", "ListServiceDeployments", **where, service="app")["serviceDeployments"]
    arns = [one["serviceDeploymentArn"] for one in listed]
    call("ecs", "DescribeServiceDeployments", serviceDeploymentArns=arns)
    revisions = [one["targetServiceRevisionArn"] for one in listed]
    found = call("ecs", "DescribeServiceRevisions", serviceRevisionArns=revisions)
    assert len(found["serviceRevisions"]) == len(revisions) == 1


def _balancing(call: Recorder) -> None:
    balancer = call("elbv2", "DescribeLoadBalancers")["LoadBalancers"][0]["LoadBalancerArn"]
    group = call("elbv2", "DescribeTargetGroups")["TargetGroups"][0]["TargetGroupArn"]
    health = call("elbv2", "DescribeTargetHealth", TargetGroupArn=group)
    assert len(health["TargetHealthDescriptions"]) == 2
    listener = call("elbv2", "DescribeListeners", LoadBalancerArn=balancer)["Listeners"][0]
    call("elbv2", "DescribeRules", ListenerArn=listener["ListenerArn"])
    call("elbv2", "DescribeTags", ResourceArns=[group])


def _alarms(call: Recorder) -> None:
    call(
        *("cloudwatch", "PutMetricAlarm"),
        AlarmName=call.name,
        Namespace="Test",
        MetricName="test",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1.0,
        ComparisonOperator="GreaterThanThreshold",
    )
    state = {"AlarmName": call.name, "StateValue": "ALARM", "StateReason": "because"}
    call("cloudwatch", "SetAlarmState", **state)
    found = call("cloudwatch", "DescribeAlarms", AlarmNames=[call.name])["MetricAlarms"][0]
    assert (found["StateValue"], found["StateReason"]) == ("ALARM", "because")
    _metrics(call)
    call("cloudwatch", "DescribeAlarmHistory", AlarmName=call.name)
    call("cloudwatch", "ListTagsForResource", ResourceARN=found["AlarmArn"])
    call("cloudtrail", "LookupEvents")


def _metrics(call: Recorder) -> None:
    now = datetime.now(UTC)
    metric = {"Namespace": "Test", "MetricName": "test"}
    query = {"Id": "m0", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "p99"}}
    since = {"StartTime": now - timedelta(hours=1), "EndTime": now}
    answer = call("cloudwatch", "GetMetricData", MetricDataQueries=[query], **since)
    assert answer["MetricDataResults"][0]["Values"] == []


def _sessions(call: Recorder) -> None:
    assumed = call(
        *("sts", "AssumeRole"),
        RoleArn=ROLE,
        RoleSessionName="ana",
        SourceIdentity="ana",
        Tags=[{"Key": "channel", "Value": "web"}],
    )
    assert assumed["SourceIdentity"] == "ana"
    assert call("sts", "GetCallerIdentity")["Account"] == "123456789012"


def _parameters(call: Recorder) -> None:
    name = f"/{call.name}/key"
    call("ssm", "PutParameter", Name=name, Value="made-up", Type="SecureString")
    found = call("ssm", "GetParameter", Name=name, WithDecryption=True)["Parameter"]
    assert found["Value"] == "made-up"
    assert call("ssm", "GetParameters", Names=[name], WithDecryption=True)["Parameters"]
    assert call("ssm", "GetParametersByPath", Path=f"/{call.name}")["Parameters"]
    call("ssm", "DeleteParameter", Name=name)


def _table(call: Recorder) -> None:
    call(
        *("dynamodb", "CreateTable"),
        TableName=call.name,
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    call("dynamodb", "DescribeTable", TableName=call.name)
    assert call.name in call("dynamodb", "ListTables")["TableNames"]
    living = {"Enabled": True, "AttributeName": "expires_at"}
    call("dynamodb", "UpdateTimeToLive", TableName=call.name, TimeToLiveSpecification=living)
    call("dynamodb", "DescribeTimeToLive", TableName=call.name)


def _items(call: Recorder) -> None:
    table, key = {"TableName": call.name}, {"id": {"S": "1"}}
    call("dynamodb", "PutItem", **table, Item=key)
    values = {":v": {"S": "x"}}
    update = {"UpdateExpression": "SET v = :v", "ExpressionAttributeValues": values}
    call("dynamodb", "UpdateItem", **table, Key=key, **update)
    assert call("dynamodb", "GetItem", **table, Key=key)["Item"]["v"] == {"S": "x"}
    query = {"KeyConditionExpression": "id = :i", "ExpressionAttributeValues": {":i": key["id"]}}
    assert call("dynamodb", "Query", **table, **query)["Count"] == 1
    assert call("dynamodb", "Scan", **table)["Count"] == 1
    call("dynamodb", "BatchGetItem", RequestItems={call.name: {"Keys": [key]}})
    other = {"id": {"S": "2"}}
    call("dynamodb", "BatchWriteItem", RequestItems={call.name: [{"PutRequest": {"Item": other}}]})
    call("dynamodb", "TransactGetItems", TransactItems=[{"Get": {**table, "Key": key}}])
    call("dynamodb", "TransactWriteItems", TransactItems=[{"Delete": {**table, "Key": other}}])
    call("dynamodb", "DeleteItem", **table, Key=key)
    call("dynamodb", "DeleteTable", **table)


def _queues(call: Recorder) -> None:
    call("sqs", "CreateQueue", QueueName=call.name)
    url = call("sqs", "GetQueueUrl", QueueName=call.name)["QueueUrl"]
    assert url.startswith(call.server.url)
    call("sqs", "ListQueues", QueueNamePrefix=call.name)
    call("sqs", "SetQueueAttributes", QueueUrl=url, Attributes={"VisibilityTimeout": "10"})
    call("sqs", "GetQueueAttributes", QueueUrl=url, AttributeNames=["All"])
    call("sqs", "SendMessage", QueueUrl=url, MessageBody="one")
    call("sqs", "SendMessageBatch", QueueUrl=url, Entries=[{"Id": "2", "MessageBody": "two"}])
    got = call("sqs", "ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    first, second = (one["ReceiptHandle"] for one in got)
    call("sqs", "ChangeMessageVisibility", QueueUrl=url, ReceiptHandle=first, VisibilityTimeout=5)
    call("sqs", "DeleteMessage", QueueUrl=url, ReceiptHandle=first)
    entries = [{"Id": "2", "ReceiptHandle": second}]
    call("sqs", "DeleteMessageBatch", QueueUrl=url, Entries=entries)
    call("sqs", "PurgeQueue", QueueUrl=url)


def _functions(call: Recorder) -> None:
    name = {"FunctionName": call.name}
    call(
        *("lambda", "CreateFunction"),
        **name,
        Runtime="python3.12",
        Role=ROLE,
        Handler="tests.deploy.account.functions.echo",
        Code={"ZipFile": an_archive()},
    )
    call("lambda", "GetFunction", **name)
    call("lambda", "UpdateFunctionConfiguration", **name, Timeout=9)
    assert call("lambda", "GetFunctionConfiguration", **name)["Timeout"] == 9
    call("lambda", "ListFunctions")
    call("lambda", "UpdateFunctionCode", **name, ZipFile=an_archive())
    assert call("lambda", "Invoke", **name, Payload=b"{}")["StatusCode"] == 200
    grant = {"Action": "lambda:InvokeFunction", "Principal": "lexv2.amazonaws.com"}
    call("lambda", "AddPermission", **name, StatementId="lex", **grant)
    assert "lexv2" in call("lambda", "GetPolicy", **name)["Policy"]
    assert call("lambda", "PublishVersion", **name)["Version"] == "1"
    assert len(call("lambda", "ListVersionsByFunction", **name)["Versions"]) == 2


def _mappings(call: Recorder) -> None:
    arn = f"arn:aws:sqs:us-east-1:123456789012:{call.name}"
    made = call(*("lambda", "CreateEventSourceMapping"), EventSourceArn=arn, FunctionName=call.name)
    uuid_of = {"UUID": made["UUID"]}
    call("lambda", "GetEventSourceMapping", **uuid_of)
    call("lambda", "ListEventSourceMappings", FunctionName=call.name)
    call("lambda", "UpdateEventSourceMapping", **uuid_of, BatchSize=2)
    call("lambda", "DeleteEventSourceMapping", **uuid_of)
    call("lambda", "DeleteFunction", FunctionName=call.name)
    call("sqs", "DeleteQueue", QueueUrl=f"{call.server.url}/123456789012/{call.name}")


def _registry(call: Recorder) -> None:
    assert call("ecr", "DescribeRepositories")["repositories"]
    image = call("ecr", "DescribeImages", repositoryName="shop")["imageDetails"][0]
    assert image["imageTags"] == ["1"]
    call("ecr", "ListImages", repositoryName="shop")
    found = call("ecr", "BatchGetImage", repositoryName="shop", imageIds=[{"imageTag": "1"}])
    assert found["images"]


def _network(call: Recorder) -> None:
    call("ec2", "DescribeVpcs")
    subnets = call("ec2", "DescribeSubnets")["Subnets"]
    assert {"10.0.0.0/24", "10.0.10.0/24"} <= {one["CidrBlock"] for one in subnets}
    call("ec2", "DescribeSecurityGroups")
    call("ec2", "DescribeRouteTables")


def _names(call: Recorder) -> None:
    found = call("route53", "ListResourceRecordSets", HostedZoneId="Z0TEST")
    (record,) = found["ResourceRecordSets"]
    assert record["Name"] == "www.test.example."


def _logs(call: Recorder) -> None:
    """A search that is stopped: a day takes a while."""
    now = int(time.time())
    query = call(
        *("logs", "StartQuery"),
        logGroupName="/ecs/test/shop",
        startTime=now - 86_400,
        endTime=now,
        queryString="fields @timestamp, @message | limit 1",
    )["queryId"]
    assert call("logs", "GetQueryResults", queryId=query)["status"] == "Running"
    assert call("logs", "StopQuery", queryId=query)["success"]


def _topics(call: Recorder) -> None:
    topic = {"TopicArn": call("sns", "CreateTopic", Name=call.name)["TopicArn"]}
    assert topic in call("sns", "ListTopics")["Topics"]
    call("sns", "Subscribe", **topic, Protocol="email", Endpoint="nobody@example.com")
    assert call("sns", "Publish", **topic, Message="made up")["MessageId"]
