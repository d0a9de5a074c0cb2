"""Channels and people of the local Slack, told in Slack's shapes, to tokens that may know of them.

`example.yaml` says who there is. Shapes and errors: docs.slack.dev/reference/methods.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.platforms.slack import slack_platform
from bot.slack.scopes import scopes
from channels.slack.uses import USES
from deploy.documents import read_yaml

METHODS = frozenset({"conversations.info", "conversations.members", "users.info", "users.list"})
_FILE = Path(__file__).with_name("example.yaml")
_KINDS = {
    "public": "channels:read",
    "private": "groups:read",
    "group_of_direct_messages": "mpim:read",
}
_MOST = 999
_DEFAULT = 100
Answer = dict[str, Any]


@dataclass(frozen=True)
class LocalDirectory:
    """`people` and `channels` by id, as `example.yaml` has them; `tokens`: the scopes of each."""

    team: str
    people: Mapping[str, Mapping[str, Any]]
    channels: Mapping[str, Mapping[str, Any]]
    tokens: Mapping[str, Sequence[str]]

    def answer(self, method: str, token: str, arguments: Mapping[str, Any]) -> Answer:
        """One of `METHODS`."""
        if method.startswith("users."):
            needed = slack_platform().scopes[method][0]
            return self._refusal(token, needed) or self._users(method, arguments)
        channel = str(arguments.get("channel", ""))
        found = self.channels.get(channel)
        if found is None:
            return _error("channel_not_found")
        refusal = self._refusal(token, _KINDS[found.get("kind", "public")])
        if refusal or method == "conversations.info":
            return refusal or {"ok": True, "channel": self._channel(channel, found)}
        return _page("members", found["members"], arguments)

    def _users(self, method: str, arguments: Mapping[str, Any]) -> Answer:
        if method == "users.list":
            return _page("members", [self._user(one) for one in self.people], arguments)
        user = str(arguments.get("user", ""))
        if user not in self.people:
            return _error("user_not_found")
        return {"ok": True, "user": self._user(user)}

    def _refusal(self, token: str, needed: str) -> Answer | None:
        """Slack names what is needed and what there is."""
        given = self.tokens.get(token, tuple(scopes(USES, "/ops")))
        if needed in given:
            return None
        return _error("missing_scope") | {"needed": needed, "provided": ",".join(given)}

    def _channel(self, channel: str, data: Mapping[str, Any]) -> Answer:
        kind, shared = data.get("kind", "public"), data.get("shared", "")
        return {
            "id": channel,
            "name": data["name"],
            "is_channel": kind == "public",
            "is_group": kind == "private",
            "is_im": False,
            "is_mpim": kind == "group_of_direct_messages",
            "is_private": kind != "public",
            "is_archived": False,
            "is_member": True,
            "is_shared": shared == "outside",
            "is_ext_shared": shared == "outside",
            "is_org_shared": False,
            "is_pending_ext_shared": shared == "pending",
            "pending_shared": ["T0PARTNER"] if shared == "pending" else [],
            "context_team_id": self.team,
        }

    def _user(self, user: str) -> Answer:
        data = self.people[user]
        guest = data.get("guest", "")
        return {
            "id": user,
            "team_id": data.get("team", self.team),
            "name": data["name"],
            "deleted": False,
            "is_bot": bool(data.get("bot")),
            "is_restricted": bool(guest),
            "is_ultra_restricted": guest == "one_channel",
        }


@cache
def local_directory() -> LocalDirectory:
    """The one of `example.yaml`, read once. Raises `DeployError`."""
    return LocalDirectory(**read_yaml(_FILE))


def _error(code: str) -> Answer:
    return {"ok": False, "error": code}


def _page(key: str, items: Sequence[Any], arguments: Mapping[str, Any]) -> Answer:
    """The cursor is where the next page begins, as text; Slack's says nothing to anybody."""
    limit, cursor = str(arguments.get("limit", _DEFAULT)), str(arguments.get("cursor") or "0")
    if not limit.isdecimal() or not 0 < int(limit) <= _MOST:
        return _error("invalid_limit")
    if not cursor.isdecimal():
        return _error("invalid_cursor")
    start, end = int(cursor), int(cursor) + int(limit)
    more = str(end) if end < len(items) else ""
    return {"ok": True, key: list(items[start:end]), "response_metadata": {"next_cursor": more}}
