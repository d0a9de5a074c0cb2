"""The DynamoDB table: plans, operations, replies, spent assertions.

Conditional writes decide who was first. Expiry is checked by the reader: DynamoDB deletes late.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from fulfillment.errors import StoreError
from fulfillment.plan import OPERATION_SECONDS, OperationRecord, Plan, PlanState, StoredPlan
from fulfillment.reply_json import reply_from_json, reply_to_json
from fulfillment.sentences import Phrase, phrase
from fulfillment.turn import Reply

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

REPLY_SECONDS = 900
SPENT = "ASSERTION#"
"""How the ids of spent assertions begin."""
SPENT_SECONDS = 600
"""Longer than an assertion lives: after that it is refused for its age."""
_KEPT_AFTER_EXPIRY = 3600
"""An expired plan stays for a while, so that a late yes is told why it does not count."""

Clock = Callable[[], datetime]


class Store:
    """Every method raises `StoreError` where the table does not answer."""

    def __init__(self, client: "DynamoDBClient", table: str, clock: Clock) -> None:
        self._client = client
        self._table = table
        self._clock = clock

    def save_plan(self, stored: StoredPlan) -> None:
        """A new plan. Raises `StoreError` also where its id is taken."""
        item: dict[str, AttributeValueTypeDef] = {
            "id": {"S": f"PLAN#{stored.id}"},
            "document": {"S": json.dumps(asdict(stored.plan))},
            "person": {"S": stored.person},
            "state": {"S": stored.state},
            "used_in": {"S": stored.used_in},
            "confirm_until": {"N": str(stored.expires_at)},
            "expires_at": {"N": str(stored.expires_at + _KEPT_AFTER_EXPIRY)},
        }
        with _table(phrase("keep_plan")):
            self._client.put_item(
                TableName=self._table, Item=item, ConditionExpression="attribute_not_exists(id)"
            )

    def plan(self, plan_id: str) -> StoredPlan | None:
        """The plan of that id, in whatever state; None where there is none (or no more)."""
        item = self._get(f"PLAN#{plan_id}", phrase("find_plan"))
        if item is None:
            return None
        state: Any = item["state"]["S"]
        return StoredPlan(
            id=plan_id,
            plan=_plan(json.loads(item["document"]["S"])),
            person=item["person"]["S"],
            expires_at=int(item["confirm_until"]["N"]),
            state=state,
            used_in=item["used_in"]["S"] if "used_in" in item else "",
        )

    def use_plan(self, plan_id: str, person: str) -> bool:
        """Take the plan, once and for all: True for exactly one caller, ever."""
        return self._move(plan_id, person, "used")

    def cancel_plan(self, plan_id: str, person: str) -> bool:
        """Drop a pending plan of this person; False where there is none."""
        return self._move(plan_id, person, "cancelled")

    def save_operation(self, record: OperationRecord) -> None:
        document = json.dumps(asdict(record))
        self._put(f"OPERATION#{record.id}", document, OPERATION_SECONDS, phrase("keep_operation"))

    def update_operation(self, before: OperationRecord, after: OperationRecord) -> bool:
        """Note what was seen of an operation; False where somebody else noted something first."""
        with _table(phrase("keep_operation")):
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key={"id": {"S": f"OPERATION#{before.id}"}},
                    UpdateExpression="SET #document = :after",
                    ConditionExpression="#document = :before",
                    ExpressionAttributeNames={"#document": "document"},
                    ExpressionAttributeValues={
                        ":after": {"S": json.dumps(asdict(after))},
                        ":before": {"S": json.dumps(asdict(before))},
                    },
                )
            except ClientError as error:
                if _is_too_late(error):
                    return False
                raise
        return True

    def operation(self, operation_id: str) -> OperationRecord | None:
        item = self._get(f"OPERATION#{operation_id}", phrase("find_operation"))
        return OperationRecord(**json.loads(item["document"]["S"])) if item else None

    def save_reply(self, event_id: str, document: Mapping[str, Any]) -> None:
        """A reply too large for a session attribute, where channels look for it."""
        self._put(f"REPLY#{event_id}", json.dumps(document), REPLY_SECONDS, phrase("keep_reply"))

    def spend_assertion(self, channel: str, event_id: str, turn: str, plan_id: str) -> str:
        """The turn that the assertion serves: `turn` where it has served none before."""
        item: dict[str, AttributeValueTypeDef] = {
            "id": {"S": _assertion(channel, event_id)},
            "turn": {"S": turn},
            "plan": {"S": plan_id},
            "expires_at": {"N": str(self._now() + SPENT_SECONDS)},
        }
        with _table(phrase("record_assertion")):
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item=item,
                    ConditionExpression="attribute_not_exists(id) OR expires_at <= :now",
                    ExpressionAttributeValues={":now": {"N": str(self._now())}},
                    ReturnValuesOnConditionCheckFailure="ALL_OLD",
                )
            except ClientError as error:
                if _is_too_late(error):
                    found: Any = error.response
                    return str(found["Item"]["turn"]["S"])
                raise
        return turn

    def plan_of_assertion(self, channel: str, event_id: str) -> str:
        """The plan that the turn of an assertion asked to use; "" where it asked for none."""
        item = self._get(_assertion(channel, event_id), phrase("record_assertion"))
        return item["plan"]["S"] if item else ""

    def save_pages(self, pages_id: str, told_to: str, reply: Reply) -> None:
        """A reply that is shown in parts. `told_to`: the person, and where who else could read."""
        document = {"told_to": told_to, "reply": reply_to_json(reply)}
        self._put(f"PAGES#{pages_id}", json.dumps(document), REPLY_SECONDS, phrase("keep_reply"))

    def pages(self, pages_id: str, told_to: str) -> Reply | None:
        """The whole reply, where it was for the same `told_to`."""
        item = self._get(f"PAGES#{pages_id}", phrase("find_reply"))
        document = json.loads(item["document"]["S"]) if item else {}
        return reply_from_json(document["reply"]) if document.get("told_to") == told_to else None

    def notes(self, keys: Sequence[str]) -> dict[str, dict[str, str]]:
        """What was noted under each key; a key without a note, or with an expired one, is absent.

        At most 400 keys are looked up: four requests.
        """
        found: dict[str, dict[str, str]] = {}
        with _table(phrase("find_note")):
            for start in range(0, min(len(keys), 400), 100):
                wanted = [{"id": {"S": key}} for key in keys[start : start + 100]]
                answer = self._client.batch_get_item(
                    RequestItems={self._table: {"Keys": wanted, "ConsistentRead": True}}
                )
                if answer.get("UnprocessedKeys"):
                    raise StoreError(phrase("table_silent", what=phrase("find_note")))
                found.update(self._current(answer["Responses"].get(self._table, [])))
        return found

    def note(self, key: str, note: Mapping[str, str], *, replacing: str, seconds: int) -> bool:
        """Keep a note for some seconds; `note["plan"]` says which plan it is of.

        Only where there is none, or the one of the plan `replacing`, or its own: False where
        somebody else has noted something first.
        """
        item: dict[str, AttributeValueTypeDef] = {
            "id": {"S": key},
            "document": {"S": json.dumps(dict(note))},
            "plan": {"S": note["plan"]},
            "expires_at": {"N": str(self._now() + seconds)},
        }
        with _table(phrase("keep_note")):
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item=item,
                    ConditionExpression=(
                        "attribute_not_exists(id) OR expires_at <= :now "
                        "OR #plan = :before OR #plan = :mine"
                    ),
                    ExpressionAttributeNames={"#plan": "plan"},
                    ExpressionAttributeValues={
                        ":now": {"N": str(self._now())},
                        ":before": {"S": replacing},
                        ":mine": {"S": note["plan"]},
                    },
                )
            except ClientError as error:
                if _is_too_late(error):
                    return False
                raise
        return True

    def _current(self, items: Iterable[Any]) -> Iterator[tuple[str, dict[str, str]]]:
        for item in items:
            if int(item["expires_at"]["N"]) > self._now():
                yield item["id"]["S"], json.loads(item["document"]["S"])

    def _move(self, plan_id: str, person: str, state: PlanState) -> bool:
        with _table(phrase("use_plan")):
            try:
                self._client.update_item(
                    TableName=self._table,
                    Key={"id": {"S": f"PLAN#{plan_id}"}},
                    UpdateExpression="SET #state = :state",
                    ConditionExpression=(
                        "attribute_exists(id) AND #state = :pending AND person = :person "
                        "AND confirm_until > :now"
                    ),
                    ExpressionAttributeNames={"#state": "state"},
                    ExpressionAttributeValues={
                        ":state": {"S": state},
                        ":pending": {"S": "pending"},
                        ":person": {"S": person},
                        ":now": {"N": str(self._now())},
                    },
                )
            except ClientError as error:
                if _is_too_late(error):
                    return False
                raise
        return True

    def _get(self, key: str, what: Phrase) -> "Mapping[str, AttributeValueTypeDef] | None":
        with _table(what):
            answer = self._client.get_item(
                TableName=self._table, Key={"id": {"S": key}}, ConsistentRead=True
            )
        item = answer.get("Item")
        return item if item and int(item["expires_at"]["N"]) > self._now() else None

    def _put(self, key: str, document: str, seconds: int, what: Phrase) -> None:
        item: dict[str, AttributeValueTypeDef] = {
            "id": {"S": key},
            "document": {"S": document},
            "expires_at": {"N": str(self._now() + seconds)},
        }
        with _table(what):
            self._client.put_item(TableName=self._table, Item=item)

    def _now(self) -> int:
        return int(self._clock().timestamp())


def _plan(document: Mapping[str, Any]) -> Plan:
    """Also of a document from before some keys were there."""
    return Plan(**{**document, "environments": tuple(document.get("environments", ()))})


def _assertion(channel: str, event_id: str) -> str:
    """A key of one length: an event id may be as long as a key may be."""
    return f"{SPENT}{hashlib.sha256(f'{channel}:{event_id}'.encode()).hexdigest()}"


def _is_too_late(error: ClientError) -> bool:
    return error.response["Error"].get("Code") == "ConditionalCheckFailedException"


@contextmanager
def _table(what: Phrase) -> Iterator[None]:
    try:
        yield
    except (ClientError, BotoCoreError) as error:
        raise StoreError(phrase("table_silent", what=what)) from error
