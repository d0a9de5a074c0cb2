"""The app manifest asks for what the code uses and no more."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

import channels.slack
from channels.errors import UnreadableError
from channels.slack.directory import Directory, directory
from channels.slack.envelope import Envelope
from channels.slack.intake import take
from channels.slack.render import SlackMessage
from channels.slack.responder import COMMAND
from channels.slack.slack_api import Picture, Posted, SlackApi, web_client
from channels.slack.uses import USES
from tests.channels.slack.fake_slack import FakeSlack
from tests.channels.slack.payloads import EVENTS, payload
from tests.channels.slack.workspace import TEAMS, TOKEN

FOLDER = Path(channels.slack.__path__[0])
FILES = ("manifest.yaml", "manifest.socket_mode.yaml")
ADDRESS = "https://ground.example.com/slack/events"


def read(file: str) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((FOLDER / file).read_text(encoding="utf-8"))
    return document


def subscription(event: Mapping[str, Any]) -> str:
    """As the manifest names it: "message.im" for a message in a direct message."""
    return ".".join(filter(None, (event["type"], event.get("channel_type", ""))))


def test_exactly_the_events_that_are_taken_are_subscribed_to() -> None:
    """Of all recorded payloads, those that the intake puts into the queue."""
    recorded = [payload(path.stem) for path in sorted(EVENTS.glob("*.json"))]
    events = [each for each in recorded if each.get("type") == "event_callback"]
    taken = [each for each in events if isinstance(take(each, TEAMS), Envelope)]

    assert {subscription(each["event"]) for each in taken} == set(USES.events)
    assert len(taken) < len(events)


def test_exactly_the_methods_that_are_called_are_paid_for_with_scopes(slack: FakeSlack) -> None:
    api, message = SlackApi(web_client(TOKEN, slack.api_url)), SlackMessage("text", ())
    api.post("C0001", "", message)
    api.update(Posted("C0001", "1.1"), message)
    api.whisper("C0001", "U0ANA", "", message)
    api.share("C0001", "", Picture(b"png", "title", "what is to be seen"))
    api.user_group("S0001")
    asked = directory(TOKEN, slack.api_url)
    for ask in (
        lambda: asked.is_shared_outside("C0001"),
        lambda: asked.members("C0001", ""),
        lambda: asked.user("U0ANA"),
        lambda: asked.users(""),
    ):
        with pytest.raises(UnreadableError, match="unknown_method"):
            ask()

    # `upload` goes to the address that Slack gave: no method, no scope.
    assert {call.method for call in slack.calls} - {"upload"} == set(USES.methods)
    public = names_of(SlackApi)
    # `respond` goes to the address that Slack sent: no method, no scope.
    assert public == {"post", "update", "whisper", "share", "user_group", "respond"}
    assert names_of(Directory) == {"is_shared_outside", "members", "user", "users"}


def names_of(kind: type) -> set[str]:
    return {name for name, each in vars(kind).items() if callable(each) and name[0] != "_"}


def test_a_pressed_button_is_taken_so_interactivity_is_on() -> None:
    assert isinstance(take(payload("block_actions"), TEAMS), Envelope)
    assert USES.buttons is True


@pytest.mark.parametrize("file", FILES)
def test_the_checked_in_manifest_asks_for_the_least(file: str) -> None:
    document = read(file)

    assert document["oauth_config"]["scopes"]["bot"] == [
        *("app_mentions:read", "channels:read", "chat:write", "commands", "files:write"),
        *("groups:read", "im:history", "mpim:read", "usergroups:read", "users:read"),
    ]
    assert document["settings"]["event_subscriptions"]["bot_events"] == sorted(USES.events)
    assert "agent_view" not in document["features"]  # app_home_opened is not served
    [command] = document["features"]["slash_commands"]
    assert (command["command"], command["should_escape"]) == (COMMAND, True)


def test_everything_comes_to_one_address() -> None:
    document = read("manifest.yaml")
    settings = document["settings"]

    assert {
        document["features"]["slash_commands"][0]["url"],
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
    } == {ADDRESS}
    assert settings["socket_mode_enabled"] is False


def test_socket_mode_needs_no_address() -> None:
    document = read("manifest.socket_mode.yaml")

    assert "http" not in yaml.safe_dump(document["settings"])
    assert "url" not in document["features"]["slash_commands"][0]
    assert document["settings"]["socket_mode_enabled"] is True
