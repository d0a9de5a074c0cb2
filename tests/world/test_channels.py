"""Each channel over its whole way: gateway event or queue, function, Lex, fulfillment, and back."""

import json
import time
import uuid
from collections.abc import Mapping
from typing import Any

import pytest

from channels.alexa.envelope import (
    SlotWords,
    SpokenIntent,
    intent_request,
    next_intent,
    slot_to_elicit,
    speech_text,
)
from channels.errors import ConversationError
from deploy.local.slack import events
from deploy.local.speaking import VOICES
from deploy.local.speaking.alexa import FUNCTION, device
from deploy.local.speaking.slack import calls, send
from deploy.local.speaking.web import Browser
from tests.world.conftest import RunningWorld
from tests.world.test_changing import deployment

pytestmark = pytest.mark.world

WAIT = 20


@pytest.mark.parametrize("channel", ["terminal", "web", "slack", "alexa"])
def test_the_same_question_on_every_channel(world: RunningWorld, channel: str) -> None:
    heard = VOICES[channel](world.address, "ana", "whats broken", "en_US")

    assert "inventory" in heard.text


# The page


def browser(world: RunningWorld, person: str = "ana") -> Browser:
    made = Browser(world.address, "en_US")
    made.post("/local/sign-in", {"sub": person})
    return made


def test_a_restart_from_the_page_is_pressed_and_followed(world: RunningWorld) -> None:
    before = deployment(world)
    page = browser(world)

    asked = page.post("/api/turns", {"text": "restart orders in staging"})["reply"]
    assert asked["state"] == "confirm"
    assert deployment(world) == before

    (confirm,) = [a for a in asked["actions"] if a["invocation"]["kind"] == "confirm"]
    progress = page.post("/api/invocations", confirm["invocation"])["reply"]["progress"]
    assert deployment(world) != before
    for _ in range(30):
        world.advance(15)
        ask = {"kind": "operation", "name": progress["operation_id"]}
        progress = page.post("/api/invocations", ask)["reply"]["progress"]
        if progress["final"]:
            break
    assert progress["state"] == "succeeded"


def test_a_viewer_cannot_press_somebody_elses_button(world: RunningWorld) -> None:
    before = deployment(world)
    asked = browser(world).post("/api/turns", {"text": "restart orders in staging"})["reply"]
    (confirm,) = [a for a in asked["actions"] if a["invocation"]["kind"] == "confirm"]

    refused = browser(world, "vic").post("/api/invocations", confirm["invocation"])["reply"]

    assert refused["progress"] is None
    assert deployment(world) == before


@pytest.mark.parametrize(
    "body", [{"text": ""}, {"text": "x" * 1025}, {"text": 7}, {}, {"text": "\x00\x07"}]
)
def test_bad_input_from_the_page_is_refused_with_words(
    world: RunningWorld, body: Mapping[str, Any]
) -> None:
    with pytest.raises(ConversationError) as refusal:
        browser(world).post("/api/turns", body)

    assert len(str(refusal.value)) > 10


# Slack


def now() -> int:
    return int(time.time())


def posted(world: RunningWorld, after: int) -> list[dict[str, Any]]:
    """What the local Slack was asked after call number `after`; waits for the first."""
    found: list[dict[str, Any]] = calls(world.address, after=after, wait=WAIT)["calls"]
    return found


def count(world: RunningWorld) -> int:
    return int(calls(world.address, after=0)["count"])


def secret(world: RunningWorld) -> str:
    return world.address.slack_signing_secret


def command(world: RunningWorld, user: str, text: str) -> int:
    fields = events.command(
        user,
        text,
        trigger_id=uuid.uuid4().hex,
        response_url=f"{world.address.web_url}/local/slack/response/{uuid.uuid4().hex}",
    )
    request = events.signed_form("/slack/commands", fields, secret(world), now())
    return send(world.address, request)


def test_a_mention_is_answered_in_its_thread(world: RunningWorld) -> None:
    before = count(world)
    envelope = events.mention(
        "U0ANA", "C0OPS", "is payments healthy?", event_id=uuid.uuid4().hex, timestamp=now()
    )

    status = send(world.address, events.signed_event(envelope, secret(world), now()))

    assert status == 200
    message = posted(world, before)[0]
    assert message["method"] == "chat.postMessage"
    assert message["arguments"]["thread_ts"] == envelope["event"]["ts"]
    assert "payments" in message["arguments"]["text"]


