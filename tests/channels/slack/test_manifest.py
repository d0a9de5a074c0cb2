"""The app manifest: Slack's limits, and that it asks for what the code uses and no more."""

from pathlib import Path
from typing import Any

import pytest
import yaml

import channels.slack
from channels.slack.responder import COMMAND

PATH = Path(channels.slack.__path__[0]) / "manifest.yaml"
ADDRESS = "https://ground.example.com/slack/events"


@pytest.fixture
def manifest() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return document


def test_names_and_descriptions_fit(manifest: dict[str, Any]) -> None:
    shown = manifest["display_information"]
    [command] = manifest["features"]["slash_commands"]

    assert 0 < len(shown["name"]) <= 35
    assert 0 < len(shown["description"]) <= 140
    assert 0 < len(manifest["features"]["bot_user"]["display_name"]) <= 80
    assert 0 < len(command["command"]) <= 32
    assert 0 < len(command["description"]) <= 2000
    assert 0 < len(command["usage_hint"]) <= 1000


def test_the_command_is_the_one_that_is_served(manifest: dict[str, Any]) -> None:
    [command] = manifest["features"]["slash_commands"]

    assert (command["command"], command["should_escape"]) == (COMMAND, True)


def test_everything_comes_to_one_address(manifest: dict[str, Any]) -> None:
    settings = manifest["settings"]

    assert {
        manifest["features"]["slash_commands"][0]["url"],
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
    } == {ADDRESS}
    assert settings["interactivity"]["is_enabled"] is True


def test_only_the_events_that_are_read_are_subscribed_to(manifest: dict[str, Any]) -> None:
    events = manifest["settings"]["event_subscriptions"]["bot_events"]

    assert sorted(events) == ["app_mention", "message.im"]


def test_the_scopes_are_the_least_that_is_needed(manifest: dict[str, Any]) -> None:
    needed = {
        "app_mention": "app_mentions:read",
        "message.im": "im:history",
        "/ops": "commands",
        "chat.*": "chat:write",
    }

    assert sorted(manifest["oauth_config"]["scopes"]["bot"]) == sorted(needed.values())


def test_the_address_is_to_be_replaced_and_no_empty_list_is_left(manifest: dict[str, Any]) -> None:
    """Slack's schema refuses empty lists."""
    assert "shortcuts" not in manifest["features"]
    assert manifest["settings"]["socket_mode_enabled"] is False
