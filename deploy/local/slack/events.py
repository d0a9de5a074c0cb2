"""Requests as Slack sends and signs them, for the local world and the tests."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

TEAM = "T0GROUND"
APP = "A0GROUND"
BOT_USER = "U0GROUND"


@dataclass(frozen=True)
class SlackRequest:
    """A signed HTTP request; `body` is exactly what the signature covers."""

    path: str
    headers: Mapping[str, str]
    body: bytes


def direct_message(user: str, text: str, *, event_id: str, timestamp: int) -> Mapping[str, Any]:
    """The Events API envelope of a message in a direct conversation with the bot."""
    return _event(
        {
            "type": "message",
            "channel_type": "im",
            "channel": f"D0{user[2:]}",
            "user": user,
            "text": _escape(text),
            "ts": f"{timestamp}.000100",
            "team": TEAM,
        },
        event_id,
        timestamp,
    )


def mention(
    user: str, channel: str, text: str, *, event_id: str, timestamp: int, thread: str = ""
) -> Mapping[str, Any]:
    """The envelope of a channel message that mentions the bot."""
    event = {
        "type": "app_mention",
        "channel": channel,
        "user": user,
        "text": f"<@{BOT_USER}> {_escape(text)}",
        "ts": f"{timestamp}.000100",
        "team": TEAM,
    }
    return _event({**event, **({"thread_ts": thread} if thread else {})}, event_id, timestamp)


def command(user: str, text: str, *, trigger_id: str, response_url: str) -> Mapping[str, str]:
    """The form fields of `/ops TEXT`."""
    return {
        "command": "/ops",
        "text": text,
        "team_id": TEAM,
        "channel_id": "C0OPS",
        "channel_name": "ops",
        "user_id": user,
        "user_name": user.lower(),
        "api_app_id": APP,
        "trigger_id": trigger_id,
        "response_url": response_url,
    }


def press(
    user: str, channel: str, message_ts: str, action: Mapping[str, Any], response_url: str
) -> Mapping[str, str]:
    """The form fields of a pressed button; `action` is the button element as it was posted."""
    payload = {
        "type": "block_actions",
        "user": {"id": user, "name": user.lower(), "team_id": TEAM},
        "team": {"id": TEAM},
        "api_app_id": APP,
        "container": {"type": "message", "message_ts": message_ts, "channel_id": channel},
        "channel": {"id": channel},
        "message": {"ts": message_ts, "blocks": []},
        "response_url": response_url,
        "trigger_id": f"press-{message_ts}",
        "actions": [{**action, "action_ts": message_ts, "block_id": "actions"}],
    }
    return {"payload": json.dumps(payload)}


def signed_event(envelope: Mapping[str, Any], secret: str, timestamp: int) -> SlackRequest:
    body = json.dumps(envelope).encode()
    return _signed("/slack/events", body, "application/json", secret, timestamp)


def signed_form(path: str, fields: Mapping[str, str], secret: str, timestamp: int) -> SlackRequest:
    body = urlencode(fields).encode()
    return _signed(path, body, "application/x-www-form-urlencoded", secret, timestamp)


def _signed(path: str, body: bytes, content_type: str, secret: str, timestamp: int) -> SlackRequest:
    base = b"v0:%d:%s" % (timestamp, body)
    signature = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    headers = {
        "content-type": content_type,
        "x-slack-request-timestamp": str(timestamp),
        "x-slack-signature": f"v0={signature}",
    }
    return SlackRequest(path, headers, body)


def _event(event: Mapping[str, Any], event_id: str, timestamp: int) -> Mapping[str, Any]:
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": APP,
        "event_id": event_id,
        "event_time": timestamp,
        "event": event,
        "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True}],
        "is_ext_shared_channel": False,
    }


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
