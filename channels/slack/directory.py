"""What Slack tells of channels and of people: the only place that asks it.

Somebody waits for the turn, so nothing is tried again and no rate limit is waited for: what cannot
be had at once raises `UnreadableError`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse, WebClient

from channels.errors import UnreadableError
from channels.slack.slack_api import status_and_code

TIMEOUT_SECONDS = 2
"""Of one call."""
PAGE = 500
"""Ids or people a call: Slack takes 999 at most, and may give fewer than it was asked for."""
_SLACKBOT = "USLACKBOT"
_SCOPES = re.compile(r"[a-z0-9_.:,]{1,200}")
_SECONDS = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True)
class User:
    """Somebody in a channel. `team` is "" where Slack does not say it."""

    id: str
    team: str
    is_guest: bool
    """A guest of one channel or of several, or somebody of another organisation."""
    is_person: bool
    """False for bots and for accounts that are switched off: they read nothing."""


@dataclass(frozen=True)
class Directory:
    """Each method raises `UnreadableError`. A cursor is "" before the first page and after the
    last."""

    client: WebClient

    def is_shared_outside(self, channel: str) -> bool:
        """Whether another organisation is in a channel, or asked in: once there, it reads what was
        said before. Shared among workspaces of one organisation only, a channel is not."""
        info = _mapping(self._call("conversations.info", channel=channel).get("channel"))
        if info.get("id") != channel:
            raise UnreadableError(f"conversations.info told nothing of {channel}")
        is_asked_in = ("is_pending_ext_shared", "pending_shared", "pending_connected_team_ids")
        return bool(
            info.get("is_ext_shared")
            or (info.get("is_shared") and not info.get("is_org_shared"))
            or any(info.get(key) for key in is_asked_in)
        )

    def members(self, channel: str, cursor: str) -> tuple[tuple[str, ...], str]:
        """A page of the ids of those who are in a channel, bots too, and the next cursor."""
        answer = self._call("conversations.members", channel=channel, cursor=cursor, limit=PAGE)
        ids = _list(answer, "conversations.members", "members")
        return tuple(str(one) for one in ids), _cursor(answer)

    def user(self, user: str) -> User:
        return _user(_mapping(self._call("users.info", user=user).get("user")))

    def users(self, cursor: str) -> tuple[tuple[User, ...], str]:
        """A page of the people of the workspace, and the next cursor."""
        answer = self._call("users.list", cursor=cursor, limit=PAGE)
        members = _list(answer, "users.list", "members")
        return tuple(_user(_mapping(one)) for one in members), _cursor(answer)

    def _call(self, method: str, **arguments: str | int) -> Mapping[str, Any]:
        given = {name: value for name, value in arguments.items() if value != ""}
        try:
            return _mapping(self.client.api_call(method, data=given).data)
        except SlackApiError as error:
            raise _refused(method, error.response) from error
        except (SlackClientError, HTTPException, OSError) as error:
            raise UnreadableError(
                f"{method} could not be reached: {type(error).__name__}"
            ) from error


def directory(token: str, api_url: str) -> Directory:
    """`api_url` ends in /api/ (https://slack.com/api/)."""
    return Directory(
        WebClient(token=token, base_url=api_url, timeout=TIMEOUT_SECONDS, retry_handlers=[])
    )


def _refused(method: str, response: object) -> UnreadableError:
    status, code = status_and_code(response)
    if code == "missing_scope":
        return UnreadableError(
            f"{method} was refused: missing_scope. The bot's token lacks {_needed(response)}: "
            "update the app from its manifest and install it anew (docs/slack.md)"
        )
    if status == 429 or code in ("ratelimited", "rate_limited"):
        seconds = _retry_after(response)
        return UnreadableError(f"{method} is rate limited for {seconds:.0f} seconds", seconds)
    return UnreadableError(f"{method} was refused: {status} {code}")


def _needed(response: object) -> str:
    needed = str(response.get("needed", "")) if isinstance(response, SlackResponse) else ""
    return needed if _SCOPES.fullmatch(needed) else "a scope"


def _retry_after(response: object) -> float:
    """Seconds; 1 where Slack's header cannot be read."""
    headers = response.headers if isinstance(response, SlackResponse) else {}
    found = next((str(v) for k, v in headers.items() if str(k).lower() == "retry-after"), "")
    return float(found) if _SECONDS.fullmatch(found) else 1.0


def _user(data: Mapping[str, Any]) -> User:
    """What Slack does not say of somebody counts against them."""
    told = str(data.get("id") or "")
    is_own = all(data.get(key) is False for key in ("is_restricted", "is_ultra_restricted"))
    return User(
        id=told,
        team=str(data.get("team_id") or ""),
        is_guest=not is_own or bool(data.get("is_stranger")),
        is_person=not (data.get("is_bot") or data.get("deleted") or told == _SLACKBOT),
    )


def _list(answer: Mapping[str, Any], method: str, key: str) -> Iterable[object]:
    found = answer.get(key)
    if not isinstance(found, list):
        raise UnreadableError(f"{method} told no {key}")
    return found


def _cursor(answer: Mapping[str, Any]) -> str:
    return str(_mapping(answer.get("response_metadata")).get("next_cursor") or "")


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
