"""The app manifest, version 2: pure, and the same to the byte every time.

An app has one manifest and a manifest one language, so it is written from the contract: summaries,
verbs, slot names.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import yaml

from bot.commands import HELP, commands
from bot.errors import DefinitionError, Problem
from bot.model import Bot, SlackApp
from bot.platforms.slack import slack_platform
from bot.slack.limits import description, excesses
from bot.slack.scopes import scopes
from bot.slack.uses import Uses

Connection = Literal["request_url", "socket_mode"]
"""How Slack reaches the app: by HTTPS, or over a WebSocket that the app opens."""
Manifest = Mapping[str, Any]
_SEPARATOR = " | "
_CUT = "…"


def manifest(bot: Bot, app: SlackApp, uses: Uses, connection: Connection) -> Manifest:
    """The manifest of `app` with exactly what `uses` needs.

    Raises `DefinitionError` with every text that Slack would refuse.
    """
    if found := excesses(bot, app):
        raise DefinitionError(Problem("bot.yaml", 0, each.message, each.cure) for each in found)
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": _display_information(bot, app),
        "features": _features(bot, app, uses, connection),
        "oauth_config": {"scopes": {"bot": list(scopes(uses, app.command))}},
        "settings": _settings(app, uses, connection),
    }


def manifest_json(manifest: Manifest) -> str:
    """As `apps.manifest.validate` and `apps.manifest.create` take it."""
    return json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"


def manifest_yaml(manifest: Manifest, comments: Sequence[str] = ()) -> str:
    """As it is pasted, below `comments`, each a line."""
    head = "".join(f"# {line}\n" for line in comments)
    return head + yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True, width=100)


def _display_information(bot: Bot, app: SlackApp) -> dict[str, str]:
    texts = {
        "name": app.name,
        "description": description(bot, app),
        "long_description": app.long_description,
        "background_color": app.background_color,
    }
    return {key: text for key, text in texts.items() if text}


def _features(bot: Bot, app: SlackApp, uses: Uses, connection: Connection) -> dict[str, Any]:
    return {
        "app_home": {
            "home_tab_enabled": False,
            "messages_tab_enabled": "message.im" in uses.events,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": app.handle, "always_online": True},
        "slash_commands": [_slash_command(bot, app, connection)],
    }


def _slash_command(bot: Bot, app: SlackApp, connection: Connection) -> dict[str, Any]:
    lines, limits = commands(bot), slack_platform()
    lead = description(bot, app).rstrip(".") + ": "
    forms = [*(line.form for line in lines), HELP]
    verbs = [*(" ".join(line.verb) for line in lines), HELP]
    return {
        "command": app.command,
        **_address("url", app, connection),
        "description": lead + _within(forms, limits.command_description - len(lead)),
        "usage_hint": _within(verbs, limits.usage_hint),
        # Names of people and channels arrive as <@U…> and <#C…>: nobody is guessed by name.
        "should_escape": True,
    }


def _settings(app: SlackApp, uses: Uses, connection: Connection) -> dict[str, Any]:
    address = _address("request_url", app, connection)
    return {
        "event_subscriptions": {**address, "bot_events": sorted(uses.events)},
        "interactivity": {"is_enabled": uses.buttons, **(address if uses.buttons else {})},
        "org_deploy_enabled": False,
        "socket_mode_enabled": connection == "socket_mode",
        "token_rotation_enabled": False,
    }


def _address(key: str, app: SlackApp, connection: Connection) -> dict[str, str]:
    return {key: app.request_url} if connection == "request_url" else {}


def _within(items: Sequence[str], limit: int) -> str:
    """The items, the last of them always; whole ones are left out before it to stay within."""
    *first, last = items
    shown = list(first)
    while len(_joined(shown, len(first), last)) > limit and shown:
        shown.pop()
    return _joined(shown, len(first), last)


def _joined(shown: Sequence[str], total: int, last: str) -> str:
    return _SEPARATOR.join([*shown, *([_CUT] if len(shown) < total else []), last])
