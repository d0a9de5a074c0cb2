"""SQS event source mappings: messages go to their function in batches, FIFO groups in order.

A batch that fails stays in the queue: it is seen again when its visibility timeout has passed, on
the simulated clock, until `maxReceiveCount` sends it to the dead-letter queue.
"""

import json
import logging
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from deploy.local.account.clock import SimulatedClock
from deploy.local.account.lambda_pool import Invocation, Throttled
from deploy.local.account.lambda_service import LambdaService, UnknownFunction
from deploy.local.account.slim_moto import lambda_backends, sqs_backends

_log = logging.getLogger(__name__)

MOST_CONCURRENT_BATCHES = 8


@dataclass(frozen=True)
class Mapping:
    """An enabled event source mapping, and where its queue and function are."""

    queue: str
    queue_arn: str
    function_arn: str
    batch_size: int
    reports_items: bool
    account: str
    region: str


@dataclass
class EventSources:
    """Polls every mapped queue whenever something may have changed."""

    functions: LambdaService
    clock: SimulatedClock
    lock: Any
    _wake: threading.Event = field(default_factory=threading.Event)
    _stopping: threading.Event = field(default_factory=threading.Event)
    _workers: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(
            MOST_CONCURRENT_BATCHES, thread_name_prefix="event-source"
        )
    )
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="event-sources", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
        self._workers.shutdown(wait=False, cancel_futures=True)

    def wake(self) -> None:
        """Look at the queues soon: a message came, or one became visible again."""
        self._wake.set()

    def _run(self) -> None:
        while True:
            self._wake.wait()
            self._wake.clear()
            if self._stopping.is_set():
                return
            for mapping in self._mappings():
                self._poll(mapping)

    def _mappings(self) -> list[Mapping]:
        with self.lock:
            return [
                _mapping(one, account, region)
                for account, regions in lambda_backends.items()
                for region, backend in regions.items()
                for one in backend._event_source_mappings.values()
                if one.enabled
            ]

    def _poll(self, mapping: Mapping) -> None:
        while batch := self._receive(mapping):
            for group in _by_group(batch):
                self._workers.submit(self._deliver, mapping, group)

    def _receive(self, mapping: Mapping) -> list[Any]:
        with self.lock:
            backend = sqs_backends[mapping.account][mapping.region]
            queue: Any = backend.queues.get(mapping.queue)
            if queue is None:
                return []
            messages: list[Any] = backend.receive_message(
                mapping.queue, mapping.batch_size, 0, queue.visibility_timeout, ["All"]
            )
            if messages:
                # Just after, because a message is visible only once its time has passed.
                self.clock.call_in(queue.visibility_timeout + 0.001, self.wake)
            return messages

    def _deliver(self, mapping: Mapping, messages: Sequence[Any]) -> None:
        try:
            failed = self._invoke(mapping, messages)
        except Exception:  # noqa: BLE001 - a thread of a pool has nobody to raise to
            _log.exception("delivering from %s to %s failed", mapping.queue, mapping.function_arn)
            return
        with self.lock:
            backend = sqs_backends[mapping.account][mapping.region]
            for message in messages:
                if message.id not in failed and mapping.queue in backend.queues:
                    backend.delete_message(mapping.queue, message.receipt_handle)
        self.wake()  # the next message of this group may go now

    def _invoke(self, mapping: Mapping, messages: Sequence[Any]) -> set[str]:
        """Ids of the messages that must be tried again."""
        everything = {message.id for message in messages}
        payload = json.dumps({"Records": [_record(mapping, one) for one in messages]}).encode()
        try:
            function = self.functions.find(
                mapping.function_arn, None, mapping.account, mapping.region
            )
            answer = self.functions.run(function, payload)
        except (UnknownFunction, Throttled):
            return everything
        if answer.error:
            _log.warning("[%s] failed a batch of %d", function.name, len(messages))
            return everything
        return _failed_items(answer, everything) if mapping.reports_items else set()


def _mapping(one: Any, account: str, region: str) -> Mapping:
    return Mapping(
        queue=one.event_source_arn.rpartition(":")[2],
        queue_arn=one.event_source_arn,
        function_arn=one.function_arn,
        batch_size=int(one.batch_size),
        reports_items="ReportBatchItemFailures" in (one.function_response_types or ()),
        account=account,
        region=region,
    )


def _by_group(messages: Iterable[Any]) -> list[list[Any]]:
    """One batch a message group, so that a slow group does not hold up others."""
    groups: dict[str | None, list[Any]] = {}
    for message in messages:
        groups.setdefault(message.group_id, []).append(message)
    return list(groups.values())


def _failed_items(answer: Invocation, everything: set[str]) -> set[str]:
    """`batchItemFailures` as Lambda reads it: what is malformed or unknown fails them all."""
    result = json.loads(answer.payload)
    if not result:
        return set()
    try:
        failed = {item["itemIdentifier"] for item in result.get("batchItemFailures") or ()}
    except (AttributeError, KeyError, TypeError):
        return everything
    return everything if failed - everything else failed


def _record(mapping: Mapping, message: Any) -> dict[str, Any]:
    """One record of the event, as Lambda makes it of a message."""
    attributes = {
        "ApproximateReceiveCount": str(message.approximate_receive_count),
        "SentTimestamp": str(message.sent_timestamp),
        "SenderId": message.sender_id,
        "ApproximateFirstReceiveTimestamp": str(message.approximate_first_receive_timestamp),
    }
    if message.group_id is not None:
        attributes["MessageGroupId"] = message.group_id
    if message.deduplication_id is not None:
        attributes["MessageDeduplicationId"] = message.deduplication_id
        attributes["SequenceNumber"] = message.sequence_number or ""
    return {
        "messageId": message.id,
        "receiptHandle": message.receipt_handle,
        "body": message.body,
        "attributes": attributes,
        "messageAttributes": {
            name: {
                "stringValue": value.get("StringValue"),
                "dataType": value.get("DataType"),
            }
            for name, value in message.message_attributes.items()
        },
        "md5OfBody": message.body_md5,
        "eventSource": "aws:sqs",
        "eventSourceARN": mapping.queue_arn,
        "awsRegion": mapping.region,
    }
