"""moto's SQS and DynamoDB on loopback, with the queues and the table of the Slack channel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import boto3

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import DynamoDBServiceResource, Table
    from mypy_boto3_sqs import SQSClient

REGION = "us-east-1"


@dataclass(frozen=True)
class Aws:
    environ: Mapping[str, str]
    sqs: "SQSClient"
    table: "Table"
    queue_url: str
    follow_up_url: str

    def receive(self, url: str) -> list[Any]:
        """Up to ten messages, in order."""
        answer = self.sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"]
        )
        return list(answer.get("Messages", []))

    def release(self, url: str, messages: Sequence[Mapping[str, Any]]) -> None:
        """Back into the queue at once, as after a failure and the visibility timeout."""
        for message in messages:
            self.sqs.change_message_visibility(
                QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0
            )

    def delete(self, url: str, messages: Sequence[Mapping[str, Any]]) -> None:
        for message in messages:
            self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


@dataclass(frozen=True)
class Server:
    """A moto server and clients of it, which are slow to make."""

    endpoint: str
    sqs: "SQSClient"
    dynamodb: "DynamoDBServiceResource"


def connect(endpoint: str) -> Server:
    session = boto3.Session("made-up-key", "made-up-secret", region_name=REGION)
    return Server(
        endpoint,
        session.client("sqs", endpoint_url=endpoint),
        session.resource("dynamodb", endpoint_url=endpoint),
    )


def new_aws(server: Server) -> Aws:
    """Fresh queues and a fresh table."""
    environ = {
        "AWS_ENDPOINT_URL": server.endpoint,
        "AWS_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "made-up-key",
        "AWS_SECRET_ACCESS_KEY": "made-up-secret",
    }
    name = f"slack-{uuid4().hex[:8]}"
    queue = server.sqs.create_queue(QueueName=f"{name}.fifo", Attributes={"FifoQueue": "true"})
    follow_ups = server.sqs.create_queue(QueueName=f"{name}-follow-ups")
    table = server.dynamodb.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return Aws(environ, server.sqs, table, queue["QueueUrl"], follow_ups["QueueUrl"])


def queue_event(messages: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The event that Lambda makes of received messages."""
    return {
        "Records": [
            {
                "messageId": message["MessageId"],
                "receiptHandle": message["ReceiptHandle"],
                "body": message["Body"],
                "attributes": message.get("Attributes", {}),
                "eventSource": "aws:sqs",
                "eventSourceARN": f"arn:aws:sqs:{REGION}:123456789012:slack.fifo",
                "awsRegion": REGION,
            }
            for message in messages
        ]
    }
