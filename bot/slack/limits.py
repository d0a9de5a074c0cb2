"""What Slack would refuse of the texts that people write in `slack:` of intents/bot.yaml."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.model import Bot, SlackApp
from bot.platforms.slack import TextLimit, slack_platform

_OPTIONAL = ("long_description", "background_color")


@dataclass(frozen=True)
class Excess:
    """A key of `slack:`, what is wrong with it and what to do."""

    key: str
    message: str
    cure: str


def excesses(bot: Bot, app: SlackApp) -> tuple[Excess, ...]:
    """All that Slack would refuse of `app`."""
    return tuple(_excesses(bot, app))


def description(bot: Bot, app: SlackApp) -> str:
    """The app's short description; the bot's summary where it has none of its own."""
    return app.description or bot.summary


def _excesses(bot: Bot, app: SlackApp) -> Iterator[Excess]:
    for key, limit in slack_platform().texts.items():
        text = description(bot, app) if key == "description" else str(getattr(app, key))
        if text or key not in _OPTIONAL:
            yield from _check(key, text, limit)


def _check(key: str, text: str, limit: TextLimit) -> Iterator[Excess]:
    if not limit.shortest <= len(text) <= limit.longest:
        cure = f"Slack takes {limit.shortest} to {limit.longest}"
        yield Excess(key, f"slack.{key} has {len(text)} characters", cure)
    elif limit.pattern and not re.fullmatch(limit.pattern, text):
        yield Excess(key, f"slack.{key} is {text!r}", f"Write {limit.form}")
