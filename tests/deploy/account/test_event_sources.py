"""SQS queues that feed functions."""

import json
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.deploy.account.harness import Server, eventually


@dataclass(frozen=True)
class Feed:
    """A queue, its dead-letter queue, and the function that it feeds."""

    server: Server
    name: str
    url: str
    dead_url: str
    out: Path

    def send(self, group: str = "", **body: Any) -> None:
        fifo = {"MessageGroupId": group, "MessageDeduplicationId": uuid.uuid4().hex}
        self.server.client("sqs").send_message(
            QueueUrl=self.url, MessageBody=json.dumps(body), **(fifo if group else {})
        )

    def seen(self) -> list[dict[str, Any]]:
        if not self.out.exists():
            return []
        return [json.loads(line) for line in self.out.read_text(encoding="utf-8").splitlines()]

    def wait_until_empty(self) -> None:
        eventually(lambda: self.left() == 0)

    def left(self, url: str = "") -> int:
        """Messages in the queue, in flight or not."""
        attributes = self.server.client("sqs").get_queue_attributes(
            QueueUrl=url or self.url, AttributeNames=["All"]
        )["Attributes"]
        return int(attributes["ApproximateNumberOfMessages"]) + int(
            attributes["ApproximateNumberOfMessagesNotVisible"]
        )


def feed(server: Server, out: Path, suffix: str, *, raises: bool = False) -> Feed:
    name = f"feed-{uuid.uuid4().hex[:8]}"
    sqs = server.client("sqs")
    kind = {"FifoQueue": "true"} if suffix else {}
    dead = sqs.create_queue(QueueName=f"{name}-dead{suffix}", Attributes=kind)["QueueUrl"]
    redrive = {
        "deadLetterTargetArn": f"arn:aws:sqs:us-east-1:123456789012:{name}-dead{suffix}",
        "maxReceiveCount": 3,
    }
    settings = {**kind, "VisibilityTimeout": "60", "RedrivePolicy": json.dumps(redrive)}
    url = sqs.create_queue(QueueName=f"{name}{suffix}", Attributes=settings)["QueueUrl"]
    server.create_function(name, "collect", COLLECT_IN=str(out), RAISE="1" if raises else "")
    server.client("lambda").create_event_source_mapping(
        EventSourceArn=f"arn:aws:sqs:us-east-1:123456789012:{name}{suffix}",
        FunctionName=name,
        BatchSize=10 if suffix else 1,
        FunctionResponseTypes=["ReportBatchItemFailures"],
    )
    return Feed(server, name, url, dead, out)


@pytest.fixture
def fifo(server: Server, tmp_path: Path) -> Feed:
    return feed(server, tmp_path / "seen", ".fifo")


@pytest.fixture
def plain(server: Server, tmp_path: Path) -> Feed:
    return feed(server, tmp_path / "seen", "")


def test_messages_of_a_group_arrive_in_order(fifo: Feed) -> None:
    for number in range(12):
        for group in ("ana", "bo"):
            fifo.send(group, number=number)

    fifo.wait_until_empty()

    for group in ("ana", "bo"):
        numbers = [one["number"] for one in fifo.seen() if one["group"] == group]
        assert numbers == list(range(12))


def test_a_failed_message_holds_up_its_group_until_it_is_visible_again(fifo: Feed) -> None:
    fifo.send("ana", number=1, fails=1)
    eventually(fifo.seen)
    fifo.send("ana", number=2)
    fifo.send("bo", number=3)
    eventually(lambda: [one["number"] for one in fifo.seen()] == [1, 3])

    fifo.server.advance(61)
    fifo.wait_until_empty()

    assert [(one["number"], one["receives"]) for one in fifo.seen()] == [
        (1, 1),
        (3, 1),
        (1, 2),
        (2, 1),
    ]


def test_only_the_failed_item_of_a_batch_is_tried_again(fifo: Feed) -> None:
    entries = [
        {
            "Id": str(number),
            "MessageBody": json.dumps({"number": number, "fails": int(number == 1)}),
            "MessageGroupId": "ana",
            "MessageDeduplicationId": uuid.uuid4().hex,
        }
        for number in range(2)
    ]
    fifo.server.client("sqs").send_message_batch(QueueUrl=fifo.url, Entries=entries)
    eventually(lambda: len(fifo.seen()) == 2)
    eventually(lambda: fifo.left() == 1)

    fifo.server.advance(61)
    fifo.wait_until_empty()

    assert [one["number"] for one in fifo.seen()] == [0, 1, 1]


def test_what_fails_too_often_goes_to_the_dead_letter_queue(plain: Feed) -> None:
    plain.send(fails=99)
    for tries in range(1, 4):
        eventually(lambda tries=tries: len(plain.seen()) == tries)  # type: ignore[misc]
        plain.server.advance(61)

    eventually(lambda: plain.left(plain.dead_url) == 1)
    assert plain.left() == 0
    assert len(plain.seen()) == 3


def test_a_function_that_raises_fails_its_whole_batch(server: Server, tmp_path: Path) -> None:
    raising = feed(server, tmp_path / "seen", ".fifo", raises=True)
    raising.send("ana", fails=1)
    eventually(raising.seen)

    server.advance(61)
    raising.wait_until_empty()

    assert [one["receives"] for one in raising.seen()] == [1, 2]


def test_what_was_sent_before_the_mapping_is_delivered_too(server: Server, tmp_path: Path) -> None:
    sqs = server.client("sqs")
    name = f"early-{uuid.uuid4().hex[:8]}"
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody='{"number": 1}')
    server.create_function(name, "collect", COLLECT_IN=str(tmp_path / "seen"))

    server.client("lambda").create_event_source_mapping(
        EventSourceArn=f"arn:aws:sqs:us-east-1:123456789012:{name}", FunctionName=name
    )

    eventually((tmp_path / "seen").exists)


def test_a_disabled_mapping_delivers_nothing_until_it_is_enabled(plain: Feed) -> None:
    client = plain.server.client("lambda")
    mapping = client.list_event_source_mappings(FunctionName=plain.name)["EventSourceMappings"][0]
    client.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
    plain.send(number=1)
    assert plain.left() == 1
    assert plain.seen() == []

    client.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)

    plain.wait_until_empty()
    assert [one["number"] for one in plain.seen()] == [1]


def test_long_polling_returns_as_soon_as_there_is_a_message(server: Server) -> None:
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName=f"polled-{uuid.uuid4().hex[:8]}")["QueueUrl"]
    assert "Messages" not in sqs.receive_message(QueueUrl=url)

    sqs.send_message(QueueUrl=url, MessageBody="hello")
    answer = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=10)

    assert [one["Body"] for one in answer["Messages"]] == ["hello"]


def test_a_received_message_is_seen_again_after_its_visibility_timeout(server: Server) -> None:
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName=f"seen-{uuid.uuid4().hex[:8]}")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="hello")
    sqs.receive_message(QueueUrl=url, VisibilityTimeout=300)
    assert "Messages" not in sqs.receive_message(QueueUrl=url)

    server.advance(301)

    assert len(sqs.receive_message(QueueUrl=url)["Messages"]) == 1
