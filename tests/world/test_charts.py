"""A chart on every channel, over its whole way."""

import json
import urllib.request
from typing import Any

import pytest

from deploy.local.speaking import VOICES
from deploy.local.speaking.slack import calls
from tests.world.conftest import RunningWorld

pytestmark = pytest.mark.world

QUESTION = "show the latency of orders in production"


@pytest.mark.parametrize("channel", ["terminal", "web", "alexa"])
def test_the_same_trend_on_every_channel(world: RunningWorld, channel: str) -> None:
    world.reset()
    heard = VOICES[channel](world.address, "ana", QUESTION, "en_US")

    assert "p99 latency of orders in production is" in heard.text
    assert "It rose at about" in heard.text


def test_slack_gets_a_picture_below_the_answer(world: RunningWorld) -> None:
    world.reset()
    before = calls(world.address, after=0)["count"]
    heard = VOICES["slack"](world.address, "ana", QUESTION, "en_US")
    shared = after(world, before, "files.completeUploadExternal")
    [file] = json.loads(shared["files"])
    address = f"{world.address.web_url}/local/slack/files/{file['id']}"
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - on loopback
        picture = answer.read()

    assert "It rose at about" in heard.text
    assert picture.startswith(b"\x89PNG")
    assert file["title"] == "p99 latency: orders in production"
    assert shared["channel_id"].startswith("D")


def after(world: RunningWorld, number: int, method: str) -> dict[str, Any]:
    """The arguments of the first call of `method` after that one."""
    for _ in range(5):
        found = calls(world.address, after=number, wait=10)["calls"]
        for call in found:
            number = call["number"]
            if call["method"] == method:
                arguments: dict[str, Any] = call["arguments"]
                return arguments
    raise AssertionError(f"Slack was not asked for {method}")
