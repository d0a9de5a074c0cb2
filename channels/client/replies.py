"""Reading a `Reply` out of what Lex gives back.

Fulfillment's messages carry `Reply.text`; the rest stands in the session attribute
`ground-reply`, inline or as a reference to the table. A reply of another turn is ignored: session
attributes outlive the turn that wrote them.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fulfillment.errors import WireError
from fulfillment.markdown import escape
from fulfillment.reply_json import reply_from_json
from fulfillment.turn import Reply

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ReadReply = Callable[[str], Mapping[str, Any] | None]
"""Event id -> the stored reply document, or None where there is none (or no more)."""


def stored_replies(dynamodb: "DynamoDBClient", table: str) -> ReadReply:
    """Reads `REPLY#<event>` items: `{"id", "document": <JSON text>, "expires_at"}`."""

    def read(event_id: str) -> Mapping[str, Any] | None:
        key = {"id": {"S": f"REPLY#{event_id}"}}
        item = dynamodb.get_item(TableName=table, Key=key).get("Item")
        document: Mapping[str, Any] | None = json.loads(item["document"]["S"]) if item else None
        return document

    return read


def reply_of(
    messages: Sequence[Mapping[str, Any]],
    session_state: Mapping[str, Any],
    event_id: str,
    read_stored: ReadReply,
) -> Reply:
    """The reply of this turn; the bot's own prompts become a Reply of text alone."""
    texts = [str(message["content"]) for message in messages if message.get("content")]
    attributes = session_state.get("sessionAttributes") or {}
    document = _document(attributes, event_id, read_stored)
    if document is None:
        return _with_state(Reply(text=escape("\n".join(texts))), session_state)
    reply = reply_from_json(document)
    text = reply.text or "\n".join(texts)
    return _with_state(replace(reply, text=text), session_state)


def _document(
    attributes: Mapping[str, str], event_id: str, read_stored: ReadReply
) -> Mapping[str, Any] | None:
    if attributes.get("ground-event") != event_id or "ground-reply" not in attributes:
        return None
    try:
        document = json.loads(attributes["ground-reply"])
    except ValueError:
        raise WireError("session attribute ground-reply is not JSON") from None
    if isinstance(document, Mapping) and "ref" in document:
        return read_stored(str(document["ref"]))
    return document if isinstance(document, Mapping) else None


def _with_state(reply: Reply, session_state: Mapping[str, Any]) -> Reply:
    action = session_state.get("dialogAction") or {}
    if action.get("type") == "ElicitSlot":
        return replace(reply, state="elicit", slot_to_elicit=str(action.get("slotToElicit", "")))
    if action.get("type") == "ConfirmIntent":
        return replace(reply, state="confirm")
    return reply
