"""What travels in the queues between the ingress and the worker: one JSON document a message."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from channels.errors import UntrustedEvent

Kind = Literal["event", "command", "action", "follow_up", "alarm"]


ALARM_EVENT = "CloudWatch Alarm State Change"
"""What EventBridge calls it; a rule sends such events to the queue as they are."""


@dataclass(frozen=True)
class Envelope:
    """One thing to do.

    `id` is stable across Slack's retries. `session_id` orders messages (FIFO message group).
    `payload` is what the worker needs of Slack's payload, or of a follow-up.
    """

    kind: Kind
    id: str
    session_id: str
    payload: Mapping[str, Any]


def to_json(envelope: Envelope) -> str:
    document = {
        "kind": envelope.kind,
        "id": envelope.id,
        "session_id": envelope.session_id,
        "payload": envelope.payload,
    }
    return json.dumps(document, separators=(",", ":"))


def from_json(text: object) -> Envelope:
    """Raises `UntrustedEvent` for what no ingress of ours has written."""
    try:
        document = json.loads(text) if isinstance(text, str) else None
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise UntrustedEvent("a queue message is not a JSON object; it was not made by the ingress")
    if document.get("detail-type") == ALARM_EVENT:
        document = _alarm(document)
    kind, payload = document.get("kind"), document.get("payload")
    names = (document.get("id"), document.get("session_id"))
    if kind not in get_args(Kind) or not isinstance(payload, dict):
        raise UntrustedEvent("a queue message has no known kind and payload; see channels.slack")
    if not all(isinstance(name, str) and name for name in names):
        raise UntrustedEvent("a queue message has no id and session_id; see channels.slack")
    return Envelope(cast("Kind", kind), str(names[0]), str(names[1]), payload)


def _alarm(event: Mapping[str, Any]) -> dict[str, Any]:
    """The document of an envelope for an event of EventBridge; {} where it is not CloudWatch's."""
    detail = event.get("detail")
    if event.get("source") != "aws.cloudwatch" or not isinstance(detail, dict):
        return {}
    event_id, name = str(event.get("id") or ""), str(detail.get("alarmName") or "")
    return {
        "kind": "alarm",
        "id": f"alarm-{event_id}" if event_id else "",
        "session_id": f"alarm-{name}" if name else "",
        "payload": detail,
    }