def test_nothing_is_shown_in_a_channel_with_a_guest(world: RunningWorld) -> None:
    before = count(world)
    envelope = events.mention(
        "U0ANA", "C0PARTNERS", "is payments healthy?", event_id=uuid.uuid4().hex, timestamp=now()
    )

    send(world.address, events.signed_event(envelope, secret(world), now()))

    told = posted(world, before)[0]["arguments"]["text"]
    assert "Guests or people from outside can read along here." in told
    assert "payments" not in told


def test_the_same_event_twice_is_answered_once(world: RunningWorld) -> None:
    before = count(world)
    envelope = events.direct_message(
        "U0ANA", "whats broken", event_id=uuid.uuid4().hex, timestamp=now()
    )
    request = events.signed_event(envelope, secret(world), now())

    assert [send(world.address, request) for _ in range(3)] == [200, 200, 200]

    posted(world, before)
    # A marker behind it in the same conversation: once that is answered, so is everything before.
    marker = events.direct_message("U0ANA", "help", event_id=uuid.uuid4().hex, timestamp=now())
    send(world.address, events.signed_event(marker, secret(world), now()))
    answered = posted(world, before + 1)
    assert count(world) == before + 1 + len(answered)
    assert len(answered) == 1


def test_a_command_is_a_grammar_and_its_button_acts_once(world: RunningWorld) -> None:
    old = deployment(world)
    before = count(world)

    assert command(world, "U0ANA", "restart orders staging") == 200

    asked = posted(world, before)[0]["arguments"]
    buttons = [
        element
        for block in asked["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    ]
    confirm = next(b for b in buttons if json.loads(b["value"])["kind"] == "confirm")
    assert deployment(world) == old

    before = count(world)
    answer_to = f"{world.address.web_url}/local/slack/response/press"
    fields = events.press("U0ANA", "C0OPS", "1700000000.000100", confirm, answer_to)
    request = events.signed_form("/slack/interactivity", fields, secret(world), now())
    assert [send(world.address, request) for _ in range(2)] == [200, 200]
    assert posted(world, before)
    assert deployment(world) != old


def test_free_language_behind_the_command(world: RunningWorld) -> None:
    before = count(world)

    command(world, "U0ANA", "which version of orders is live in staging")

    assert "orders" in json.dumps(posted(world, before)[0]["arguments"])


@pytest.mark.parametrize("age", [301, -400])
def test_an_old_signature_is_refused(world: RunningWorld, age: int) -> None:
    envelope = events.direct_message("U0ANA", "help", event_id="old", timestamp=now())

    request = events.signed_event(envelope, secret(world), now() - age)

    assert send(world.address, request) == 401


def test_a_forged_signature_is_refused(world: RunningWorld) -> None:
    envelope = events.direct_message("U0ANA", "help", event_id="forged", timestamp=now())

    assert send(world.address, events.signed_event(envelope, "guessed", now())) == 401


# Alexa


def ask_skill(
    world: RunningWorld,
    intent: SpokenIntent,
    last: Mapping[str, Any] | None = None,
    person: str = "ana",
) -> dict[str, Any]:
    envelope = intent_request(
        device(world.address, person, "en_US"),
        intent,
        request_id=f"amzn1.echo-api.request.{uuid.uuid4()}",
        timestamp=world.now(),
        attributes=last["sessionAttributes"] if last else None,
    )
    answer = world.client("lambda").invoke(FunctionName=FUNCTION, Payload=json.dumps(envelope))
    response: dict[str, Any] = json.loads(answer["Payload"].read())
    assert "FunctionError" not in answer, response
    return response


def test_a_restart_by_voice_asks_for_what_is_missing_and_for_a_yes(world: RunningWorld) -> None:
    before = deployment(world)
    orders = SlotWords("orders", "orders")
    start = SpokenIntent(
        "RestartService", {"service": orders, "environment": None}, dialog_state="STARTED"
    )

    first = ask_skill(world, start)
    assert slot_to_elicit(first) == "environment"

    goes_on = next_intent(first)
    assert goes_on is not None
    second = ask_skill(
        world, goes_on.with_slot("environment", SlotWords("stage", "staging")), first
    )
    assert "orders" in speech_text(second)
    assert deployment(world) == before

    asked = next_intent(second)
    assert asked is not None
    ask_skill(world, asked.answered("CONFIRMED"), second)
    assert deployment(world) != before
