"""Which events were handled: `EVENT#slack:<id>` in the table, for 15 minutes.

An event is claimed, its reply kept, then done. Slack's retries, SQS's redeliveries and a second
ingress (Socket Mode beside HTTP) all bring the same id again:

- done: dropped, so that duplicates act once.
- claimed by somebody who is still at it: tried again later.
- claimed and left (the function died): taken over. Where the reply is known it is only delivered
  again. Otherwise the request is made again, which is safe: a change needs its plan, a plan can be
  used once, and asking twice for a change only makes a second plan that nobody confirms.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from fulfillment.reply_json import reply_from_json, reply_to_json
from fulfillment.turn import Reply

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

KEPT_SECONDS = 15 * 60
CLAIM_SECONDS = 60
"""Longer than a function works on one message; shorter than a person waits for a lost one."""


@dataclass(frozen=True)
class Claim:
    """ "ours": handle it, or only deliver `reply` where an earlier attempt got that far."""

    state: Literal["ours", "done", "busy"]
    reply: Reply | None = None


@dataclass(frozen=True)
class EventLedger:
    table: "Table"
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def claim(self, event_id: str) -> Claim:
        """Conditional: of several callers one gets "ours"."""
        now = int(self.clock().timestamp())
        if self._claim_first(event_id, now):
            return Claim("ours")
        found = self.table.get_item(Key={"id": _key(event_id)}, ConsistentRead=True).get("Item", {})
        if found.get("state") == "done":
            return Claim("done")
        if int(str(found.get("claimed_until", 0))) > now or not self._take_over(
            event_id, found, now
        ):
            return Claim("busy")
        document = found.get("reply")
        return Claim("ours", reply_from_json(json.loads(str(document))) if document else None)

    def answered(self, event_id: str, reply: Reply) -> None:
        """Keep the reply, so that a failed delivery does not ask again."""
        document = json.dumps(reply_to_json(reply))
        self._set(event_id, claimed_until=self._now() + CLAIM_SECONDS, reply=document)

    def done(self, event_id: str) -> None:
        self._set(event_id, state="done")

    def release(self, event_id: str) -> None:
        """The attempt failed: the next one need not wait."""
        self._set(event_id, claimed_until=0)

    def _now(self) -> int:
        return int(self.clock().timestamp())

    def _claim_first(self, event_id: str, now: int) -> bool:
        try:
            self.table.put_item(
                Item={
                    "id": _key(event_id),
                    "state": "claimed",
                    "claimed_until": now + CLAIM_SECONDS,
                    "expires_at": now + KEPT_SECONDS,
                },
                # Expiry is ours to check: DynamoDB deletes late, the simulated account never.
                ConditionExpression="attribute_not_exists(id) OR expires_at < :now",
                ExpressionAttributeValues={":now": now},
            )
        except self.table.meta.client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def _take_over(self, event_id: str, found: dict[str, Any], now: int) -> bool:
        try:
            self.table.update_item(
                Key={"id": _key(event_id)},
                UpdateExpression="SET claimed_until = :until",
                ConditionExpression="claimed_until = :seen AND #state <> :done",
                ExpressionAttributeNames={"#state": "state"},
                ExpressionAttributeValues={
                    ":until": now + CLAIM_SECONDS,
                    ":seen": found.get("claimed_until", 0),
                    ":done": "done",
                },
            )
        except self.table.meta.client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def _set(self, event_id: str, **values: str | int) -> None:
        self.table.update_item(
            Key={"id": _key(event_id)},
            UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in values),
            ExpressionAttributeNames={f"#{name}": name for name in values},
            ExpressionAttributeValues={f":{name}": value for name, value in values.items()},
        )


def _key(event_id: str) -> str:
    return f"EVENT#slack:{event_id}"
