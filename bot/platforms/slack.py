"""`slack.yaml`, typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.packaged import read_packaged


@dataclass(frozen=True)
class TextLimit:
    """Lengths in characters; the pattern of the whole text, and its form in words."""

    shortest: int
    longest: int
    pattern: str = ""
    form: str = ""


@dataclass(frozen=True)
class SlackPlatform:
    """See `slack.yaml` for what each means and where it is written down."""

    texts: Mapping[str, TextLimit]
    """By the key of `slack:` in intents/bot.yaml."""
    command_description: int
    usage_hint: int
    scopes: Mapping[str, tuple[str, ...]]
    """Event, Web API method or "command" -> the scopes that it takes."""


@cache
def slack_platform() -> SlackPlatform:
    """The one there is, read once."""
    data: dict[str, Any] = read_packaged(Path(__file__).with_name("slack.yaml"))
    return SlackPlatform(
        texts={key: _text(limit) for key, limit in data["texts"].items()},
        command_description=data["command_description"],
        usage_hint=data["usage_hint"],
        scopes={name: _all(taken) for name, taken in data["scopes"].items()},
    )


def _all(taken: str | list[str]) -> tuple[str, ...]:
    return (taken,) if isinstance(taken, str) else tuple(taken)


def _text(data: dict[str, Any]) -> TextLimit:
    shortest, longest = data["length"]
    return TextLimit(shortest, longest, data.get("pattern", ""), data.get("form", ""))
