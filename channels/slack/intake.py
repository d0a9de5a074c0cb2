"""What to do with a request body that Slack has signed: pure, and light.

Shared by the HTTP ingress and by Socket Mode. Only the fields that the worker reads go on: not
the verification token, not the rich text twin of a message, not the state of a view.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from channels.slack.envelope import Envelope
from channels.slack.origin import (
    ACTION_PREFIX,
    Origin,
    Payload,
    origin_of_action,
    origin_of_command,
    origin_of_event,
)

_EVENT = ("type", "user", "text", "ts", "thread_ts", "channel", "channel_type", "team", "user_team")
_ENVELOPE = ("type", "team_id", "enterprise_id", "event_id", "event_time", "authorizations")
_COMMAND = (
    *("command", "text", "team_id", "enterprise_id", "channel_id", "user_id", "user_name"),
    *("response_url", "trigger_id", "api_app_id"),
)
_ACTION = ("type", "user", "team", "enterprise", "container", "channel", "response_url")
_MESSAGE = ("ts", "thread_ts", "text", "blocks")
_MAX_TEXT = 4096
"""Far more than Lex takes, which is what the person is told; Slack's 40,000 need not fit SQS."""
_PLAIN_ID = re.compile(r"[A-Za-z0-9._:-]{1,100}")


@dataclass(frozen=True)
class Ignored:
    """Genuine, and not for us: acknowledged, so that Slack does not send it again."""

    reason: str


@dataclass(frozen=True)
class Refused:
    """Genuine, from a workspace that is not in GROUND_SLACK_TEAM_IDS."""

    team_ids: frozenset[str]


@dataclass(frozen=True)
class Malformed:
    """Not something that Slack sends."""

    reason: str


@dataclass(frozen=True)
class Challenge:
    """Slack asks whether this address is ours."""

    text: str


Intake = Envelope | Ignored | Refused | Malformed | Challenge


def read_body(body: bytes, content_type: str) -> Payload | None:
    """The payload of an HTTP request: JSON, a form, or JSON in a form; None where it is neither."""
    try:
        if content_type.startswith("application/json"):
            return _object(json.loads(body))
        form = dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=100))
        return _object(json.loads(form["payload"])) if "payload" in form else form or None
    except (ValueError, RecursionError):
        return None


def take(payload: Payload, team_ids: frozenset[str]) -> Intake:
    """Decide by shape. `team_ids` are the workspaces that may talk to us; others are refused."""
    match payload.get("type"):
        case "url_verification":
            return Challenge(str(payload.get("challenge", "")))
        case "event_callback":
            return _take_event(payload, team_ids)
        case "block_actions":
            return _take_action(payload, team_ids)
        case None if "command" in payload:
            return _take_command(payload, team_ids)
        case None:
            return Malformed("neither an event, a command nor an action")
        case _:
            return Ignored("a type that we do not serve")


def _take_event(payload: Payload, team_ids: frozenset[str]) -> Intake:
    event = payload.get("event")
    if not isinstance(event, Mapping):
        return Malformed("an event callback without an event")
    if reason := _why_not(event):
        return Ignored(reason)
    kept = _only(payload, _ENVELOPE) | {
        "event": _with_short_text(_only(event, _EVENT)),
        "is_ext_shared_channel": payload.get("is_ext_shared_channel") is True,
    }
    origin = origin_of_event(kept)
    return _envelope("event", payload.get("event_id"), origin, kept, team_ids)


def _why_not(event: Payload) -> str:
    """A channel's `message` events repeat its mentions, so only direct messages are read."""
    if event.get("bot_id") or event.get("bot_profile"):
        return "said by a bot"
    if event.get("subtype") or event.get("edited") or event.get("hidden"):
        return "an edit or another subtype"
    if event.get("type") == "message" and event.get("channel_type") != "im":
        return "a channel message that does not mention us, or whose mention comes by itself"
    return "" if event.get("type") in ("app_mention", "message") else "an event we do not serve"


def _take_command(payload: Payload, team_ids: frozenset[str]) -> Intake:
    kept = _with_short_text(_only(payload, _COMMAND))
    return _envelope("command", payload.get("trigger_id"), origin_of_command(kept), kept, team_ids)


def _take_action(payload: Payload, team_ids: frozenset[str]) -> Intake:
    actions = payload.get("actions")
    if not isinstance(actions, list) or not actions or not isinstance(actions[0], Mapping):
        return Malformed("an action without actions")
    if not str(actions[0].get("action_id", "")).startswith(ACTION_PREFIX):
        return Ignored("a button that is not ours")
    message = payload.get("message")
    kept = _only(payload, _ACTION) | {"actions": [_only(actions[0], _BUTTON)]}
    if isinstance(message, Mapping):
        kept["message"] = _only(message, _MESSAGE)
    origin = origin_of_action(kept, audience="public")
    return _envelope("action", _action_id(kept, actions[0]), origin, kept, team_ids)


_BUTTON = ("type", "action_id", "block_id", "value", "action_ts", "text")


def _action_id(payload: Payload, action: Payload) -> str:
    """One press: the message, the button, the moment. Slack gives actions no id of their own."""
    container = payload.get("container")
    message_ts = container.get("message_ts", "") if isinstance(container, Mapping) else ""
    parts = (message_ts, action.get("action_id", ""), action.get("action_ts", ""))
    return "-".join(str(part) for part in parts)


def _envelope(
    kind: Any,
    event_id: object,
    origin: Origin | None,
    payload: dict[str, Any],
    teams: frozenset[str],
) -> Intake:
    if origin is None or not isinstance(event_id, str) or not _PLAIN_ID.fullmatch(event_id):
        return Malformed(f"a {kind} without well-formed ids")
    if strangers := {origin.team, _receiving_team(payload) or origin.team} - teams:
        return Refused(frozenset(strangers))
    return Envelope(kind, f"{kind}-{event_id}", origin.session_id, payload)


def _receiving_team(payload: Payload) -> str:
    team = payload.get("team")
    named = team.get("id") if isinstance(team, Mapping) else payload.get("team_id")
    return named if isinstance(named, str) else ""


def _only(payload: Payload, keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: payload[key] for key in keys if key in payload}


def _with_short_text(payload: dict[str, Any]) -> dict[str, Any]:
    text = payload.get("text")
    return payload | {"text": text[:_MAX_TEXT]} if isinstance(text, str) else payload


def _object(value: object) -> Payload | None:
    return value if isinstance(value, Mapping) else None
