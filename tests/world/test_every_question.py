"""Every question, by one script, on every channel: each is answered, in words fit for it."""

import json
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.model import Intent
from channels.alexa.envelope import SlotWords, SpokenIntent, intent_request, speech_text
from deploy.local.clients import account_clients
from deploy.local.speaking import VOICES
from deploy.local.speaking.alexa import FUNCTION, device
from tests.bot.definition import product_bot
from tests.world.conftest import RunningWorld

pytestmark = pytest.mark.world

SCRIPT: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "script.yaml").read_text(encoding="utf-8")
)
ELSEWHERE = {"CommitDeployed", "VersionChanges", "ServiceLogs", "More"}
"""Questions whose values no recognizer of a voice gets right, or that answer another one."""
MAX_SPOKEN = 700
"""Characters of an answer that is read aloud: about three quarters of a minute."""


def questions() -> list[Intent]:
    return [one for one in product_bot().intents if one.effect == "read" and not one.builtin]


def test_no_question_is_left_out() -> None:
    asked = {line["intent"] for line in SCRIPT}

    assert asked | ELSEWHERE == {one.name for one in questions()}


TYPED = ("terminal", "web", "slack")
"""Each line is typed on one of them, in turn: they share all but their rendering, which has golden
files; and all of them are spoken."""


@pytest.mark.parametrize(
    ("channel", "line"),
    [(TYPED[number % 3], line) for number, line in enumerate(SCRIPT)],
    ids=lambda value: value if isinstance(value, str) else value["intent"],
)
def test_a_question_is_answered_where_it_is_typed(
    running_world: RunningWorld, channel: str, line: dict[str, Any]
) -> None:
    heard = VOICES[channel](running_world.address, "ana", line["say"], "en_US")

    assert line["hears"] in heard.text.replace("*", "")


@pytest.mark.parametrize("line", SCRIPT, ids=lambda line: line["intent"])
def test_a_question_is_answered_aloud(running_world: RunningWorld, line: dict[str, Any]) -> None:
    intent = product_bot().intent(line["intent"])
    assert intent is not None
    words = line.get("spoken", {})
    slots = {slot.name: spoken(words.get(slot.name)) for slot in intent.slots}
    heard = ask_alexa(running_world, SpokenIntent(intent.name, slots, dialog_state="STARTED"))

    assert line["hears"].casefold() in heard.casefold()
    assert len(heard) <= MAX_SPOKEN


def spoken(words: str | None) -> SlotWords | None:
    return SlotWords(words, words) if words else None


def ask_alexa(world: RunningWorld, said: SpokenIntent) -> str:
    envelope = intent_request(
        device(world.address, "ana", "en_US"),
        said,
        request_id=f"amzn1.echo-api.request.{uuid.uuid4()}",
        timestamp=datetime.now(UTC),
    )
    answer = account_clients(world.address)("lambda").invoke(
        FunctionName=FUNCTION, Payload=json.dumps(envelope)
    )
    return speech_text(json.loads(answer["Payload"].read()))
