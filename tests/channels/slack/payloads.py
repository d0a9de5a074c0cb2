"""Slack's payloads as data, and signed as Slack signs them."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

Payload = dict[str, Any]

EVENTS = Path(__file__).parents[2] / "events" / "slack"
SECRET = "8f742231" + "b10e8888abcd99yyyzzz85a5"
NOW = 1_767_225_660
"""Epoch seconds of the tests' present."""


def payload(name: str, **changes: Any) -> Payload:
    """tests/events/slack/<name>.json, with top-level keys changed."""
    document: Payload = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return document | changes


def web_api(name: str) -> Payload:
    """tests/events/slack/web_api/<name>.json: what a method of the Web API answered."""
    return payload(f"web_api/{name}")


def event_of(name: str, event_id: str = "", **changes: Any) -> Payload:
    """An Events API envelope with keys of its event changed."""
    document = payload(name)
    document["event"] |= changes
    return document | ({"event_id": event_id} if event_id else {})


def pressed(name: str, invocation: Mapping[str, Any], **changes: Any) -> Payload:
    """A block_actions payload whose button carries `invocation`."""
    document = payload(name, **changes)
    value = json.loads(document["actions"][0]["value"]) | invocation
    document["actions"][0]["value"] = json.dumps(value)
    return document


def as_json(document: Mapping[str, Any]) -> dict[str, Any]:
    """The HTTP request of an event."""
    return http_event(json.dumps(document).encode(), "application/json")


def as_form(document: Mapping[str, Any]) -> dict[str, Any]:
    """The HTTP request of a slash command."""
    return http_event(urlencode(document).encode(), "application/x-www-form-urlencoded")


def as_interaction(document: Mapping[str, Any]) -> dict[str, Any]:
    """The HTTP request of a pressed button."""
    return as_form({"payload": json.dumps(document)})


def http_event(
    body: bytes,
    content_type: str = "application/json",
    *,
    timestamp: str = str(NOW),
    secret: str = SECRET,
    is_base64: bool = False,
    headers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """A function URL / HTTP API v2 event, signed by Slack's recipe, written out again here."""
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256)
    return {
        "version": "2.0",
        "rawPath": "/slack/events",
        "headers": {
            "content-type": content_type,
            "x-slack-request-timestamp": timestamp,
            "x-slack-signature": f"v0={digest.hexdigest()}",
            **(headers or {}),
        },
        "requestContext": {"http": {"method": "POST", "path": "/slack/events"}},
        "body": base64.b64encode(body).decode() if is_base64 else body.decode(),
        "isBase64Encoded": is_base64,
    }
