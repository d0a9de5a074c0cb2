"""The audit's one place of writing: a line of the log, and an item of a table that only grows.

The functions' roles may put items there and neither change nor delete them; see
`fulfillment/audit/permissions.json` and docs/audit.md.
"""

import json
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from fulfillment.audit.entry import AuditEntry
from fulfillment.errors import StoreError
from fulfillment.sentences import phrase

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

LOGGER = logging.getLogger("ground.audit")
NOT_KEPT = phrase("table_silent", what=phrase("keep_audit"))
DEFAULT_TABLE = "ground-control-audit"


class AuditLog:
    """Keeps entries for good."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def write(self, entry: AuditEntry) -> None:
        """Keep an entry. Raises `StoreError` where the table did not take it; it is logged then."""
        fields = entry.fields()
        kept = self._put(entry, fields)
        level = logging.INFO if kept else logging.ERROR
        LOGGER.log(level, json.dumps({"audit": fields, "kept": kept}))
        if not kept:
            raise StoreError(NOT_KEPT)

    def try_to_write(self, entry: AuditEntry) -> bool:
        """As `write`; False where the table did not take it."""
        try:
            self.write(entry)
        except StoreError:
            return False
        return True

    def _put(self, entry: AuditEntry, fields: Mapping[str, str]) -> bool:
        try:
            self._client.put_item(
                TableName=self._table,
                Item={
                    "day": {"S": entry.day},
                    "entry": {"S": entry.key},
                    **{name: {"S": value} for name, value in fields.items()},
                },
                ConditionExpression="attribute_not_exists(entry)",
            )
        except ClientError as error:
            # No other entry has this key: it is our own first try, whose answer was lost.
            return error.response["Error"].get("Code") == "ConditionalCheckFailedException"
        except BotoCoreError:
            return False
        return True
