"""A page reaches a subscriber, once."""

import json

from tests.deploy.account.harness import Server
from tests.fulfillment.world import Fulfillment

TOPIC = "arn:aws:sns:us-east-1:123456789012:page-shop"


def test_a_page_reaches_whoever_subscribes_once(fulfillment: Fulfillment, aws: Server) -> None:
    sqs, sns = aws.client("sqs"), aws.client("sns")
    queue = sqs.create_queue(QueueName="pager")["QueueUrl"]
    sns.subscribe(
        TopicArn=TOPIC, Protocol="sqs", Endpoint="arn:aws:sqs:us-east-1:123456789012:pager"
    )
    planned = fulfillment.ask("ana", "PageOnCall", {"service": "inventory"})
    done = fulfillment.confirm("ana", planned)
    again = fulfillment.confirm("ana", planned)

    received = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    assert len(received) == 1
    body = json.loads(received[0]["Body"])
    assert body["Subject"] == "Page: inventory in production"
    assert body["Message"].startswith("Ana pages you about inventory in production")
    assert "Page to" in done.text
    assert done.progress is not None
    assert done.progress.state == "succeeded"
    assert "already" in again.text
