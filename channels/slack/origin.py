"""Who speaks in Slack, where, and who can read the answer there: pure, from Slack's payloads.

The ingress uses it to keep the order within a session, the worker to speak for the person; so it
imports nothing heavy.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from fulfillment.turn import Audience

Payload = Mapping[str, Any]
Surface = Literal["thread", "direct", "command"]
"""Where the answer goes: a thread, the top level of a direct message, or an ephemeral message."""

ACTION_PREFIX = "ground."
"""What the action_id of each of our buttons begins with."""
_ID = re.compile(r"[A-Z0-9]{2,24}")
_TIMESTAMP = re.compile(r"[0-9]{1,12}\.[0-9]{1,6}")
_AUDIENCES: Mapping[str, Audience] = {
    "private": "private",
    "shared": "shared",
    "public": "public",
}


@dataclass(frozen=True)
class Origin:
    """A person in a place. `thread` is a Slack timestamp where the surface is a thread, else ""."""

    team: str
    """The person's own workspace: in a channel shared with others it need not be ours."""
    user: str
    display_name: str
    channel: str
    surface: Surface
    audience: Audience
    thread: str = ""
    is_unsure: bool = False
    """Whether the audience is public only because nobody could tell who reads along."""

    @property
    def session_id(self) -> str:
        """Thread and person, so that nobody else's "yes" counts; legal for Lex (100 characters)."""
        return f"slack.{self.team}.{self.channel}.{self.thread or self.surface}.{self.user}"

    @property
    def identity(self) -> str:
        return f"slack:{self.team}:{self.user}"

    @property
    def place(self) -> str:
        """The channel, as the policy names it."""
        return f"slack:{self.channel}"


def alarm_origin(team: str, channel: str) -> Origin:
    """Nobody speaks: the workspace itself reads what it is told of an alarm."""
    return Origin(
        team=team,
        user="ALARMS",
        display_name="ALARMS",
        channel=channel,
        surface="direct",
        audience="shared",
    )


def origin_of_event(payload: Payload) -> Origin | None:
    """The origin of an Events API envelope; None where it is not well formed.

    A direct message is one conversation: its top level is a session of its own, so that the answer
    to a question needs no thread.
    """
    event = _mapping(payload.get("event"))
    is_direct = event.get("channel_type") == "im"
    thread = _text(event.get("thread_ts")) or ("" if is_direct else _text(event.get("ts")))
    return _checked(
        Origin(
            team=_team_of_event(payload, event),
            user=_text(event.get("user")),
            display_name=_text(event.get("user")),
            channel=_text(event.get("channel")),
            surface="direct" if is_direct and not thread else "thread",
            audience=_audience_of_event(payload, is_direct=is_direct),
            thread=thread,
        )
    )


def origin_of_command(payload: Payload) -> Origin | None:
    """The origin of a slash command. Only the person sees the answer, wherever it was typed."""
    return _checked(
        Origin(
            team=_text(payload.get("team_id")),
            user=_text(payload.get("user_id")),
            display_name=_text(payload.get("user_name")) or _text(payload.get("user_id")),
            channel=_text(payload.get("channel_id")),
            surface="command",
            audience="private",
        )
    )


def origin_of_action(payload: Payload, audience: str) -> Origin | None:
    """The origin of a pressed button. `audience` is what the button was posted for: Slack does not
    say here whether a channel is shared with others, so without it nothing private is shown."""
    container, user = _mapping(payload.get("container")), _mapping(payload.get("user"))
    team = _mapping(payload.get("team"))
    channel = _text(container.get("channel_id"))
    thread = _thread_of_action(payload, container, channel)
    is_direct = channel.startswith("D") and not thread
    surface: Surface = "direct" if is_direct else "thread"
    is_ephemeral = container.get("is_ephemeral") is True
    return _checked(
        Origin(
            team=_text(user.get("team_id")) or _text(team.get("id")),
            user=_text(user.get("id")),
            display_name=_text(user.get("name")) or _text(user.get("id")),
            channel=channel,
            surface="command" if is_ephemeral else surface,
            audience="private" if is_ephemeral else _AUDIENCES.get(audience, "public"),
            thread="" if is_ephemeral else thread,
        )
    )


def _team_of_event(payload: Payload, event: Payload) -> str:
    return (
        _text(event.get("user_team")) or _text(event.get("team")) or _text(payload.get("team_id"))
    )


def _audience_of_event(payload: Payload, *, is_direct: bool) -> Audience:
    if payload.get("is_ext_shared_channel") is True:
        return "public"
    return "private" if is_direct else "shared"


def _thread_of_action(payload: Payload, container: Payload, channel: str) -> str:
    message = _mapping(payload.get("message"))
    thread = _text(container.get("thread_ts")) or _text(message.get("thread_ts"))
    is_direct = channel.startswith("D")
    return thread or ("" if is_direct else _text(container.get("message_ts")))


def _checked(origin: Origin) -> Origin | None:
    ids = (origin.team, origin.user, origin.channel)
    if not all(_ID.fullmatch(value) for value in ids):
        return None
    is_placed = origin.surface != "thread" or _TIMESTAMP.fullmatch(origin.thread)
    return origin if is_placed else None


def _mapping(value: object) -> Payload:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
