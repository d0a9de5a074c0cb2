"""The app manifests that are checked in: Slack's, once for each way of connecting."""

from bot.errors import DefinitionError, Problem
from bot.model import Bot, SlackApp
from bot.slack.manifest import Connection, manifest, manifest_yaml
from bot.slack.scopes import scopes
from channels.slack.uses import USES

_HOW: dict[Connection, str] = {
    "request_url": "With the address of your ingress under slack.request_url of intents/bot.yaml.",
    "socket_mode": "For Socket Mode: Slack needs no address.",
}


def slack_manifest(bot: Bot, connection: Connection) -> str:
    """The manifest as YAML to paste. Raises `DefinitionError`."""
    app = _app(bot)
    comments = (
        "Generated from intents/ by `make generate`: do not edit.",
        "Paste it under https://api.slack.com/apps > Create New App > From a manifest.",
        f"{_HOW[connection]} How to go on: docs/slack.md.",
        "Why each scope:",
        *(f"  {scope}: {', '.join(why)}" for scope, why in scopes(USES, app.command).items()),
    )
    return manifest_yaml(manifest(bot, app, USES, connection), comments)


def _app(bot: Bot) -> SlackApp:
    if bot.slack is None:
        cure = "Add 'slack:' with name, handle, command and request_url"
        raise DefinitionError([Problem("bot.yaml", 0, "the Slack app is not described", cure)])
    return bot.slack
